// Deleting a Namespace: everything in it goes, so its name has to be typed.
import { List, Text } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";
import { useCarryOut } from "../../data/carry-out.ts";

export interface DeleteNamespaceProps {
  /** Null: nothing is asked. */
  readonly namespace: Namespace | null;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteNamespace({ namespace, onClose, onDeleted }: DeleteNamespaceProps) {
  const change = useCarryOut(CloudService.method.deleteNamespace);
  if (namespace === null) return null;
  const { namespace: id, resourceVersion } = namespace;
  const remove = async () => {
    await change(
      { namespace: id, resourceVersion },
      {
        doing: `Namespace ${id} is being deleted`,
        done: `Namespace ${id} has been deleted`,
        failed: `Namespace ${id} could not be deleted`,
      },
    );
    onDeleted?.();
  };
  return (
    <ConfirmByName
      opened
      title="Delete Namespace"
      label="Delete Namespace"
      name={id}
      onClose={onClose}
      onConfirm={remove}
    >
      <Text>This cannot be undone. With the Namespace go</Text>
      <List size="sm">
        <List.Item>its workflows, running and closed, their histories and schedules;</List.Item>
        <List.Item>the access of everybody who has a permission on it.</List.Item>
      </List>
      <Text size="sm">A Namespace of the same name made later begins with nothing of this.</Text>
    </ConfirmByName>
  );
}
