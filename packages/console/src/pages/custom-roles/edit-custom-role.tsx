// Edit Custom Role: the same page, on a role that is there already.
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createLazyRoute, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { Page } from "../../components/page.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { useCustomRole } from "../../data/custom-roles.ts";
import { crumbs } from "./crumbs.ts";
import { RoleEditor } from "./editor/role-editor.tsx";
import { useRoleEditor } from "./editor/use-role-editor.ts";

const from = "/signed-in/settings/custom-roles/$roleId/edit";

function EditCustomRole() {
  const { roleId } = useParams({ from });
  const { data, error, refetch } = useCustomRole(roleId);
  // What was read once stays: were it to go, for whatever reason, what is typed would go with it.
  const [first, setFirst] = useState<CustomRole | null>(null);
  if (first === null && data?.customRole !== undefined) setFirst(data.customRole);
  const latest = data?.customRole ?? first;
  if (latest === null) {
    return (
      <Page title="Edit Custom Role" crumbs={crumbs}>
        {error === null ? <PageSkeleton /> : <ErrorState error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  const read = async () => (await refetch()).data?.customRole ?? null;
  return <Editor key={roleId} role={latest} read={read} />;
}

interface EditorProps {
  readonly role: CustomRole;
  readonly read: () => Promise<CustomRole | null>;
}

function Editor({ role, read }: EditorProps) {
  const { tab } = useSearch({ from });
  const navigate = useNavigate();
  const editing = useRoleEditor(role, read);
  const params = { roleId: role.id };
  const toDetails = () => void navigate({ to: "/settings/custom-roles/$roleId", params });
  return (
    <Page title="Edit Custom Role" crumbs={crumbs}>
      <RoleEditor
        editing={editing}
        tab={tab}
        onTab={(next) =>
          void navigate({
            to: "/settings/custom-roles/$roleId/edit",
            params,
            search: { tab: next },
            replace: true,
            resetScroll: false,
          })
        }
        onCancel={toDetails}
        onSaved={toDetails}
      />
    </Page>
  );
}

export const route = createLazyRoute(from)({ component: EditCustomRole });
