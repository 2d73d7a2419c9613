// One scope of a role: all resources of a kind or some of them, and what is turned on there.
import {
  ActionIcon,
  Badge,
  Button,
  Collapse,
  Group,
  MultiSelect,
  Paper,
  Radio,
  Stack,
  Text,
  Tooltip,
} from "@mantine/core";
import type { ResourceType } from "@remit/policy";
import { IconChevronDown, IconChevronRight, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { NamedResource } from "../../../data/resources.ts";
import { nouns, type OfferGroup } from "../draft/offer.ts";
import { type DraftEntry, type DraftScope, isOn, strayActions } from "../draft/role-draft.ts";
import { StrayActions } from "./stray-actions.tsx";
import { SwitchList } from "./switch-list.tsx";

export interface ScopeCardProps {
  readonly entry: DraftEntry;
  readonly type: ResourceType;
  readonly resources: readonly NamedResource[];
  readonly groups: readonly OfferGroup[];
  readonly own: ReadonlySet<string> | undefined;
  /** What is wrong with it, in words. */
  readonly errors: readonly string[];
  readonly onScope: (scope: Omit<DraftScope, "type">) => void;
  readonly onToggle: (operations: readonly string[], on: boolean) => void;
  readonly onRemove: () => void;
  readonly opensAtFirst: boolean;
}

export function ScopeCard(props: ScopeCardProps) {
  const { entry, type, resources, groups, own, errors, onToggle, onRemove } = props;
  const [opened, setOpened] = useState(props.opensAtFirst);
  const title = describeScope(entry, type, resources);
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Button
            variant="transparent"
            color="gray"
            px={0}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
            leftSection={
              opened ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />
            }
            style={{ minWidth: 0 }}
          >
            <Text fw={600} truncate title={title}>
              {title}
            </Text>
          </Button>
          <Group gap="xs" wrap="nowrap">
            <Badge variant={entry.actions.length > 0 ? "filled" : "default"} tt="none">
              {entry.actions.length} on
            </Badge>
            <Tooltip label="Take out of the role" withArrow>
              <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={`Remove ${title}`}>
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        {errors.map((error) => (
          <Text key={error} size="sm" c="var(--mantine-color-error)" role="alert" style={{ overflowWrap: "anywhere" }}>
            {error}
          </Text>
        ))}
        <Collapse expanded={opened} keepMounted={false}>
          <Stack gap="md">
            <AppliesTo {...props} title={title} />
            {entry.actions.length === 0 && (
              <Text size="sm" c="dimmed">
                Nothing is turned on here yet: without an operation it is left out of the role.
              </Text>
            )}
            <StrayActions actions={strayActions(entry)} onRemove={(action) => onToggle([action], false)} />
            <SwitchList
              label={`Permissions on ${title}`}
              groups={groups}
              isOn={(operation) => isOn(entry, operation)}
              onToggle={onToggle}
              own={own}
            />
          </Stack>
        </Collapse>
      </Stack>
    </Paper>
  );
}

function AppliesTo({ entry, type, resources, onScope, title }: ScopeCardProps & { readonly title: string }) {
  const { many } = nouns[type];
  const known = new Set(resources.map(({ id }) => id));
  const options = [
    ...resources.map(({ id, name }) => ({ value: id, label: name })),
    // Stored in the role, and not to be seen by who edits it: it may stay.
    ...entry.ids.filter((id) => !known.has(id)).map((id) => ({ value: id, label: id })),
  ];
  return (
    <Stack gap="xs">
      <Radio.Group
        label="Applies to"
        value={entry.allowAll ? "all" : "some"}
        onChange={(value) =>
          onScope(value === "all" ? { allowAll: true, ids: [] } : { allowAll: false, ids: entry.ids })
        }
      >
        <Group gap="lg" mt={6}>
          <Radio value="all" label={`All ${many}, also those made later`} />
          <Radio value="some" label={`Only these ${many}`} disabled={options.length === 0} />
        </Group>
      </Radio.Group>
      {!entry.allowAll && (
        <MultiSelect
          aria-label={`${many} that ${title} applies to`}
          placeholder={entry.ids.length === 0 ? `Select ${many}` : ""}
          data={options}
          value={[...entry.ids]}
          onChange={(ids) => onScope({ allowAll: false, ids })}
          searchable
          limit={100}
          hidePickedOptions
          nothingFoundMessage="Nothing found"
          error={entry.ids.length === 0 && `Select at least one`}
          maw="40rem"
        />
      )}
    </Stack>
  );
}

/** "All Namespaces"; "orders.a1b2c3"; "Namespaces orders.a1b2c3, payments.a1b2c3 and 3 more". */
export function describeScope(
  { allowAll, ids }: Pick<DraftScope, "allowAll" | "ids">,
  type: ResourceType,
  resources: readonly NamedResource[],
): string {
  const { one, many } = nouns[type];
  if (allowAll) return `All ${many}`;
  const names = ids.map((id) => resources.find((resource) => resource.id === id)?.name ?? id);
  if (names.length === 0) return `No ${one} selected`;
  if (names.length === 1) return `${one} ${names[0]}`;
  const rest = names.length - 2;
  return `${many} ${names.slice(0, 2).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
