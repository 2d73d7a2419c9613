// What one person, service account or member of a group could do once they hold the role as drafted.
import { Badge, List, Select, Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { type Holding, useHeldPermissions } from "../../../data/access-questions.ts";
import { useRoleWorld } from "../../../data/role-world.ts";
import { useServiceAccounts } from "../../../data/service-accounts.ts";
import { useUserGroups } from "../../../data/user-groups.ts";
import { useUsers } from "../../../data/users.ts";
import { visibleName } from "../../../data/visible-name.ts";
import { type RoleDraft, toSpec } from "../draft/role-draft.ts";
import { type PreviewLine, previewRole, toHeld } from "../draft/role-preview.ts";
import { describeScopeOf, useNames } from "./scope-words.ts";

interface AsSeenByProps {
  /** Null for a role that does not exist yet. */
  readonly roleId: string | null;
  readonly draft: RoleDraft;
}

export function AsSeenBy(props: AsSeenByProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const users = useUsers();
  const serviceAccounts = useServiceAccounts();
  const groups = useUserGroups();
  const data = useMemo(
    () => [
      { group: "Users", items: users.items.map(({ id, spec }) => ({ value: id, label: spec?.email || id })) },
      {
        group: "Service accounts",
        items: serviceAccounts.items.map(({ id, spec }) => ({ value: id, label: visibleName(spec?.name, id) })),
      },
      { group: "Groups", items: groups.items.map(({ id, spec }) => ({ value: id, label: spec?.displayName || id })) },
    ],
    [users.items, serviceAccounts.items, groups.items],
  );
  const isGroup = groups.items.some(({ id }) => id === chosen);
  return (
    <Stack gap="sm">
      <Select
        label="As seen by"
        description={
          isGroup
            ? "What a member could do through this group alone, if the group held the role like this."
            : "What somebody could do if they held the role like this."
        }
        placeholder="Select a user, service account or group"
        data={data}
        value={chosen}
        onChange={setChosen}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Select nobody" }}
        limit={100}
        nothingFoundMessage={users.error === null ? "Nobody found" : "You may not list users"}
        maw="30rem"
      />
      {chosen !== null && <Preview of={{ kind: isGroup ? "group" : "principal", id: chosen }} {...props} />}
    </Stack>
  );
}

function Preview({ of, roleId, draft }: AsSeenByProps & { readonly of: Holding }) {
  const { data, error, isPending } = useHeldPermissions(of);
  const world = useRoleWorld();
  const lines = useMemo(
    () => (data === undefined ? [] : previewRole(toSpec(draft), roleId, toHeld(data), world)),
    [data, draft, roleId, world],
  );
  if (error !== null) return <ErrorState error={error} />;
  if (isPending) return <Skeleton height={60} />;
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        The role gives nothing yet.
      </Text>
    );
  return <Lines lines={lines} />;
}

const words = {
  gains: { text: "gains", color: "blue" },
  loses: { text: "loses", color: "red" },
  keeps: { text: "has already", color: "gray" },
} as const;

const shown = 12;

function Lines({ lines }: { readonly lines: readonly PreviewLine[] }) {
  const names = useNames();
  const [all, setAll] = useState(false);
  const list = all ? lines : lines.slice(0, shown);
  return (
    <List size="sm" listStyleType="none" aria-live="polite">
      {list.map(({ operation, scope, effect, by }) => (
        <List.Item key={`${effect} ${operation} ${JSON.stringify(scope)}`} style={{ overflowWrap: "anywhere" }}>
          <Badge size="xs" variant="light" color={words[effect].color} tt="none" mr={6}>
            {words[effect].text}
          </Badge>
          {operation} on {describeScopeOf(scope, names)}
          {by.length > 0 && (
            <Text span size="sm" c="dimmed">
              {" "}
              by {by.join("; by ")}
            </Text>
          )}
        </List.Item>
      ))}
      {lines.length > list.length && (
        <List.Item>
          <UnstyledButton onClick={() => setAll(true)} fz="sm" td="underline">
            Show all {lines.length}
          </UnstyledButton>
        </List.Item>
      )}
    </List>
  );
}
