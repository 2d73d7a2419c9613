// Waiting for what a server accepted and has not done yet.
import { durationMs } from "@bufbuild/protobuf/wkt";
import {
  type AsyncOperation,
  AsyncOperation_State,
} from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ClientError } from "./client-error.ts";
import type { Clients } from "./clients.ts";

/** So long that only what is stuck takes longer. */
const patienceMs = 10 * 60_000;
const [shortestMs, longestMs] = [100, 5_000];

/** The answer, once what it began is done. @throws ClientError when it fails or does not end */
export async function untilDone<Answer extends { asyncOperation?: AsyncOperation | undefined }>(
  { cloud }: Pick<Clients, "cloud">,
  asked: Promise<Answer>,
): Promise<Answer> {
  const answer = await asked;
  const end = Date.now() + patienceMs;
  let operation = answer.asyncOperation;
  for (let pause = shortestMs; operation !== undefined && !isOver(operation); pause = Math.min(2 * pause, longestMs)) {
    if (Date.now() > end)
      throw new ClientError(
        "OPERATION_FAILED",
        `The operation ${operation.id} (${operation.operationType}) does not end.`,
      );
    await sleep(Math.max(pause, operation.checkDuration === undefined ? 0 : durationMs(operation.checkDuration)));
    ({ asyncOperation: operation } = await cloud.getAsyncOperation({ asyncOperationId: operation.id }));
  }
  if (operation !== undefined && operation.state !== AsyncOperation_State.FULFILLED) {
    const why = operation.failureReason || "the server does not say why";
    throw new ClientError(
      "OPERATION_FAILED",
      `The operation ${operation.id} (${operation.operationType}) failed: ${why}`,
    );
  }
  return answer;
}

const over: ReadonlySet<number> = new Set([
  AsyncOperation_State.FULFILLED,
  AsyncOperation_State.FAILED,
  AsyncOperation_State.CANCELLED,
  AsyncOperation_State.REJECTED,
]);

const isOver = ({ state }: AsyncOperation): boolean => over.has(state);

const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
