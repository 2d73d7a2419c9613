// Settings → Identities → Service accounts.

import { Button, Text } from "@mantine/core";
import type { ServiceAccount } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconRobot } from "@tabler/icons-react";
import { createLazyRoute, Link, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { customRolesOf, fromServiceAccount, type Identity } from "../../data/identities.ts";
import { useResourceNames } from "../../data/resources.ts";
import { useServiceAccounts } from "../../data/service-accounts.ts";
import { visibleName } from "../../data/visible-name.ts";
import { describeAccountRole } from "./access/access-words.ts";
import { describeScope } from "./access/scope-words.ts";
import { BulkRoles } from "./bulk-roles.tsx";
import { accountRoleColumn, createdColumn, customRolesColumn } from "./columns.tsx";
import { DeleteIdentity } from "./delete-identity.tsx";
import { IdentitiesFrame } from "./frame.tsx";

function ServiceAccounts() {
  const list = useServiceAccounts();
  const roleName = useResourceNames("custom-roles");
  const projectName = useResourceNames("projects");
  const search = route.useSearch();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState<Identity | null>(null);
  const columns = useMemo(() => makeColumns(roleName, projectName), [roleName, projectName]);
  // Namespace Admins make those that are bound to their Namespace: what holds on the account decides nothing here.
  const create = (
    <Button component={Link} to="/identities/service-accounts/create" leftSection={<IconRobot size={16} aria-hidden />}>
      Create service account
    </Button>
  );
  return (
    <IdentitiesFrame tab="service-accounts" actions={create}>
      <DataTable
        label="Service accounts"
        list={list}
        columns={columns}
        keyOf={keyOf}
        nameOf={nameOf}
        textOf={(account) =>
          [
            nameOf(account),
            account.spec?.description ?? "",
            account.id,
            describeScope(account, projectName),
            describeAccountRole(account.spec?.access),
            ...customRolesOf(fromServiceAccount(account)).map(roleName),
          ].join(" ")
        }
        search={{
          text: search.q ?? "",
          onChange: (q) =>
            void navigate({ to: "/identities/service-accounts", search: q === "" ? {} : { q }, replace: true }),
        }}
        selectionActions={(selected, clear) => (
          <BulkRoles identities={selected.map(fromServiceAccount)} onDone={clear} />
        )}
        actions={[
          {
            label: "View details",
            onClick: ({ id: serviceAccountId }) =>
              void navigate({ to: "/identities/service-accounts/$serviceAccountId", params: { serviceAccountId } }),
          },
          {
            label: "Edit",
            onClick: ({ id: serviceAccountId }) =>
              void navigate({
                to: "/identities/service-accounts/$serviceAccountId/edit",
                params: { serviceAccountId },
              }),
          },
          { label: "Delete", danger: true, onClick: (account) => setDeleting(fromServiceAccount(account)) },
        ]}
        empty={
          <EmptyState title="No service accounts yet" icon={<IconRobot aria-hidden />} action={create}>
            A service account is the identity of a program, with API keys of its own.
          </EmptyState>
        }
      />
      <DeleteIdentity identity={deleting} onClose={() => setDeleting(null)} />
    </IdentitiesFrame>
  );
}

const keyOf = ({ id }: ServiceAccount): string => id;
const nameOf = ({ id, spec }: ServiceAccount): string => visibleName(spec?.name, id);

const makeColumns = (
  roleName: (id: string) => string,
  projectName: (id: string) => string,
): readonly Column<ServiceAccount>[] => [
  {
    title: "Name",
    sortBy: nameOf,
    render: (account) => (
      <>
        <TextLink
          to="/identities/service-accounts/$serviceAccountId"
          params={{ serviceAccountId: account.id }}
          size="sm"
          fw={500}
        >
          {nameOf(account)}
        </TextLink>
        <Text size="xs" c="dimmed" lineClamp={1}>
          {account.spec?.description}
        </Text>
      </>
    ),
  },
  {
    title: "Scope",
    width: 180,
    sortBy: (account) => describeScope(account, projectName),
    render: (account) => describeScope(account, projectName),
  },
  accountRoleColumn(),
  customRolesColumn(roleName),
  createdColumn,
];

export const route = createLazyRoute("/signed-in/identities/service-accounts")({ component: ServiceAccounts });
