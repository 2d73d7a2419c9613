// Tables of accepted mutations and of how they are carried out.
import type { Generated } from "kysely";
import type { Timestamp } from "./columns.ts";

export type OperationState = "PENDING" | "IN_PROGRESS" | "FULFILLED" | "FAILED" | "CANCELLED";

/** One accepted mutation: what GetAsyncOperation shows, the idempotency record and, where `needs_temporal`, the outbox. */
export interface OperationsTable {
  uid: string;
  /** The wire's async_operation_id: the caller's or ours. */
  id: string;
  principal_id: string;
  rpc: string;
  request_digest: Uint8Array;
  /** The request message itself, for activities; null when the request may carry a secret. */
  request: Uint8Array | null;
  response: Uint8Array;
  /** Encrypted one-time secret of the answer, with a key that is not in the database; erased after the window. */
  secret: Uint8Array | null;
  secret_expires_at: Timestamp | null;
  resource_type: string;
  resource_id: string;
  state: OperationState;
  needs_temporal: boolean;
  failure_reason: string;
  created_at: Timestamp;
  started_at: Timestamp | null;
  finished_at: Timestamp | null;
  /** How often it was begun on a Temporal server. */
  attempts: Generated<number>;
}

/** What one process found of one Temporal server. */
export interface ServerHealthTable {
  server: string;
  watcher: string;
  healthy: boolean;
  /** Since when it has been found so. */
  since: Timestamp;
  seen_at: Timestamp;
}

/** Attempts of an operation that failed; the newest ones. */
export interface OperationAttemptsTable {
  operation_uid: string;
  /** From 1. */
  number: number;
  ended_at: Timestamp;
  /** Written for callers; never what another system said. */
  error: string;
  /** When it is tried again; null when it is not. */
  next_at: Timestamp | null;
}
