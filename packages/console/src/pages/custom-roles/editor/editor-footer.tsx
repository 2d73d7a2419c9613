// The buttons at the bottom of the page.
import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./editor.module.css";

interface EditorFooterProps {
  /** "Create Custom Role" or "Update Custom Role". */
  readonly label: string;
  readonly busy: boolean;
  readonly dirty: boolean;
  readonly onCancel: () => void;
  /** What stands in the way; in sight wherever one is on the page. */
  readonly children?: ReactNode;
}

export function EditorFooter({ label, busy, dirty, onCancel, children }: EditorFooterProps) {
  return (
    <Stack className={classes.footer ?? ""} gap="sm" mt="lg">
      {children}
      <Group justify="space-between">
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
    </Stack>
  );
}
