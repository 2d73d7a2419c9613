// A text that people carry elsewhere: an id, an address, a key.
import { ActionIcon, Code, CopyButton, Group, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

export interface CopyTextProps {
  readonly text: string;
  /** "the id" */
  readonly what: string;
  /** Where there is no room for all of it: its beginning. */
  readonly shown?: string;
}

export function CopyText({ text, what, shown }: CopyTextProps) {
  return (
    <Group gap={4} wrap="nowrap" style={{ minWidth: 0 }}>
      <Code style={{ overflowWrap: "anywhere" }}>{shown === undefined ? text : `${shown}…`}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : `Copy ${what}`} withArrow>
            <ActionIcon variant="subtle" size="sm" onClick={copy} aria-label={copied ? "Copied" : `Copy ${what}`}>
              {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
