// What was done and what is under way.
import type { MessageInitShape } from "@bufbuild/protobuf";
import { useMutation, useQuery } from "@connectrpc/connect-query";
import {
  ActivityService,
  type GetAuditRecordsRequestSchema,
  type GetAuditRecordsResponse,
  type GetOperationsResponse,
  type Operation,
} from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import { useQueryClient } from "@tanstack/react-query";
import { isEnded } from "./async-operations.ts";
import { askAgainAfter } from "./query-client.ts";
import { type PagedList, useServerPages } from "./server-pages.ts";

const { cancelOperation, getAuditChain, getAuditRecords, getOperations, retryOperation } = ActivityService.method;

export type AuditQuery = MessageInitShape<typeof GetAuditRecordsRequestSchema>;

const pickRecords = ({ records, nextPageToken }: GetAuditRecordsResponse) => ({ items: records, next: nextPageToken });

/** Newest first. */
export const useAuditRecords = (query: AuditQuery): PagedList<LogRecord> =>
  useServerPages(getAuditRecords, query, pickRecords);

/** One record by its id, null where there is none such; not asked for without an id. */
export const useAuditRecord = (logId: string | undefined) =>
  useQuery(
    getAuditRecords,
    { logId: logId ?? "" },
    { enabled: logId !== undefined, staleTime: Number.POSITIVE_INFINITY, select: ({ records }) => records[0] ?? null },
  );

/** Asked again until all of the log is verified. */
export const useAuditChain = () =>
  useQuery(
    getAuditChain,
    {},
    {
      staleTime: 10_000,
      refetchInterval: ({ state: { error, data } }) =>
        askAgainAfter(error, false) || (data?.intact === true && data.verified < data.chained ? 6_000 : false),
    },
  );

const pickOperations = ({ operations, nextPageToken }: GetOperationsResponse) => ({
  items: operations,
  next: nextPageToken,
});

const isRunning = ({ operation }: Operation): boolean => operation !== undefined && !isEnded(operation);

/** Newest first; followed while one of those that are shown has not ended. */
export const useOperations = (inProgress: boolean): PagedList<Operation> =>
  useServerPages(getOperations, { inProgress }, pickOperations, { isBusy: isRunning });

/** What they are about changes with them, so all is read again. */
export function useOperationChanges() {
  const client = useQueryClient();
  const options = { onSuccess: () => void client.invalidateQueries() };
  return { cancel: useMutation(cancelOperation, options), retry: useMutation(retryOperation, options) };
}
