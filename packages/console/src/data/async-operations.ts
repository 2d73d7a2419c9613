// What the server carries out after it has answered: waited for, and told about while it lasts.
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type Transport } from "@connectrpc/connect";
import { callUnaryMethod } from "@connectrpc/connect-query";
import { ErrorInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  type AsyncOperation,
  AsyncOperation_State as State,
} from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { isUnreachable } from "./describe-error.ts";

const everyMs = 1_000;

/** Nothing more happens to it. */
export const isEnded = ({ state }: AsyncOperation): boolean =>
  state === State.FULFILLED || state === State.FAILED || state === State.CANCELLED || state === State.REJECTED;

/**
 * Resolves when it is fulfilled. A server that is away meanwhile is waited for: what was accepted is carried out.
 * @throws ConnectError with the reason for which it failed
 */
export async function waitUntilDone(
  transport: Transport,
  operation: AsyncOperation | undefined,
  signal?: AbortSignal,
): Promise<void> {
  let latest = operation;
  while (latest !== undefined && !isEnded(latest)) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    signal?.throwIfAborted();
    latest = (await askForIt(transport, latest.id)) ?? latest;
  }
  if (latest === undefined || latest.state === State.FULFILLED) return;
  const reason = create(ErrorInfoSchema, { reason: "OPERATION_FAILED", domain: "remit" });
  const text = latest.failureReason === "" ? "the operation was not carried out" : latest.failureReason;
  throw new ConnectError(text, Code.FailedPrecondition, undefined, [{ desc: ErrorInfoSchema, value: reason }]);
}

async function askForIt(transport: Transport, id: string): Promise<AsyncOperation | undefined> {
  try {
    const answer = await callUnaryMethod(transport, CloudService.method.getAsyncOperation, { asyncOperationId: id });
    return answer.asyncOperation;
  } catch (error) {
    if (isUnreachable(error)) return undefined;
    throw error;
  }
}
