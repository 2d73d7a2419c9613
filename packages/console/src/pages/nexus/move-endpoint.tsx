// Moving a Nexus endpoint to another project: who may see and change it is decided there from then on.
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Endpoint } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { useState } from "react";
import { MoveButton } from "../../components/move-button.tsx";
import { MoveToProject } from "../../components/move-to-project.tsx";
import { useMay } from "../../data/access-questions.ts";
import { useCarryOut } from "../../data/carry-out.ts";
import { onceSettled } from "../../data/may.ts";
import { isBusy } from "../../data/resource-states.ts";

export function MoveEndpoint({ endpoint }: { readonly endpoint: Endpoint }) {
  const may = onceSettled(
    useMay("cloud.nexusendpoint.moveToProject", "nexus-endpoints", endpoint.id),
    isBusy(endpoint),
  );
  return <MoveButton may={may} dialog={(onClose) => <Mover endpoint={endpoint} onClose={onClose} />} />;
}

function Mover({ endpoint: latest, onClose }: { readonly endpoint: Endpoint; readonly onClose: () => void }) {
  // As it was when the dialog was opened: what somebody changes meanwhile must be refused.
  const [{ id: endpointId, projectId: expectedSourceProjectId, resourceVersion, spec }] = useState(latest);
  const change = useCarryOut(CloudService.method.moveNexusEndpointToProject);
  const what = `Nexus endpoint ${spec?.name ?? endpointId}`;
  const move = async (destinationProjectId: string) => {
    await change(
      { endpointId, destinationProjectId, expectedSourceProjectId, resourceVersion },
      { doing: `${what} is being moved`, done: `${what} has been moved`, failed: `${what} could not be moved` },
    );
  };
  return (
    <MoveToProject
      what={what}
      source={expectedSourceProjectId}
      operation="cloud.nexusendpoint.create"
      onClose={onClose}
      onMove={move}
    />
  );
}
