// Tags: small facts by which Namespaces are found, and by which a team may own them.
import { ActionIcon, Button, Group, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface TagFieldsProps {
  readonly tags: readonly Tag[];
  readonly onChange: (tags: Tag[]) => void;
  /** What is wrong with the key of the tag at this place. */
  readonly errorOf: (index: number) => string | undefined;
}

export function TagFields({ tags, onChange, errorOf }: TagFieldsProps) {
  const replace = (index: number, part: Partial<Tag>): void =>
    onChange(tags.map((tag, at) => (at === index ? { ...tag, ...part } : tag)));
  return (
    <Stack gap="sm">
      {tags.map(({ key, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys are edited in place
        <Group key={index} gap="xs" align="start" wrap="nowrap">
          <TextInput
            aria-label={`Key of tag ${index + 1}`}
            placeholder="Key"
            value={key}
            onChange={(event) => replace(index, { key: event.currentTarget.value })}
            error={errorOf(index)}
            style={{ flex: 1 }}
          />
          <TextInput
            aria-label={`Value of tag ${index + 1}`}
            placeholder="Value"
            value={value}
            onChange={(event) => replace(index, { value: event.currentTarget.value })}
            style={{ flex: 1 }}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={`Remove tag ${key || index + 1}`}
            onClick={() => onChange(tags.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...tags, { key: "", value: "" }])}
        >
          Add tag
        </Button>
      </Group>
    </Stack>
  );
}
