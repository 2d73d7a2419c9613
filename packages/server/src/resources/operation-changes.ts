// What people do about operations that have not ended: take them back, or have them tried again now.
import type { CancelOperationRequest, RetryOperationRequest } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import type { AsyncOperation } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { failedPrecondition, invalidField, notFound } from "../errors.ts";
import { readFailedAttempts } from "../store/operation-attempts.ts";
import {
  endOperation,
  isTerminal,
  lockOperationByWireId,
  type OperationRow,
  readOperationByWireId,
} from "../store/operations.ts";
import { toAsyncOperation } from "./async-operations.ts";
import type { Deps } from "./call.ts";
import { cancellations } from "./cancellations.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { whyNotCancellable, whyNotRetried } from "./operation-bounds.ts";
import { requireMayStart } from "./operation-rights.ts";

/**
 * Holds the operation's row, as whatever ends it does: of a cancel and a completion that meet, one finds that it has ended.
 * @throws RemitError NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION
 */
export async function cancelOperation(mutation: Mutation, { operationId }: CancelOperationRequest): Promise<Outcome> {
  const { tx, deps, now } = mutation;
  const operation = await lockOwn(mutation, operationId);
  const refusal = whyNotCancellable(operation, await readFailedAttempts(tx, [operation.uid]));
  if (refusal !== null) throw failedPrecondition(refusal);
  const told: Record<string, unknown> = {};
  await cancellations[operation.rpc]?.undo(
    deps,
    {
      tx,
      now,
      operation,
      touch: (kind, id) => mutation.touch(kind, id),
      tell: (details) => Object.assign(told, details),
    },
    cancelled,
  );
  const end = { state: "CANCELLED", failureReason: cancelled, now } as const;
  await endOperation(tx, operation.uid, end);
  about(mutation, operation, told);
  const ended = { ...operation, state: end.state, failure_reason: cancelled, finished_at: now };
  return { operation: toAsyncOperation(ended) };
}

/** As a mutation waits. */
const waitMs = 2_000;
const cancelled = "it was cancelled";

/** Only says that it may: the start follows the commit. @throws RemitError NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION */
export async function retryOperation(mutation: Mutation, { operationId }: RetryOperationRequest): Promise<Outcome> {
  const operation = await lockOwn(mutation, operationId);
  const refusal = whyNotRetried(operation, await readFailedAttempts(mutation.tx, [operation.uid]));
  if (refusal !== null) throw failedPrecondition(refusal);
  about(mutation, operation);
  return { operation: toAsyncOperation(operation) };
}

/** Once the right to do so is committed. What begins by itself in between is begun twice, which attempts are made for. */
export async function startAgain(deps: Deps, operationId: string): Promise<AsyncOperation> {
  const read = () => readOperationByWireId(deps.database.db, operationId);
  const operation = await read();
  if (operation === undefined) throw notFound("async operation", operationId);
  if (!isTerminal(operation.state)) await deps.startOperation(operation.uid, waitMs, "now");
  return toAsyncOperation((await read()) ?? operation);
}

async function lockOwn(mutation: Mutation, operationId: string): Promise<OperationRow> {
  if (operationId === "") throw invalidField("operation_id", "is required");
  const operation = await lockOperationByWireId(mutation.tx, operationId);
  if (operation === undefined) throw notFound("async operation", operationId);
  await requireMayStart(mutation, operation);
  return operation;
}

function about(mutation: Mutation, { id, rpc, resource_type, resource_id }: OperationRow, told = {}): void {
  mutation.about(resource_type, resource_id, { concerned: { async_operation_id: id, rpc }, ...told });
}
