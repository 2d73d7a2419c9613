// Tells what a preset brought and what it could not, and takes it back.
import { Alert, Button, Group, Spoiler, Text } from "@mantine/core";
import { findPermission } from "@remit/policy";
import type { Preset } from "../draft/presets.ts";

interface PresetNoticeProps {
  readonly preset: Preset;
  readonly left: readonly string[];
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

export function PresetNotice({ preset, left, onUndo, onClose }: PresetNoticeProps) {
  return (
    <Alert
      color="blue"
      variant="light"
      title={`The permissions start from ${preset.title}`}
      role="status"
      withCloseButton
      closeButtonLabel="Close"
      onClose={onClose}
    >
      {left.length > 0 && (
        <Spoiler maxHeight={44} showLabel="Show all" hideLabel="Show less">
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            Left out, since a custom role cannot carry them: {left.map(describeLeft).join("; ")}.
          </Text>
        </Spoiler>
      )}
      <Group mt="xs">
        <Button size="xs" variant="default" onClick={onUndo}>
          Undo
        </Button>
      </Group>
    </Alert>
  );
}

function describeLeft(operation: string): string {
  const row = findPermission(operation);
  const reason = row?.reasonNotGrantable ?? `it is held on ${row?.resourceTypes.join(" and ") ?? "nothing"}`;
  return `${operation} (${reason})`;
}
