// A level on each of some Namespaces or projects: add one by name, choose its level, take it away.
import { ActionIcon, Fieldset, Group, NativeSelect, Select, Stack, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { useResources } from "../../../data/resources.ts";
import { Legend } from "./legend.tsx";

export interface LevelEntriesProps<Level extends string> {
  readonly type: "namespaces" | "projects";
  /** Only Namespaces of this project. */
  readonly within?: string;
  readonly legend: string;
  readonly description: string;
  readonly levels: readonly { readonly value: Level; readonly label: string }[];
  readonly value: Readonly<Record<string, Level>>;
  readonly onChange: (value: Record<string, Level>) => void;
}

const nouns = { namespaces: "Namespace", projects: "project" } as const;

export function LevelEntries<Level extends string>(props: LevelEntriesProps<Level>) {
  const { type, within, legend, description, levels, value, onChange } = props;
  const resources = useResources(type);
  const noun = nouns[type];
  const names = useMemo(() => new Map(resources.items.map(({ id, name }) => [id, name])), [resources.items]);
  const free = resources.items
    .filter(({ id, project }) => !(id in value) && (within === undefined || project === within))
    .map(({ id, name }) => ({ value: id, label: name }));
  const first = levels[0]?.value;
  const add = (id: string | null) => {
    if (id !== null && first !== undefined) onChange({ ...value, [id]: first });
  };
  const entries = Object.entries(value) as [string, Level][];
  return (
    <Fieldset mx={0} legend={<Legend>{legend}</Legend>}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {description}
        </Text>
        {entries.map(([id, level]) => {
          const name = names.get(id) ?? id;
          return (
            <Group key={id} gap="sm" wrap="nowrap">
              <Text size="sm" style={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
                {name}
              </Text>
              <NativeSelect
                aria-label={`Level on ${name}`}
                data={levels.map((choice) => ({ ...choice }))}
                value={level}
                onChange={(event) => onChange({ ...value, [id]: event.currentTarget.value as Level })}
                w={{ base: 140, xs: 190 }}
              />
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={`Remove ${name}`}
                onClick={() =>
                  onChange(Object.fromEntries(entries.filter(([other]) => other !== id)) as Record<string, Level>)
                }
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Group>
          );
        })}
        {/* A new one each time, so that the field is empty again after each choice. */}
        <Select
          key={entries.length}
          aria-label={`Add a ${noun}`}
          placeholder={resources.loading ? "Loading …" : `Add a ${noun}: type to find it`}
          data={free}
          onChange={add}
          searchable
          limit={100}
          nothingFoundMessage={`No other ${noun} that you can see`}
          maw={420}
        />
      </Stack>
    </Fieldset>
  );
}
