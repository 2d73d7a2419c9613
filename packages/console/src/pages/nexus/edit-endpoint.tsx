import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Endpoint } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { createLazyRoute, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { Page } from "../../components/page.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { useCarryOut } from "../../data/carry-out.ts";
import { useNexusEndpoint } from "../../data/nexus-endpoints.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { type EndpointValues, toEndpointSpec, toEndpointValues } from "./endpoint-values.ts";

function EditEndpoint() {
  const { endpointId } = useParams({ from: "/signed-in/nexus/$endpointId/edit" });
  const { data, error, refetch } = useNexusEndpoint(endpointId);
  if (data?.endpoint !== undefined) return <Editor key={endpointId} endpoint={data.endpoint} />;
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  return <PageSkeleton />;
}

function Editor({ endpoint }: { readonly endpoint: Endpoint }) {
  // What was opened is what is changed: the server refuses to put it over what somebody else saved meanwhile.
  const [before] = useState(endpoint);
  const update = useCarryOut(CloudService.method.updateNexusEndpoint);
  const navigate = useNavigate();
  const { id: endpointId, resourceVersion, spec } = before;
  const name = spec?.name ?? endpointId;
  const leave = () => navigate({ to: "/nexus/$endpointId", params: { endpointId } });
  const save = async (values: EndpointValues) => {
    await update(
      { endpointId, spec: toEndpointSpec(values, spec ?? null), resourceVersion },
      {
        doing: `Nexus endpoint ${name} is being updated`,
        done: `Nexus endpoint ${name} has been updated`,
        failed: `Nexus endpoint ${name} could not be updated`,
      },
    );
    await leave();
  };
  return (
    <Page title={`Edit ${name}`} crumbs={[{ label: "Nexus endpoints", to: "/nexus" }]}>
      <EndpointForm
        isNew={false}
        initial={toEndpointValues(before)}
        label="Save changes"
        onSave={save}
        onCancel={() => void leave()}
      />
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/nexus/$endpointId/edit")({ component: EditEndpoint });
