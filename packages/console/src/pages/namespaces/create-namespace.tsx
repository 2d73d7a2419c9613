import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { useCarryOut } from "../../data/carry-out.ts";
import { NamespaceFields } from "./form/namespace-form.tsx";
import { type NamespaceValues, newNamespace, toSpec } from "./form/values.ts";

function CreateNamespace() {
  const create = useCarryOut(CloudService.method.createNamespace);
  const navigate = useNavigate();
  const save = async (values: NamespaceValues) => {
    const name = values.name.trim();
    const tags = Object.fromEntries(values.tags.map(({ key, value }) => [key, value]));
    const { namespace } = await create(
      { spec: toSpec(values, null), projectId: values.projectId, tags },
      {
        doing: `Namespace ${name} is being created`,
        done: `Namespace ${name} has been created`,
        failed: `Namespace ${name} could not be created`,
      },
    );
    await navigate({ to: "/namespaces/$namespace", params: { namespace } });
  };
  return (
    <Page title="Create Namespace" crumbs={[{ label: "Namespaces", to: "/namespaces" }]}>
      <NamespaceFields
        isNew
        version=""
        initial={newNamespace}
        label="Create Namespace"
        onSave={save}
        onCancel={() => void navigate({ to: "/namespaces" })}
      />
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/namespaces/create")({ component: CreateNamespace });
