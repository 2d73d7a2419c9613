// Settings → Identities → Groups.

import type { UserGroup } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconUsersGroup, IconUsersPlus } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { refusalOf, useMay } from "../../data/access-questions.ts";
import { customRolesOf, fromUserGroup, type Identity } from "../../data/identities.ts";
import { useResourceNames } from "../../data/resources.ts";
import { useUserGroups } from "../../data/user-groups.ts";
import { visibleName } from "../../data/visible-name.ts";
import { describeAccountRole } from "./access/access-words.ts";
import { BulkRoles } from "./bulk-roles.tsx";
import { accountRoleColumn, createdColumn, customRolesColumn } from "./columns.tsx";
import { DeleteIdentity } from "./delete-identity.tsx";
import { IdentitiesFrame } from "./frame.tsx";
import { describeGroupType } from "./group-type.ts";

function Groups() {
  const list = useUserGroups();
  const roleName = useResourceNames("custom-roles");
  const search = route.useSearch();
  const navigate = useNavigate();
  const mayCreate = useMay("cloud.usergroup.create");
  const [deleting, setDeleting] = useState<Identity | null>(null);
  const mayUpdate = useMay("cloud.usergroup.update");
  const mayDelete = useMay("cloud.usergroup.delete");
  const columns = useMemo(() => makeColumns(roleName), [roleName]);
  const create = (
    <MayButton may={mayCreate} to="/identities/groups/create" leftSection={<IconUsersPlus size={16} aria-hidden />}>
      Create group
    </MayButton>
  );
  return (
    <IdentitiesFrame tab="groups" actions={create}>
      <DataTable
        label="Groups"
        list={list}
        columns={columns}
        keyOf={keyOf}
        nameOf={nameOf}
        textOf={(group) =>
          [
            nameOf(group),
            group.id,
            describeGroupType(group),
            describeAccountRole(group.spec?.access),
            ...customRolesOf(fromUserGroup(group)).map(roleName),
          ].join(" ")
        }
        search={{
          text: search.q ?? "",
          onChange: (q) => void navigate({ to: "/identities/groups", search: q === "" ? {} : { q }, replace: true }),
        }}
        {...(mayUpdate.allowed !== false && {
          selectionActions: (selected: readonly UserGroup[], clear: () => void) => (
            <BulkRoles identities={selected.map(fromUserGroup)} onDone={clear} />
          ),
        })}
        actions={[
          {
            label: "View details",
            onClick: ({ id }) => void navigate({ to: "/identities/groups/$groupId", params: { groupId: id } }),
          },
          {
            label: "Edit",
            onClick: ({ id }) => void navigate({ to: "/identities/groups/$groupId/edit", params: { groupId: id } }),
            refusal: () => refusalOf(mayUpdate),
          },
          {
            label: "Delete",
            danger: true,
            refusal: () => refusalOf(mayDelete),
            onClick: (group) => setDeleting(fromUserGroup(group)),
          },
        ]}
        empty={
          <EmptyState title="No groups yet" icon={<IconUsersGroup aria-hidden />} action={create}>
            What a group holds, each of its members holds.
          </EmptyState>
        }
      />
      <DeleteIdentity identity={deleting} onClose={() => setDeleting(null)} />
    </IdentitiesFrame>
  );
}

const keyOf = ({ id }: UserGroup): string => id;
const nameOf = ({ id, spec }: UserGroup): string => visibleName(spec?.displayName, id);

const makeColumns = (roleName: (id: string) => string): readonly Column<UserGroup>[] => [
  {
    title: "Name",
    sortBy: nameOf,
    render: (group) => (
      <TextLink to="/identities/groups/$groupId" params={{ groupId: group.id }} size="sm" fw={500}>
        {nameOf(group)}
      </TextLink>
    ),
  },
  { title: "Type", wide: true, width: 90, sortBy: describeGroupType, render: describeGroupType },
  accountRoleColumn(),
  customRolesColumn(roleName),
  createdColumn,
];

export const route = createLazyRoute("/signed-in/identities/groups")({ component: Groups });
