// "May somebody do this, on that?": an operation found by typing, and what it acts on.
import { NativeSelect, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { findPermission, permissions, type ResourceType } from "@remit/policy";
import type { AccessQuestion } from "../data/access-questions.ts";
import { type PickableType, useResources } from "../data/resources.ts";

export const typeWords: Readonly<Record<ResourceType, string>> = {
  accounts: "The account",
  projects: "A project",
  namespaces: "A Namespace",
  "nexus-endpoints": "A Nexus endpoint",
  "connectivity-rules": "A connectivity rule",
  "custom-roles": "A custom role",
};

const nouns: Readonly<Record<PickableType, string>> = {
  projects: "Project",
  namespaces: "Namespace",
  "nexus-endpoints": "Nexus endpoint",
  "connectivity-rules": "Connectivity rule",
  "custom-roles": "Custom role",
};

const isPickable = (type: string): type is PickableType => type in nouns;

const operations = permissions
  .filter(({ inert }) => !inert)
  .map(({ operation, description }) => ({ value: operation, label: operation, description }))
  .toSorted((a, b) => a.value.localeCompare(b.value, "en"));

const descriptions = new Map(operations.map(({ value, description }) => [value as string, description]));

export interface QuestionFieldsProps {
  readonly value: AccessQuestion;
  readonly onChange: (question: AccessQuestion) => void;
}

export function QuestionFields({ value, onChange }: QuestionFieldsProps) {
  const { operation, resourceType, resourceId } = value;
  const types = findPermission(operation)?.resourceTypes ?? [];
  const choose = (next: string | null) => {
    const fits = findPermission(next ?? "")?.resourceTypes ?? [];
    const stays = fits.some((type) => type === resourceType);
    // The narrowest: who asks about an operation mostly has one Namespace or project in mind.
    const type = stays ? resourceType : (fits.at(-1) ?? "");
    onChange({ operation: next ?? "", resourceType: type, resourceId: stays ? resourceId : "" });
  };
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }}>
      <Select
        label="Operation"
        placeholder="Type to find it"
        data={operations}
        value={operation === "" ? null : operation}
        onChange={choose}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Clear the operation" }}
        limit={60}
        filter={({ options, search, limit }) =>
          options.filter((option) => "value" in option && matches(String(option.value), search)).slice(0, limit)
        }
        renderOption={({ option }) => <OperationOption operation={String(option.value)} />}
        nothingFoundMessage="No such operation"
        maxDropdownHeight={320}
      />
      <NativeSelect
        label="On"
        data={types.map((type) => ({ value: type, label: typeWords[type] }))}
        value={resourceType}
        disabled={types.length === 0}
        onChange={(event) => onChange({ operation, resourceType: event.currentTarget.value, resourceId: "" })}
      />
      {isPickable(resourceType) && types.length > 0 && (
        <ResourceSelect
          key={resourceType}
          type={resourceType}
          value={resourceId}
          onChange={(id) => onChange({ ...value, resourceId: id })}
        />
      )}
    </SimpleGrid>
  );
}

/** Every word typed stands in the name of the operation or in its sentence. */
function matches(operation: string, search: string): boolean {
  const text = `${operation} ${descriptions.get(operation) ?? ""}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function OperationOption({ operation }: { readonly operation: string }) {
  return (
    <Stack gap={0} style={{ minWidth: 0 }}>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {operation}
      </Text>
      <Text size="xs" opacity={0.8}>
        {descriptions.get(operation)}
      </Text>
    </Stack>
  );
}

interface ResourceSelectProps {
  readonly type: PickableType;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** One that the address names may be none that the caller can list: it is asked about all the same. */
function ResourceSelect({ type, value, onChange }: ResourceSelectProps) {
  const { items, loading, error } = useResources(type);
  const known = items.map(({ id, name }) => ({ value: id, label: name }));
  const isForeign = value !== "" && !items.some(({ id }) => id === value);
  return (
    <Select
      label={nouns[type]}
      placeholder={loading && error === null ? "Loading …" : "Type to find it"}
      data={isForeign ? [...known, { value, label: value }] : known}
      value={value === "" ? null : value}
      onChange={(id) => onChange(id ?? "")}
      searchable
      clearable
      clearButtonProps={{ "aria-label": `Clear the ${nouns[type]}` }}
      limit={60}
      nothingFoundMessage="None that you can see"
    />
  );
}
