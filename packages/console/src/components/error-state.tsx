// What stands where something could not be shown or done: what happened, what to do, whom to ask.
import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { describeError } from "../data/describe-error.ts";
import { AskTeam } from "./ask-team.tsx";

export interface ErrorStateProps {
  readonly error: unknown;
  /** Shown as a button, "Try again". */
  readonly retry?: () => void;
}

export function ErrorState({ error, retry }: ErrorStateProps) {
  const { title, message, fields, contact } = describeError(error);
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
