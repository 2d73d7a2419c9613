// The groups that a user is in.

import { Stack, Text } from "@mantine/core";
import type { User, UserGroup } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { Confirm } from "../../../components/confirm.tsx";
import { type Column, DataTable } from "../../../components/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { TextLink } from "../../../components/text-link.tsx";
import { fromUserGroup } from "../../../data/identities.ts";
import { useGroupsOfUser, useUserGroups } from "../../../data/user-groups.ts";
import { describeAccountRole } from "../access/access-words.ts";
import { AddField, MembershipFailures, useMembershipChanges } from "./membership-changes.tsx";

export function GroupsTab({ user }: { readonly user: User }) {
  const all = useUserGroups();
  const held = useGroupsOfUser(user.id);
  const changes = useMembershipChanges();
  const [removing, setRemoving] = useState<UserGroup | null>(null);
  const email = user.spec?.email ?? "";
  const ids = new Set(held.groups.map(({ id }) => id));
  const choices = all.items
    .filter((group) => isFilledHere(group) && !ids.has(group.id))
    .map((group) => ({ value: group.id, label: nameOf(group) }));
  const change = (kind: "add" | "remove", groupIds: readonly string[]) =>
    changes.run(
      kind,
      groupIds.map((groupId) => ({ groupId, userId: user.id })),
    );
  return (
    <Stack>
      <AddField label="Add to groups" choices={choices} busy={changes.busy} onAdd={(groups) => change("add", groups)} />
      <MembershipFailures
        failures={changes.failures}
        nameOf={({ groupId }) => all.items.find(({ id }) => id === groupId)?.spec?.displayName ?? groupId}
      />
      <DataTable
        label="Groups"
        list={{
          items: held.groups,
          complete: held.complete,
          loading: !held.complete && held.groups.length === 0 && held.error === null,
          error: held.error,
          retry: all.retry,
        }}
        columns={columns}
        keyOf={({ id }) => id}
        nameOf={nameOf}
        textOf={nameOf}
        actions={[
          {
            label: "Remove from the group",
            danger: true,
            onClick: setRemoving,
            refusal: (group) => (isFilledHere(group) ? null : "Its members are those that its directory names."),
          },
        ]}
        empty={
          <EmptyState title="In no group" icon={<IconUsersGroup aria-hidden />}>
            {email} holds only what was given directly.
          </EmptyState>
        }
      />
      <Confirm
        title="Remove from the group"
        label="Remove from the group"
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        onConfirm={() => change("remove", removing === null ? [] : [removing.id])}
      >
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {email} will lose what is held through {removing === null ? "" : nameOf(removing)} alone.
        </Text>
      </Confirm>
    </Stack>
  );
}

const nameOf = (group: UserGroup): string => fromUserGroup(group).name;
const isFilledHere = ({ spec }: UserGroup): boolean => spec?.groupType.case === "cloudGroup";

const columns: readonly Column<UserGroup>[] = [
  {
    title: "Name",
    sortBy: nameOf,
    render: (group) => (
      <TextLink to="/identities/groups/$groupId" params={{ groupId: group.id }} size="sm">
        {nameOf(group)}
      </TextLink>
    ),
  },
  { title: "Account role", width: 180, render: ({ spec }) => describeAccountRole(spec?.access) },
];
