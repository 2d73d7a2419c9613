// The outermost interceptor: a call ends at its deadline even if nobody below listens, and only what is meant for
// the caller reaches the caller.
import type { DescMethod } from "@bufbuild/protobuf";
import { Code, ConnectError, type ContextValues, type Interceptor } from "@connectrpc/connect";
import type { Logger } from "pino";
import { RemitError, toConnectError } from "../errors.ts";
import { originKey } from "../origin.ts";
import { callKey } from "./call.ts";

/** Longer messages do not fit the header block in which gRPC sends them (up to nine bytes a character when escaped). */
const maxMessageLength = 2_000;

export function createGuard(log: Logger): Interceptor {
  return (next) => async (request) => {
    const call = request.contextValues.get(callKey);
    if (call !== undefined) call.reached = true;
    const refuse = (error: unknown): ConnectError => toRefusal(error, request.contextValues, request.method, log);
    try {
      const response = await untilAborted(request.signal, next(request));
      if (!response.stream) return response;
      return { ...response, message: guardStream(response.message, refuse) };
    } catch (error) {
      throw refuse(error);
    }
  };
}

async function* guardStream<T>(messages: AsyncIterable<T>, refuse: (error: unknown) => ConnectError): AsyncIterable<T> {
  try {
    yield* messages;
  } catch (error) {
    throw refuse(error);
  }
}

async function untilAborted<T>(signal: AbortSignal, outcome: Promise<T>): Promise<T> {
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(abortError(signal));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    stop = () => signal.removeEventListener("abort", onAbort);
  });
  try {
    return await Promise.race([outcome, aborted]);
  } finally {
    stop();
  }
}

/** The deadline's own error, or Canceled when the caller went away. */
const abortError = (signal: AbortSignal): ConnectError => ConnectError.from(signal.reason, Code.Canceled);

/** What the caller is told. Logs, with its stack, what the caller is not told. */
export function toRefusal(error: unknown, values: ContextValues, method: DescMethod, log: Logger): ConnectError {
  const { requestId } = values.get(originKey);
  const rpc = `${method.parent.typeName}/${method.name}`;
  if (isUnexpected(error)) log.error({ err: error, requestId, rpc }, "call failed");
  const hidden = isUnexpected(error) && !(error instanceof RemitError);
  const refused = toConnectError(hidden ? undefined : error, requestId);
  return isSendable(refused.rawMessage) ? refused : withMessage(refused, sendable(refused.rawMessage));
}

/** An error that nobody worded for the caller, or that says of itself that we are at fault. */
function isUnexpected(error: unknown): boolean {
  if (!(error instanceof ConnectError || error instanceof RemitError)) return true;
  return error.code === Code.Unknown || error.code === Code.Internal || error.code === Code.DataLoss;
}

/** gRPC percent-encodes the message; a lone surrogate cannot be encoded and would break the answer itself. */
const isSendable = (message: string): boolean => message.length <= maxMessageLength && message.isWellFormed();

function sendable(message: string): string {
  const short = message.length > maxMessageLength ? `${message.slice(0, maxMessageLength - 3)}...` : message;
  return short.toWellFormed();
}

function withMessage(error: ConnectError, message: string): ConnectError {
  const copy = new ConnectError(message, error.code, error.metadata);
  copy.details = error.details;
  return copy;
}
