// Tables of the audit log, and of where it is sent.
import type { Generated } from "kysely";
import type { Json, ResourceColumns, Timestamp } from "./columns.ts";

export interface AuditLogTable {
  log_id: string;
  emit_time: Timestamp;
  operation: string;
  status: string;
  principal_type: string;
  principal_id: string;
  principal_name: string;
  api_key_id: string;
  x_forwarded_for: string;
  async_operation_id: string;
  details: Json<Record<string, unknown>>;
  /** Position in the hash chain; null until the sequencer has chained the row. */
  chain_seq: number | null;
  chain_hash: Uint8Array | null;
}

export interface AuditHeadTable {
  singleton: Generated<boolean>;
  seq: number;
  hash: Uint8Array;
}

export interface AuditLogSinksTable extends ResourceColumns {
  name: string;
  /** Of this incarnation: a namesake made later begins anew. */
  stream_id: string;
}

export type AuditStreamKind = "kinesis" | "pubsub" | "file" | "webhook" | "stdout";

/** How far the audit log was delivered to one place, and how that goes. */
export interface AuditStreamsTable {
  id: string;
  /** Shown to people: the sink's name, or the setting's. */
  name: string;
  kind: AuditStreamKind;
  /** Where it leads, without anything secret. */
  destination: string;
  /** False: it is not in the settings any more, or the sink is disabled; its place is kept. */
  enabled: boolean;
  /** The last record of the chain that the destination acknowledged. */
  seq: number;
  /** The process that sends, until then, by the database's clock; null: nobody does. */
  holder: string;
  lease_until: Timestamp | null;
  /** Grows with each taking: who was overtaken moves nothing any more. */
  fence: number;
  /** In a row. */
  failures: number;
  next_attempt_at: Timestamp | null;
  failing_since: Timestamp | null;
  /** What went wrong last; empty while nothing does. */
  last_error: string;
  /** Whether whoever configured it must act, or nobody can say so. */
  last_error_kind: "configuration" | "internal" | "";
  last_succeeded_at: Timestamp | null;
  created_at: Timestamp;
}
