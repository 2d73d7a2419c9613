// The one way in which this folder calls a Temporal server: with a deadline, and with one reading of its errors.
import { Code } from "@connectrpc/connect";
import { type Connection, isGrpcServiceError } from "@temporalio/client";
import { failedPrecondition, RemitError, unavailable } from "../errors.ts";

const deadlineMs = 10_000;

/**
 * Runs one or more RPCs under one deadline. `what` completes "Temporal could not …" in messages.
 * Throws a RemitError whose code is the server's own for NotFound and AlreadyExists, FailedPrecondition for every
 * other refusal that will not change by itself, and Unavailable for whatever may pass with time.
 */
export async function callServer<T>(connection: Connection, what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await connection.withDeadline(Date.now() + deadlineMs, call);
  } catch (error) {
    throw toRemitError(error, what);
  }
}

function toRemitError(error: unknown, what: string): unknown {
  if (!isGrpcServiceError(error)) return error;
  const code: number = error.code;
  const message = `Temporal could not ${what}: ${error.details}`;
  switch (code) {
    case Code.NotFound:
      return new RemitError(Code.NotFound, "NOT_FOUND", message, { cause: error });
    case Code.AlreadyExists:
      return new RemitError(Code.AlreadyExists, "ALREADY_EXISTS", message, { cause: error });
    case Code.InvalidArgument:
    case Code.FailedPrecondition:
    case Code.OutOfRange:
    case Code.Unimplemented:
      return failedPrecondition(message);
    // Everything else may pass. That includes refused credentials: a server reads a new signing key only at its next
    // refresh, and an operation that gave up meanwhile would have to be repeated by hand. What the network says of it, its
    // addresses among it, is for the log alone.
    default:
      return unavailable(`Temporal could not ${what}: ${Code[code] ?? "no answer"}`, error);
  }
}

/** True when the same call may succeed later without anybody changing anything. */
export function isRetryable(error: unknown): boolean {
  return !(error instanceof RemitError) || error.code === Code.Unavailable;
}

export function hasCode(error: unknown, code: Code): boolean {
  return error instanceof RemitError && error.code === code;
}
