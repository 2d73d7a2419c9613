// Waiting for accepted mutations, as clients do it: by polling their operation.
import { setTimeout as sleep } from "node:timers/promises";
import {
  type AsyncOperation,
  AsyncOperation_State,
} from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import type { Caller } from "./control-plane.ts";

const patienceMs = 60_000;
const terminal: readonly number[] = [
  AsyncOperation_State.FULFILLED,
  AsyncOperation_State.FAILED,
  AsyncOperation_State.CANCELLED,
];

/** The operation in its last state. */
export async function untilEnded(
  { cloud }: Pick<Caller, "cloud">,
  { asyncOperation }: { asyncOperation?: AsyncOperation | undefined },
): Promise<AsyncOperation> {
  const end = Date.now() + patienceMs;
  let operation = asyncOperation;
  while (operation !== undefined && !terminal.includes(operation.state)) {
    if (Date.now() > end) throw new Error(`operation ${operation.id} (${operation.operationType}) does not end`);
    await sleep(50);
    operation = (await cloud.getAsyncOperation({ asyncOperationId: operation.id })).asyncOperation;
  }
  if (operation === undefined) throw new Error("a mutation answered without an operation");
  return operation;
}

/** The answer, once its operation is fulfilled. */
export async function fulfilled<T extends { asyncOperation?: AsyncOperation | undefined }>(
  caller: Pick<Caller, "cloud">,
  answer: Promise<T>,
): Promise<T> {
  const accepted = await answer;
  const { state, operationType, failureReason } = await untilEnded(caller, accepted);
  if (state !== AsyncOperation_State.FULFILLED) throw new Error(`${operationType} failed: ${failureReason}`);
  return accepted;
}
