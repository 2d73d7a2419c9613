// Create Custom Role.
import { limits } from "@remit/policy";
import { createLazyRoute, useNavigate, useSearch } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { useCustomRoles } from "../../data/custom-roles.ts";
import { crumbs } from "./crumbs.ts";
import { RoleEditor } from "./editor/role-editor.tsx";
import { useRoleEditor } from "./editor/use-role-editor.ts";

const here = "/settings/custom-roles/new";

function CreateCustomRole() {
  const { tab } = useSearch({ from: "/signed-in/settings/custom-roles/new" });
  const navigate = useNavigate();
  const editing = useRoleEditor(null, async () => null);
  const { items, complete } = useCustomRoles();
  const used = complete
    ? ` ${items.length} of ${limits.customRolesPerAccount} Custom Roles of the account are used.`
    : "";
  return (
    <Page
      title="Create Custom Role"
      crumbs={crumbs}
      description={`What it gives comes on top of the predefined role of whoever holds it; it takes nothing away.${used}`}
    >
      <RoleEditor
        editing={editing}
        tab={tab}
        onTab={(next) => void navigate({ to: here, search: { tab: next }, replace: true, resetScroll: false })}
        onCancel={() => void navigate({ to: "/settings/custom-roles" })}
        onSaved={(roleId) => void navigate({ to: "/settings/custom-roles/$roleId", params: { roleId }, replace: true })}
      />
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/settings/custom-roles/new")({ component: CreateCustomRole });
