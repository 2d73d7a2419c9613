import { Text } from "@mantine/core";
import type { ExportSink } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { Confirm } from "../../../components/confirm.tsx";
import { useChange } from "../../../data/change.ts";

export interface DeleteSinkProps {
  readonly namespace: string;
  readonly sink: ExportSink;
  readonly onClose: () => void;
}

export function DeleteSink({ namespace, sink: { name, resourceVersion }, onClose }: DeleteSinkProps) {
  const remove = useChange(
    (cloud, _: null, asyncOperationId) =>
      cloud.deleteNamespaceExportSink({ namespace, name, resourceVersion, asyncOperationId }),
    () => `Export sink ${name} has been deleted`,
  );
  return (
    <Confirm
      opened
      title={`Delete export sink ${name}`}
      label="Delete sink"
      onClose={onClose}
      onConfirm={async () => void (await remove.run(null))}
    >
      <Text size="sm">Nothing is exported there any more. What was exported stays where it is.</Text>
    </Confirm>
  );
}
