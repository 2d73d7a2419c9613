// What stands where something could not be shown or done: what happened, what to do, whom to ask.
import { Alert, Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { describeError } from "../data/describe-error.ts";

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
        {contact !== null && (
          <Text size="sm">
            Ask <b>{contact.team}</b> {contact.contact !== "" && `(${contact.contact})`}
            {contact.link !== "" && (
              <>
                {" · "}
                <Anchor href={contact.link} underline="always">
                  {contact.link}
                </Anchor>
              </>
            )}
          </Text>
        )}
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
