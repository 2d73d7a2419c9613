// The buttons at the bottom of the page.
import { Button, Group, Text } from "@mantine/core";
import classes from "./editor.module.css";

interface EditorFooterProps {
  /** "Create Custom Role" or "Update Custom Role". */
  readonly label: string;
  readonly busy: boolean;
  readonly dirty: boolean;
  readonly onCancel: () => void;
}

export function EditorFooter({ label, busy, dirty, onCancel }: EditorFooterProps) {
  return (
    <Group className={classes.footer ?? ""} justify="space-between" mt="lg">
      <Text size="sm" c="dimmed">
        {dirty ? "Not saved yet" : "Nothing to save"}
      </Text>
      <Group gap="sm">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={busy}>
          {label}
        </Button>
      </Group>
    </Group>
  );
}
