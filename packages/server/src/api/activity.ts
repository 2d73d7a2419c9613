// remit.v1.ActivityService on the wire.
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { ServiceImpl } from "@connectrpc/connect";
import type { ActivityService } from "@remit/protocol";
import * as wire from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { toLogRecord } from "../audit/log-record.ts";
import { ChainVerifier } from "../audit/verify-in-steps.ts";
import { toAsyncOperation } from "../resources/async-operations.ts";
import { listAuditRecords } from "../resources/audit-records.ts";
import { type AuditStream, listAuditStreams } from "../resources/audit-streams.ts";
import type { Deps } from "../resources/call.ts";
import { mutate } from "../resources/mutate.ts";
import { cancelOperation, retryOperation, startAgain } from "../resources/operation-changes.ts";
import { listOperations, type NamedOperation } from "../resources/operations.ts";
import { callOf, read, write } from "./handlers.ts";

export const activity = (deps: Deps): ServiceImpl<typeof ActivityService> => {
  const verifier = new ChainVerifier(deps.database.db);
  return {
    getAuditRecords: read(deps, async (_, call, request: wire.GetAuditRecordsRequest) => {
      const { items, nextPageToken } = await listAuditRecords(deps, call, request);
      return { records: items.map(toLogRecord), nextPageToken };
    }),
    getAuditChain: read(deps, async (_, call, _request: wire.GetAuditChainRequest) => {
      const { verified, chained, unchained, at, broken } = await verifier.verify(call.now);
      return {
        intact: broken === null,
        verified: BigInt(verified.seq),
        chained: BigInt(chained),
        unchained: BigInt(unchained),
        verifiedAt: timestampFromDate(at),
        problem: broken?.problem ?? "",
        brokenAt: BigInt(broken?.seq ?? 0),
      };
    }),
    getAuditStreams: read(deps, async (_, call, _request: wire.GetAuditStreamsRequest) => ({
      streams: (await listAuditStreams(deps, call)).map(toAuditStream),
    })),
    getOperations: read(deps, async (_, call, request: wire.GetOperationsRequest) => {
      const { items, nextPageToken } = await listOperations(deps, call, request);
      return { operations: items.map(toOperation), nextPageToken };
    }),
    cancelOperation: write(deps, cancelOperation),
    retryOperation: async (request, context) => {
      await mutate(deps, callOf(context), (mutation) => retryOperation(mutation, request));
      return { operation: await startAgain(deps, request.operationId) };
    },
  };
};

type Last = NamedOperation["failed"][number] | undefined;

/** Only the newest attempt says when the next one is due, and only as long as that has not begun. */
function nextAttempt({ finished_at, attempts }: NamedOperation["row"], last: Last) {
  const dueAt = finished_at === null && last?.number === attempts ? last.next_at : null;
  return dueAt === null ? {} : { nextAttemptTime: timestampFromDate(dueAt) };
}

const toOperation = ({ row, principalName, failed, stuck, cancellable }: NamedOperation): wire.Operation =>
  create(wire.OperationSchema, {
    operation: toAsyncOperation(row),
    principalId: row.principal_id,
    principalName,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    attempts: row.attempts,
    failedAttempts: failed.map(({ number, ended_at, error }) => ({
      number,
      endedTime: timestampFromDate(ended_at),
      error,
    })),
    ...nextAttempt(row, failed.at(-1)),
    stuck,
    cancellable,
  });

function toAuditStream({ row, fromSettings, lagSeconds, healthy }: AuditStream): wire.AuditStream {
  const { name, kind, destination, enabled, failures, last_succeeded_at, failing_since, next_attempt_at } = row;
  return create(wire.AuditStreamSchema, {
    name,
    kind,
    destination,
    fromSettings,
    enabled,
    delivered: BigInt(row.seq),
    lagRecords: BigInt(row.lag_records),
    lagSeconds: BigInt(lagSeconds),
    errorMessage: row.last_error,
    failures,
    misconfigured: row.last_error_kind === "configuration",
    healthy,
    ...(last_succeeded_at && { lastSucceededTime: timestampFromDate(last_succeeded_at) }),
    ...(failing_since && { failingSinceTime: timestampFromDate(failing_since) }),
    ...(next_attempt_at && { nextAttemptTime: timestampFromDate(next_attempt_at) }),
  });
}
