// Links of a row: a title and an address each.
import { ActionIcon, Button, Fieldset, Group, Stack, TextInput } from "@mantine/core";
import type { Link } from "@remit/responsibility";
import { IconPlus, IconTrash } from "@tabler/icons-react";

export interface LinksFieldProps {
  readonly links: readonly Link[];
  readonly onChange: (links: readonly Link[]) => void;
  readonly problems: ReadonlyMap<string, string>;
}

export function LinksField({ links, onChange, problems }: LinksFieldProps) {
  const set = (at: number, change: Partial<Link>) =>
    onChange(links.map((link, index) => (index === at ? { ...link, ...change } : link)));
  return (
    <Fieldset legend="Links">
      <Stack gap="sm">
        {links.map(({ title, url }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two links may say the same while they are typed
          <Group key={at} gap="sm" align="start" wrap="nowrap">
            <TextInput
              aria-label={`Title of link ${at + 1}`}
              placeholder="Title"
              value={title}
              onChange={(event) => set(at, { title: event.currentTarget.value })}
              error={problems.get(`links.${at}.title`)}
              style={{ flex: 1 }}
            />
            <TextInput
              aria-label={`Address of link ${at + 1}`}
              placeholder="https://"
              value={url}
              onChange={(event) => set(at, { url: event.currentTarget.value })}
              error={problems.get(`links.${at}.url`)}
              style={{ flex: 2 }}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              mt={4}
              aria-label={`Remove link ${at + 1}`}
              onClick={() => onChange(links.filter((_, index) => index !== at))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...links, { title: "", url: "" }])}
          >
            Add link
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
