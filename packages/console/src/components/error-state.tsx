// What stands where something could not be shown or done: what happened, what to do, whom to ask.
import { Code } from "@connectrpc/connect";
import { Alert, Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { describeError } from "../data/describe-error.ts";
import { AskTeam } from "./ask-team.tsx";

export interface ErrorStateProps {
  readonly error: unknown;
  /** Shown as a button, "Try again". */
  readonly retry?: () => void;
}

export function ErrorState({ error, retry }: ErrorStateProps) {
  const { title, message, fields, contact, code } = describeError(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
      <Stack gap="xs">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {message}
        </Text>
        {fields.size > 1 && (
          <List size="sm">
            {[...fields].map(([field, text]) => (
              <List.Item key={field}>{text}</List.Item>
            ))}
          </List>
        )}
        {code === Code.NotFound && (
          <Text size="sm">
            It may have been deleted since, or the address is mistyped. The list shows what there is.
          </Text>
        )}
        {code === Code.PermissionDenied && contact === null && (
          <Text size="sm">
            <Anchor href="/ask" underline="always">
              Whom do I ask?
            </Anchor>{" "}
            tells who can help.
          </Text>
        )}
        {contact !== null && <AskTeam {...contact} />}
        {retry !== undefined && (
          <Group>
            <Button size="xs" variant="default" onClick={retry}>
              Try again
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
