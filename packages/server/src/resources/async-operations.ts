// The accepted mutations: what GetAsyncOperation shows, and the answer to a retry.
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type AsyncOperation,
  AsyncOperation_State,
  AsyncOperationSchema,
} from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import type { Selectable } from "kysely";
import { invalidField, notFound } from "../errors.ts";
import type { OperationState, OperationsTable } from "../store/schema/operations.ts";
import type { Call, Deps } from "./call.ts";

export type OperationRow = Selectable<OperationsTable>;

const states: Readonly<Record<OperationState, { state: AsyncOperation_State; deprecated: string }>> = {
  PENDING: { state: AsyncOperation_State.PENDING, deprecated: "pending" },
  IN_PROGRESS: { state: AsyncOperation_State.IN_PROGRESS, deprecated: "in_progress" },
  FULFILLED: { state: AsyncOperation_State.FULFILLED, deprecated: "fulfilled" },
  FAILED: { state: AsyncOperation_State.FAILED, deprecated: "failed" },
  CANCELLED: { state: AsyncOperation_State.CANCELLED, deprecated: "cancelled" },
};

/** What is shown of an operation; how it was asked for is not. */
export type ShownOperation = Pick<
  OperationRow,
  "id" | "state" | "rpc" | "failure_reason" | "started_at" | "created_at" | "finished_at"
>;

export function toAsyncOperation(row: ShownOperation): AsyncOperation {
  return create(AsyncOperationSchema, {
    id: row.id,
    state: states[row.state].state,
    stateDeprecated: states[row.state].deprecated,
    operationType: row.rpc,
    failureReason: row.failure_reason,
    startedTime: timestampFromDate(row.started_at ?? row.created_at),
    ...(row.finished_at && { finishedTime: timestampFromDate(row.finished_at) }),
  });
}

/** Readable after the resource is gone. @throws RemitError NOT_FOUND */
export async function getAsyncOperation(deps: Deps, _call: Call, id: string): Promise<AsyncOperation> {
  if (id === "") throw invalidField("async_operation_id", "is required");
  const row = await deps.database.db.selectFrom("operations").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw notFound("async operation", id);
  return toAsyncOperation(row);
}
