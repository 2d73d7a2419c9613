// Custom search attributes: they can be added here. What workflows recorded under them would be lost, so none is removed.
import { ActionIcon, Button, Group, Select, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { FormSection } from "../../../components/form-section.tsx";
import { keyword, searchAttributeTypes } from "../search-attribute-types.ts";
import type { PartProps } from "./form.ts";

export function SearchAttributes({ form }: PartProps) {
  const rows = form.values.searchAttributes;
  return (
    <FormSection
      title="Search attributes"
      description="By what workflows can be found. They can be added and renamed; they cannot be removed."
    >
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet
        </Text>
      )}
      {rows.map(({ kept, name }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names are edited in place
        <Group key={index} gap="xs" align="start" wrap="nowrap">
          <TextInput
            aria-label={`Name of search attribute ${index + 1}`}
            placeholder="Name"
            disabled={kept}
            style={{ flex: 1 }}
            {...form.getInputProps(`searchAttributes.${index}.name`)}
          />
          <Select
            aria-label={`Type of search attribute ${index + 1}`}
            data={searchAttributeTypes}
            allowDeselect={false}
            disabled={kept}
            w={150}
            {...form.getInputProps(`searchAttributes.${index}.type`)}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            disabled={kept}
            aria-label={`Remove search attribute ${name || index + 1}`}
            onClick={() => form.removeListItem("searchAttributes", index)}
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
          onClick={() => form.insertListItem("searchAttributes", { name: "", type: keyword, kept: false })}
        >
          Add search attribute
        </Button>
      </Group>
    </FormSection>
  );
}
