import { Text } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Endpoint } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";
import { useCarryOut } from "../../data/carry-out.ts";

export interface DeleteEndpointProps {
  readonly endpoint: Endpoint | null;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteEndpoint({ endpoint, onClose, onDeleted }: DeleteEndpointProps) {
  const change = useCarryOut(CloudService.method.deleteNexusEndpoint);
  if (endpoint === null) return null;
  const { id: endpointId, resourceVersion, spec } = endpoint;
  const name = spec?.name ?? endpointId;
  const remove = async () => {
    await change(
      { endpointId, resourceVersion },
      {
        doing: `Nexus endpoint ${name} is being deleted`,
        done: `Nexus endpoint ${name} has been deleted`,
        failed: `Nexus endpoint ${name} could not be deleted`,
      },
    );
    onDeleted?.();
  };
  return (
    <ConfirmByName
      opened
      title="Delete Nexus endpoint"
      label="Delete endpoint"
      name={name}
      onClose={onClose}
      onConfirm={remove}
    >
      <Text size="sm">Workflows that call it fail from then on. Its target keeps running.</Text>
    </ConfirmByName>
  );
}
