// Settings → Identities → Users.

import { Text } from "@mantine/core";
import type { User } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconUserPlus, IconUsers } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { refusalOf, useMay } from "../../data/access-questions.ts";
import { fromUser, type Identity } from "../../data/identities.ts";
import { useResourceNames } from "../../data/resources.ts";
import { useUsers } from "../../data/users.ts";
import { describeAccountRole } from "./access/access-words.ts";
import { BulkRoles } from "./bulk-roles.tsx";
import { countNamespaces } from "./cells.tsx";
import { accountRoleColumn, createdColumn, customRolesColumn } from "./columns.tsx";
import { DeleteIdentity } from "./delete-identity.tsx";
import { IdentitiesFrame } from "./frame.tsx";
import { useSeesAccess } from "./use-sees-access.ts";
import { describeStatus, UserStatus } from "./user-status.tsx";

function Users() {
  const list = useUsers();
  const roleName = useResourceNames("custom-roles");
  const search = route.useSearch();
  const navigate = useNavigate();
  const mayInvite = useMay("cloud.user.create");
  const [deleting, setDeleting] = useState<Identity | null>(null);
  const sees = useSeesAccess();
  const mayUpdate = useMay("cloud.user.update");
  const mayDelete = useMay("cloud.user.delete");
  const columns = useMemo(() => makeColumns(roleName, sees), [roleName, sees]);
  const textOf = useCallback(
    (user: User) =>
      [emailOf(user), user.id, describeAccountRole(user.spec?.access), ...rolesOf(user).map(roleName)].join(" "),
    [roleName],
  );
  const invite = (
    <MayButton may={mayInvite} to="/identities/users/invite" leftSection={<IconUserPlus size={16} aria-hidden />}>
      Invite user
    </MayButton>
  );
  return (
    <IdentitiesFrame tab="users" actions={invite}>
      <DataTable
        label="Users"
        list={list}
        columns={columns}
        keyOf={keyOf}
        nameOf={emailOf}
        textOf={textOf}
        search={{
          text: search.q ?? "",
          onChange: (q) => void navigate({ to: "/identities/users", search: q === "" ? {} : { q }, replace: true }),
        }}
        {...(mayUpdate.allowed !== false && {
          selectionActions: (selected: readonly User[], clear: () => void) => (
            <BulkRoles identities={selected.map(fromUser)} onDone={clear} />
          ),
        })}
        actions={[
          {
            label: "View details",
            onClick: ({ id }) => void navigate({ to: "/identities/users/$userId", params: { userId: id } }),
          },
          {
            label: "Edit",
            onClick: ({ id }) => void navigate({ to: "/identities/users/$userId/edit", params: { userId: id } }),
            refusal: () => refusalOf(mayUpdate),
          },
          {
            label: "Delete",
            danger: true,
            refusal: () => refusalOf(mayDelete),
            onClick: (user) => setDeleting(fromUser(user)),
          },
        ]}
        empty={
          <EmptyState title="No users yet" icon={<IconUsers aria-hidden />} action={invite}>
            Invite people by e-mail address. Each gets a link that works once.
          </EmptyState>
        }
      />
      {mayUpdate.allowed === false && (
        <Text size="sm" c="dimmed" mt="sm">
          What others hold is shown to those who administer users.
        </Text>
      )}
      <DeleteIdentity identity={deleting} onClose={() => setDeleting(null)} />
    </IdentitiesFrame>
  );
}

const keyOf = ({ id }: User): string => id;
const emailOf = ({ spec }: User): string => spec?.email ?? "";
const rolesOf = ({ spec }: User): readonly string[] => spec?.access?.accountAccess?.customRoles ?? [];

const makeColumns = (roleName: (id: string) => string, sees: (id: string) => boolean): readonly Column<User>[] => [
  {
    title: "Email",
    sortBy: emailOf,
    render: (user) => (
      <TextLink to="/identities/users/$userId" params={{ userId: user.id }} size="sm" fw={500}>
        {emailOf(user)}
      </TextLink>
    ),
  },
  accountRoleColumn(sees),
  customRolesColumn(roleName),
  {
    title: "Namespaces",
    wide: true,
    width: 110,
    sortBy: ({ spec }) => countNamespaces(spec?.access),
    render: ({ spec }) =>
      countNamespaces(spec?.access) || (
        <Text span c="dimmed">
          –
        </Text>
      ),
  },
  { title: "Status", width: 120, sortBy: describeStatus, render: (user) => <UserStatus user={user} /> },
  createdColumn,
];

export const route = createLazyRoute("/signed-in/identities/users")({ component: Users });
