// Tells that somebody else has changed the role meanwhile, what, and what can be done. Nothing typed is given up unasked.
import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconArrowMerge, IconUsers } from "@tabler/icons-react";
import classes from "./editor.module.css";
import type { RoleEditing } from "./use-role-editor.ts";

export function MeetingNotice({ editing }: { readonly editing: RoleEditing }) {
  const { meeting, isStale, takeIn, settle } = editing;
  if (meeting?.kind === "conflict") {
    return (
      <Alert
        color="red"
        variant="light"
        icon={<IconUsers aria-hidden />}
        title="Somebody else changed the same"
        role="alert"
      >
        <Stack gap="xs">
          <Text size="sm">
            The role was not saved, and what you typed is still here. These two changes cannot both be:
          </Text>
          <Lines lines={meeting.conflicts} />
          <Group>
            <Button size="xs" onClick={() => settle("mine")}>
              Go on with mine
            </Button>
            <Button size="xs" variant="default" onClick={() => settle("theirs")}>
              Take theirs, drop mine
            </Button>
          </Group>
        </Stack>
      </Alert>
    );
  }
  if (isStale) {
    return (
      <Alert
        color="yellow"
        classNames={{ title: classes.alertTitle ?? "" }}
        variant="light"
        icon={<IconUsers aria-hidden />}
        title="Somebody else has changed this role"
        role="status"
      >
        <Group justify="space-between">
          <Text size="sm">What you typed is still here, and is not saved.</Text>
          <Button size="xs" variant="default" onClick={takeIn}>
            Take in their changes
          </Button>
        </Group>
      </Alert>
    );
  }
  if (meeting?.kind !== "merged") return null;
  return (
    <Alert
      color="blue"
      variant="light"
      icon={<IconArrowMerge aria-hidden />}
      title="Their changes are taken in"
      role="status"
    >
      <Stack gap="xs">
        <Text size="sm">Somebody else had changed the role meanwhile. Look at it, and save again.</Text>
        <Lines lines={meeting.theirs} />
      </Stack>
    </Alert>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <List size="sm">
      {lines.map((line) => (
        <List.Item key={line} style={{ overflowWrap: "anywhere" }}>
          {line}
        </List.Item>
      ))}
    </List>
  );
}
