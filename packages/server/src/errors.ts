// The one error class, its closed list of reasons, and the single mapping to the wire.
// `message` is for the caller; `cause` is for the log and never leaves the process.
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";

/** Machine-readable reasons, as clients see them in `google.rpc.ErrorInfo`. */
export type Reason =
  | "INVALID_FIELD"
  | "UNAUTHENTICATED"
  | "PERMISSION_DENIED"
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "VERSION_MISMATCH"
  | "NOTHING_TO_CHANGE"
  | "CHANGE_IN_PROGRESS"
  | "IDEMPOTENCY_KEY_REUSED"
  | "LIMIT_REACHED"
  | "RATE_LIMITED"
  | "FAILED_PRECONDITION"
  | "NOT_IMPLEMENTED"
  | "STALE_POLICY"
  | "UNAVAILABLE"
  | "INTERNAL";

export interface ErrorDetail {
  /** The request's field in snake_case with indexes, e.g. `spec.permissions[2].actions[0]`. */
  readonly field?: string;
  /** Goes into ErrorInfo.metadata. Never a secret. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

export class RemitError extends Error {
  readonly code: Code;
  readonly reason: Reason;
  readonly detail: ErrorDetail;

  constructor(code: Code, reason: Reason, message: string, detail: ErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.name = "RemitError";
    this.code = code;
    this.reason = reason;
    this.detail = detail;
  }
}

export const invalidField = (field: string, message: string): RemitError =>
  new RemitError(Code.InvalidArgument, "INVALID_FIELD", `${field}: ${message}`, { field });

export const unauthenticated = (message: string): RemitError =>
  new RemitError(Code.Unauthenticated, "UNAUTHENTICATED", message);

export const notFound = (what: string, id: string): RemitError =>
  new RemitError(Code.NotFound, "NOT_FOUND", `${what} ${quote(id)} not found`);

export const alreadyExists = (what: string, name: string): RemitError =>
  new RemitError(Code.AlreadyExists, "ALREADY_EXISTS", `${what} ${quote(name)} already exists`);

/** Clients turn this into success by its code and by the literal text "nothing to change". */
export const nothingToChange = (what: string): RemitError =>
  new RemitError(Code.InvalidArgument, "NOTHING_TO_CHANGE", `nothing to change: ${what} already reads like this`);

export const failedPrecondition = (message: string): RemitError =>
  new RemitError(Code.FailedPrecondition, "FAILED_PRECONDITION", message);

/** A documented limit. FailedPrecondition, because clients retry ResourceExhausted for half a minute. */
export const limitReached = (limit: string, allowed: number, what: string): RemitError =>
  new RemitError(Code.FailedPrecondition, "LIMIT_REACHED", `limit ${limit} reached: at most ${allowed} ${what}`, {
    metadata: { limit, allowed: String(allowed) },
  });

/** Too much in a short time. Clients wait as told, and try again by themselves. */
export const rateLimited = (what: string, retryAfterMs: number): RemitError =>
  new RemitError(Code.ResourceExhausted, "RATE_LIMITED", `${what}; more is free in ${retryAfterMs} ms`, {
    retryAfterMs,
  });

export const notImplemented = (method: string): RemitError =>
  new RemitError(Code.Unimplemented, "NOT_IMPLEMENTED", `${method} is not served by this version of Remit`);

export const unavailable = (message: string, cause?: unknown): RemitError =>
  new RemitError(Code.Unavailable, "UNAVAILABLE", message, { cause, retryAfterMs: 1_000 });

/** Ids and names come from callers: bounded and printable before they stand in a message. */
export function quote(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return JSON.stringify(shown);
}

/** The message travels in a trailer, and a peer resets a stream whose trailers are too long. */
const cut = (message: string): string => (message.length > 1_000 ? `${message.slice(0, 999)}…` : message);

/** The only place where an error becomes what a client sees. Unknown errors say nothing but a request id. */
export function toConnectError(error: unknown, requestId: string): ConnectError {
  if (error instanceof ConnectError) return error;
  if (!(error instanceof RemitError)) {
    return new ConnectError(`internal error, request ${requestId}`, Code.Internal);
  }
  const wire = new ConnectError(cut(error.message), error.code);
  wire.details.push({
    desc: ErrorInfoSchema,
    value: { reason: error.reason, domain: "remit", metadata: { ...error.detail.metadata } },
  });
  if (error.detail.field !== undefined) {
    const violation = { field: error.detail.field, description: cut(error.message) };
    wire.details.push({ desc: BadRequestSchema, value: { fieldViolations: [violation] } });
  }
  if (error.detail.retryAfterMs !== undefined) {
    const { retryAfterMs } = error.detail;
    const retryDelay = { seconds: BigInt(Math.trunc(retryAfterMs / 1_000)), nanos: (retryAfterMs % 1_000) * 1_000_000 };
    wire.details.push({ desc: RetryInfoSchema, value: create(RetryInfoSchema, { retryDelay }) });
    // For whoever reads headers and no details; whole seconds, as HTTP has them.
    wire.metadata.set("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
  }
  return wire;
}
