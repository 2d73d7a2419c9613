// Starts the permissions from what a predefined role holds.
import { Box, Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type Preset, presets } from "../draft/presets.ts";

const groups = ["Account roles", "Namespace permissions", "Project roles"] as const;

interface PresetMenuProps {
  readonly onSelect: (preset: Preset) => void;
  /** While JSON that cannot be read yet would be lost. */
  readonly disabled: boolean;
}

export function PresetMenu({ onSelect, disabled }: PresetMenuProps) {
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          disabled={disabled}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          Select Preset
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: "auto" }}>
        {groups.map((group) => (
          <Box key={group} role="group" aria-label={group}>
            <Menu.Label aria-hidden>{group}</Menu.Label>
            {presets
              .filter((preset) => preset.group === group)
              .map((preset) => (
                <Menu.Item key={preset.id} onClick={() => onSelect(preset)}>
                  {preset.title}
                </Menu.Item>
              ))}
          </Box>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
