import { Alert, Button, Group, Text } from "@mantine/core";

/** Somebody else saved while this page was open. */
export function SavedMeanwhile({ onTakeIn }: { readonly onTakeIn: () => void }) {
  return (
    <Alert color="yellow" title="Somebody else has saved the matrix meanwhile" role="status">
      <Group justify="space-between" gap="sm">
        <Text size="sm" style={{ flex: "1 1 20rem" }}>
          Take their changes in to save yours on top of them. Nothing that you typed is lost.
        </Text>
        <Button size="xs" onClick={onTakeIn}>
          Take their changes in
        </Button>
      </Group>
    </Alert>
  );
}
