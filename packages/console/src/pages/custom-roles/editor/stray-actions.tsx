// What came from JSON and fits no switch: shown with its reason, so that it can be taken out.
import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core";

interface StrayActionsProps {
  readonly actions: readonly string[];
  readonly onRemove: (action: string) => void;
}

export function StrayActions({ actions, onRemove }: StrayActionsProps) {
  if (actions.length === 0) return null;
  return (
    <Alert color="red" variant="light" title="Not possible here">
      <Stack gap="xs">
        {actions.map((action) => (
          <Group key={action} gap="xs">
            <Code style={{ overflowWrap: "anywhere" }}>{action === "" ? "(empty)" : action}</Code>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onRemove(action)}
              aria-label={`Take out ${action}`}
            >
              Take out
            </Button>
          </Group>
        ))}
        <Text size="sm">These operations cannot be held here. The role can be saved without them.</Text>
      </Stack>
    </Alert>
  );
}
