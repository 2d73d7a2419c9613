// Who is in a group. Only groups of the kind that is filled here can be changed here.

import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Button, Stack, Text } from "@mantine/core";
import type { UserGroup, UserGroupMember } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconUsers } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Confirm } from "../../../components/confirm.tsx";
import { type Column, DataTable } from "../../../components/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { TextLink } from "../../../components/text-link.tsx";
import { memberIdOf, useUserGroupMembers } from "../../../data/user-groups.ts";
import { useUsers } from "../../../data/users.ts";
import { AddField, MembershipFailures, useMembershipChanges } from "./membership-changes.tsx";

export function MembersTab({ group }: { readonly group: UserGroup }) {
  const list = useUserGroupMembers(group.id);
  const users = useUsers();
  const changes = useMembershipChanges();
  const [removing, setRemoving] = useState<readonly UserGroupMember[]>([]);
  const emails = useMemo(() => new Map(users.items.map(({ id, spec }) => [id, spec?.email ?? id])), [users.items]);
  const nameOf = (userId: string) => emails.get(userId) ?? userId;
  const members = new Set(list.items.map(memberIdOf));
  const isFilledHere = group.spec?.groupType.case === "cloudGroup";
  const change = (kind: "add" | "remove", userIds: readonly string[]) =>
    changes.run(
      kind,
      userIds.map((userId) => ({ groupId: group.id, userId })),
    );
  const columns = useMemo(() => makeColumns((userId) => emails.get(userId) ?? userId), [emails]);
  return (
    <Stack>
      {isFilledHere ? (
        <AddField
          label="Add members"
          choices={[...emails].filter(([id]) => !members.has(id)).map(([value, label]) => ({ value, label }))}
          busy={changes.busy}
          onAdd={(ids) => change("add", ids)}
        />
      ) : (
        <Text c="dimmed">The members of this group come from its directory and are changed there.</Text>
      )}
      <MembershipFailures failures={changes.failures} nameOf={({ userId }) => nameOf(userId)} />
      <DataTable<UserGroupMember>
        label="Members"
        list={list}
        columns={columns}
        keyOf={memberIdOf}
        nameOf={(member) => nameOf(memberIdOf(member))}
        textOf={(member) => nameOf(memberIdOf(member))}
        {...(isFilledHere && {
          actions: [{ label: "Remove from the group", danger: true, onClick: (member) => setRemoving([member]) }],
          selectionActions: (selected) => (
            <Button size="xs" variant="default" onClick={() => setRemoving(selected)}>
              Remove from the group
            </Button>
          ),
        })}
        empty={
          <EmptyState title="No members" icon={<IconUsers aria-hidden />}>
            What the group holds, nobody holds through it yet.
          </EmptyState>
        }
      />
      <Confirm
        title="Remove from the group"
        label={removing.length === 1 ? "Remove member" : `Remove ${removing.length} members`}
        opened={removing.length > 0}
        onClose={() => setRemoving([])}
        onConfirm={() => change("remove", removing.map(memberIdOf))}
      >
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {removing.length === 1 ? nameOf(memberIdOf(removing[0] as UserGroupMember)) : `${removing.length} users`} will
          lose what is held through {group.spec?.displayName} alone.
        </Text>
      </Confirm>
    </Stack>
  );
}

const makeColumns = (nameOf: (userId: string) => string): readonly Column<UserGroupMember>[] => [
  {
    title: "Email",
    sortBy: (member) => nameOf(memberIdOf(member)),
    render: (member) => (
      <TextLink to="/identities/users/$userId" params={{ userId: memberIdOf(member) }} size="sm">
        {nameOf(memberIdOf(member))}
      </TextLink>
    ),
  },
  {
    title: "Added",
    width: 150,
    sortBy: ({ createdTime }) => (createdTime === undefined ? 0 : timestampDate(createdTime).getTime()),
    render: ({ createdTime }) => <RelativeTime at={createdTime} />,
  },
];
