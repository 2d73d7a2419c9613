// A tab of resources that are selected first: all of the kind, or one after the other; then come their permissions.
import { Alert, Select, Stack, Text } from "@mantine/core";
import type { ResourceType } from "@remit/policy";
import { IconInfoCircle } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { type PickableType, useResources } from "../../../data/resources.ts";
import { nouns, offersFor } from "../draft/offer.ts";
import {
  addScope,
  entriesOf,
  everyOf,
  type RoleDraft,
  removeEntry,
  setActions,
  setScope,
} from "../draft/role-draft.ts";
import { ScopeCard } from "./scope-card.tsx";

export interface ResourceTabProps {
  readonly type: ResourceType & PickableType;
  readonly draft: RoleDraft;
  readonly onChange: (draft: RoleDraft) => void;
  readonly own: ReadonlySet<string> | undefined;
  readonly errorsOf: (key: number) => readonly string[];
}

/** Not an id of anything: ids have no spaces. */
const all = "all of them";

const hints: Readonly<Partial<Record<ResourceType, string>>> = {
  projects: "You must have at least one Project before you can assign Project permissions to a Custom Role.",
  "nexus-endpoints":
    "You must have at least one Nexus Endpoint before you can assign Nexus Endpoint permissions to a Custom Role.",
};

const intros: Readonly<Partial<Record<ResourceType, string>>> = {
  projects: "Permissions on the Project that you select, and on what is listed or made in it.",
  namespaces: "Permissions on the Namespace that you select. You see the Namespaces to which you have access.",
  "nexus-endpoints": "Permissions on the Nexus Endpoint that you select.",
  "connectivity-rules": "Permissions on the Connectivity Rule that you select.",
  "custom-roles": "Reading, changing and deleting Custom Roles: all of them, or those that you select.",
};

export function ResourceTab({ type, draft, onChange, own, errorsOf }: ResourceTabProps) {
  const { one, many } = nouns[type];
  const list = useResources(type);
  const groups = useMemo(() => offersFor(type), [type]);
  const entries = entriesOf(draft, type);
  const [added, setAdded] = useState<string | null>(null);
  const none = list.complete && list.items.length === 0;
  const blocked = none && hints[type] !== undefined;
  const options = [
    ...(entries.some(({ allowAll }) => allowAll) ? [] : [{ value: all, label: `All ${many}, also those made later` }]),
    ...list.items
      .filter(({ id }) => !entries.some(({ allowAll, ids }) => !allowAll && ids.length === 1 && ids[0] === id))
      .map(({ id, name }) => ({ value: id, label: name })),
  ];
  const add = (value: string | null) => {
    if (value === null) return;
    onChange(addScope(draft, value === all ? everyOf(type) : { type, allowAll: false, ids: [value] }));
    setAdded(value);
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {intros[type]}
      </Text>
      {list.error !== null && <ErrorState error={list.error} retry={list.retry} />}
      {blocked ? (
        <Alert color="blue" variant="light" icon={<IconInfoCircle aria-hidden />}>
          {hints[type]}
        </Alert>
      ) : (
        <Select
          label={`Select a ${one}`}
          placeholder={`All ${many}, or one by its name`}
          data={options}
          value={null}
          onChange={add}
          searchable
          limit={100}
          nothingFoundMessage={list.complete ? `No other ${one} that you may see` : "Still looking …"}
          maw="30rem"
        />
      )}
      {entries.map((entry) => (
        <ScopeCard
          key={entry.key}
          entry={entry}
          type={type}
          resources={list.items}
          groups={groups}
          own={own}
          errors={errorsOf(entry.key)}
          onScope={(scope) => onChange(setScope(draft, entry.key, scope))}
          onToggle={(operations, on) => onChange(setActions(draft, entry.key, operations, on))}
          onRemove={() => onChange(removeEntry(draft, entry.key))}
          opensAtFirst={entries.length === 1 || isJustAdded(entry, added)}
        />
      ))}
    </Stack>
  );
}

const isJustAdded = ({ allowAll, ids }: { allowAll: boolean; ids: readonly string[] }, added: string | null): boolean =>
  added !== null && (allowAll ? added === all : ids.length === 1 && ids[0] === added);
