// One role: what it gives in words, who holds it, what happened to it, and the same role for files.
import { Group, Tabs, Text } from "@mantine/core";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { CopyText } from "../../components/copy-text.tsx";
import { EditAndDelete } from "../../components/edit-and-delete.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Page } from "../../components/page.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { type May, useAllowedResources } from "../../data/access-questions.ts";
import { roleName, useCustomRole } from "../../data/custom-roles.ts";
import { crumbs } from "./crumbs.ts";
import { DeleteRole } from "./delete-role.tsx";
import { RoleCode } from "./details/role-code.tsx";
import { RoleHistory } from "./details/role-history.tsx";
import { RoleHoldersList } from "./details/role-holders-list.tsx";
import { RoleWords } from "./details/role-words.tsx";

const from = "/signed-in/settings/custom-roles/$roleId";

const tabs = [
  { id: "permissions", label: "Permissions" },
  { id: "assigned", label: "Assigned to" },
  { id: "history", label: "History" },
  { id: "code", label: "JSON, Terraform, CLI" },
] as const;

function CustomRoleDetails() {
  const { roleId } = useParams({ from });
  const { data, error, refetch } = useCustomRole(roleId);
  const role = data?.customRole;
  if (role === undefined) {
    return (
      <Page title="Custom Role" crumbs={crumbs}>
        {error === null ? <PageSkeleton /> : <ErrorState error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return <Details role={role} />;
}

function Details({ role }: { readonly role: CustomRole }) {
  const { tab } = useSearch({ from });
  const navigate = useNavigate();
  const [asksDelete, setAsksDelete] = useState(false);
  const current = tabs.find(({ id }) => id === tab)?.id ?? "permissions";
  const params = { roleId: role.id };
  return (
    <Page
      title={roleName(role)}
      crumbs={crumbs}
      description={role.spec?.description || undefined}
      actions={
        <EditAndDelete
          mayEdit={useMayOn("cloud.customrole.update", role.id)}
          edit={{ to: "/settings/custom-roles/$roleId/edit", params }}
          mayDelete={useMayOn("cloud.customrole.delete", role.id)}
          onDelete={() => setAsksDelete(true)}
        />
      }
    >
      <Group gap="lg">
        <CopyText text={role.id} what="the id" />
        <Text size="sm" c="dimmed">
          Created <RelativeTime at={role.createdTime} />
        </Text>
        <Text size="sm" c="dimmed">
          Updated <RelativeTime at={role.lastModifiedTime ?? role.createdTime} />
        </Text>
      </Group>
      <Tabs
        value={current}
        keepMounted={false}
        onChange={(id) =>
          void navigate({
            to: "/settings/custom-roles/$roleId",
            params,
            search: id === null || id === "permissions" ? {} : { tab: id },
            resetScroll: false,
          })
        }
      >
        <Tabs.List mb="lg">
          {tabs.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="permissions">
          <RoleWords role={role} />
        </Tabs.Panel>
        <Tabs.Panel value="assigned">
          <RoleHoldersList role={role} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <RoleHistory role={role} />
        </Tabs.Panel>
        <Tabs.Panel value="code">
          <RoleCode role={role} />
        </Tabs.Panel>
      </Tabs>
      <DeleteRole
        role={asksDelete ? role : null}
        onClose={() => setAsksDelete(false)}
        onDeleted={() => void navigate({ to: "/settings/custom-roles" })}
      />
    </Page>
  );
}

/** Whether the caller may do it to this very role. */
function useMayOn(operation: string, roleId: string): May {
  const allowed = useAllowedResources(operation, "custom-roles")?.has(roleId);
  return { allowed, why: allowed === false ? `You may not: ${operation} on this Custom Role is needed.` : "" };
}

export const route = createLazyRoute(from)({ component: CustomRoleDetails });
