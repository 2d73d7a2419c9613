import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { useCarryOut } from "../../data/carry-out.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { type EndpointValues, newEndpoint, toEndpointSpec } from "./endpoint-values.ts";

function CreateEndpoint() {
  const create = useCarryOut(CloudService.method.createNexusEndpoint);
  const navigate = useNavigate();
  const save = async (values: EndpointValues) => {
    const { name } = values;
    const { endpointId } = await create(
      { spec: toEndpointSpec(values, null), projectId: values.projectId },
      {
        doing: `Nexus endpoint ${name} is being created`,
        done: `Nexus endpoint ${name} has been created`,
        failed: `Nexus endpoint ${name} could not be created`,
      },
    );
    await navigate({ to: "/nexus/$endpointId", params: { endpointId } });
  };
  return (
    <Page title="Create Nexus endpoint" crumbs={[{ label: "Nexus endpoints", to: "/nexus" }]}>
      <EndpointForm
        isNew
        initial={newEndpoint}
        label="Create endpoint"
        onSave={save}
        onCancel={() => void navigate({ to: "/nexus" })}
      />
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/nexus/create")({ component: CreateEndpoint });
