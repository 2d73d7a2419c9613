// Settings → Custom Roles: the roles that are defined for the account, fifty to a page.
import { Group, Text, Tooltip } from "@mantine/core";
import { limits } from "@remit/policy";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconPlus, IconShieldPlus } from "@tabler/icons-react";
import { createLazyRoute, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type Column, DataTable, type RowAction } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { useAllowedResources, useMay } from "../../data/access-questions.ts";
import { roleName, useCustomRoles } from "../../data/custom-roles.ts";
import { countHolders, type RoleHolders, useRoleHolders } from "../../data/role-holders.ts";
import { DeleteRole } from "./delete-role.tsx";

const toNew = "/settings/custom-roles/new";

function CustomRoles() {
  const { search = "" } = useSearch({ from: "/signed-in/settings/custom-roles" });
  const navigate = useNavigate();
  const list = useCustomRoles();
  const holders = useRoleHolders();
  const mayCreate = useMay("cloud.customrole.create");
  const actions = useRowActions();
  const create = (
    <MayButton may={mayCreate} to={toNew} leftSection={<IconPlus size={16} aria-hidden />}>
      Create Custom Role
    </MayButton>
  );
  return (
    <>
      <Group justify="space-between" align="start" mb="md" gap="sm">
        <Text c="dimmed" maw="75ch" style={{ flex: "1 1 20rem" }}>
          Custom Roles give users, groups and service accounts exactly the operations that they need, on top of their
          predefined role.{" "}
          {list.complete &&
            list.items.length > 0 &&
            `${list.items.length} of ${limits.customRolesPerAccount} are used.`}
        </Text>
        {list.items.length > 0 && create}
      </Group>
      <DataTable
        label="Custom Roles"
        list={list}
        keyOf={keyOf}
        nameOf={roleName}
        textOf={textOf}
        columns={columnsWith(holders)}
        actions={actions.rows}
        search={{
          text: search,
          onChange: (text) =>
            void navigate({ to: "/settings/custom-roles", search: text === "" ? {} : { search: text }, replace: true }),
        }}
        empty={
          <EmptyState title="No Custom Roles yet" icon={<IconShieldPlus aria-hidden />} action={create}>
            A Custom Role is a set of operations that you choose, on all resources of a kind or on some of them. Start
            from a predefined role, or from nothing.
          </EmptyState>
        }
      />
      {actions.dialog}
    </>
  );
}

const keyOf = ({ id }: CustomRole): string => id;
const textOf = ({ id, spec }: CustomRole): string =>
  [spec?.name, spec?.description, id, ...(spec?.permissions ?? []).flatMap(({ actions }) => actions)].join(" ");
const operationsOf = ({ spec }: CustomRole): number =>
  (spec?.permissions ?? []).reduce((sum, { actions }) => sum + actions.length, 0);
const updatedAt = ({ lastModifiedTime, createdTime }: CustomRole) => lastModifiedTime ?? createdTime;

function columnsWith(holders: RoleHolders): readonly Column<CustomRole>[] {
  return [
    {
      title: "Name",
      width: "24%",
      sortBy: roleName,
      render: (role) => (
        <TextLink to="/settings/custom-roles/$roleId" params={{ roleId: role.id }} fw={500}>
          {roleName(role)}
        </TextLink>
      ),
    },
    {
      title: "Description",
      render: ({ spec }) => (
        <Text size="sm" lineClamp={2} title={spec?.description}>
          {spec?.description || "–"}
        </Text>
      ),
    },
    {
      title: "Permissions",
      width: 130,
      sortBy: operationsOf,
      render: (role) => `${operationsOf(role)} ${operationsOf(role) === 1 ? "operation" : "operations"}`,
    },
    {
      title: "Assigned to",
      width: 190,
      ...(holders.complete && { sortBy: ({ id }: CustomRole) => holders.of(id).length }),
      render: ({ id }) => <Assigned holders={holders} roleId={id} />,
    },
    {
      title: "Updated",
      width: 130,
      sortBy: (role) => Number(updatedAt(role)?.seconds ?? 0),
      render: (role) => <RelativeTime at={updatedAt(role)} />,
    },
  ];
}

function Assigned({ holders, roleId }: { readonly holders: RoleHolders; readonly roleId: string }) {
  const why = holders.hidden ?? (holders.error === null ? null : "This cannot be told now.");
  if (why !== null) {
    return (
      <Tooltip label={why} multiline maw={280} withArrow>
        <Text size="sm" c="dimmed" tabIndex={0} component="span">
          Not shown
        </Text>
      </Tooltip>
    );
  }
  const text = countHolders(holders.of(roleId));
  if (text !== "") return <Text size="sm">{text}</Text>;
  return (
    <Text size="sm" c="dimmed">
      {holders.complete ? "Nobody" : "…"}
    </Text>
  );
}

function useRowActions() {
  const navigate = useNavigate();
  const [deleted, setDeleted] = useState<CustomRole | null>(null);
  const mayUpdate = useAllowedResources("cloud.customrole.update", "custom-roles");
  const mayDelete = useAllowedResources("cloud.customrole.delete", "custom-roles");
  const lacks =
    (operation: string, allowed: ReadonlySet<string> | undefined) =>
    ({ id }: CustomRole) =>
      allowed?.has(id) === false ? `You may not: ${operation} on this role is needed.` : null;
  const rows: readonly RowAction<CustomRole>[] = [
    {
      label: "View details",
      onClick: ({ id }) => void navigate({ to: "/settings/custom-roles/$roleId", params: { roleId: id } }),
    },
    {
      label: "Edit",
      onClick: ({ id }) => void navigate({ to: "/settings/custom-roles/$roleId/edit", params: { roleId: id } }),
      refusal: lacks("cloud.customrole.update", mayUpdate),
    },
    { label: "Delete", onClick: setDeleted, danger: true, refusal: lacks("cloud.customrole.delete", mayDelete) },
  ];
  return { rows, dialog: <DeleteRole role={deleted} onClose={() => setDeleted(null)} /> };
}

export const route = createLazyRoute("/signed-in/settings/custom-roles")({ component: CustomRoles });
