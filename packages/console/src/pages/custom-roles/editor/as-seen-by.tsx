// What one person or service account could do once they hold the role as drafted.
import { Badge, List, Select, Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { useEffectivePermissions } from "../../../data/access-questions.ts";
import { useRoleWorld } from "../../../data/role-world.ts";
import { useServiceAccounts } from "../../../data/service-accounts.ts";
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
  const [principal, setPrincipal] = useState<string | null>(null);
  const users = useUsers();
  const serviceAccounts = useServiceAccounts();
  const data = useMemo(
    () => [
      { group: "Users", items: users.items.map(({ id, spec }) => ({ value: id, label: spec?.email || id })) },
      {
        group: "Service accounts",
        items: serviceAccounts.items.map(({ id, spec }) => ({ value: id, label: visibleName(spec?.name, id) })),
      },
    ],
    [users.items, serviceAccounts.items],
  );
  return (
    <Stack gap="sm">
      <Select
        label="As seen by"
        description="What somebody could do if they held the role like this."
        placeholder="Select a user or service account"
        data={data}
        value={principal}
        onChange={setPrincipal}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Select nobody" }}
        limit={100}
        nothingFoundMessage={users.error === null ? "Nobody found" : "You may not list users"}
        maw="30rem"
      />
      {principal !== null && <Preview principal={principal} {...props} />}
    </Stack>
  );
}

function Preview({ principal, roleId, draft }: AsSeenByProps & { readonly principal: string }) {
  const { data, error, isPending } = useEffectivePermissions(principal);
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
