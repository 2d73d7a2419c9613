// What is being carried out about a resource, or why it was not: beside the resource, as long as it is so.
import { useQuery } from "@connectrpc/connect-query";
import { Alert, Loader, Text } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { IconAlertTriangle } from "@tabler/icons-react";
import { isEnded } from "../data/async-operations.ts";
import { askAgainAfter } from "../data/query-client.ts";
import { describeState } from "../data/resource-states.ts";
import { RelativeTime } from "./relative-time.tsx";

export interface OperationNoticeProps {
  readonly state: ResourceState;
  readonly asyncOperationId: string;
}

export function OperationNotice({ state, asyncOperationId }: OperationNoticeProps) {
  const { label, busy, color } = describeState(state);
  const isFailed = color === "red";
  const { data } = useQuery(
    CloudService.method.getAsyncOperation,
    { asyncOperationId },
    {
      enabled: asyncOperationId !== "" && (busy || isFailed),
      refetchInterval: ({ state: { error, data: seen } }) =>
        askAgainAfter(error, seen?.asyncOperation !== undefined && !isEnded(seen.asyncOperation)),
    },
  );
  if (!busy && !isFailed) return null;
  const operation = data?.asyncOperation;
  return (
    <Alert
      color={isFailed ? "red" : "blue"}
      icon={isFailed ? <IconAlertTriangle aria-hidden /> : <Loader size={18} aria-hidden />}
      title={busy ? `${label} …` : label}
      role="status"
    >
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {isFailed
          ? operation?.failureReason || "The server did not say why. Save it again to retry."
          : "The page shows it by itself when it is done."}
      </Text>
      {operation?.startedTime !== undefined && (
        <Text size="xs" c="dimmed" mt={4}>
          {operation.operationType}, begun <RelativeTime at={operation.startedTime} />
        </Text>
      )}
    </Alert>
  );
}
