// Tables of the account and of what it holds.
import type { Generated } from "kysely";
import type { Json, ResourceColumns, Timestamp } from "./columns.ts";

export interface AccountTable {
  singleton: Generated<boolean>;
  id: string;
  version: number;
  spec: Uint8Array;
  async_operation_id: string;
  default_project: string;
  created_at: Timestamp;
  updated_at: Timestamp | null;
}

export interface ProjectsTable extends ResourceColumns {
  id: string;
  display_name: string;
}

export interface NamespacesTable extends ResourceColumns {
  uid: string;
  /** name.account */
  id: string;
  project_id: string;
  /** The accepted spec that is not applied yet; null when `spec` is what was asked for. */
  desired: Uint8Array | null;
  tags: Json<Record<string, string>>;
  active_region: string;
  failure_reason: string;
  /** Whether it was ever made on its server, or taken over there: gateways let nothing through to one that was not. */
  made: Generated<boolean>;
  /** Its name on the Temporal server, of one that was adopted; null: the id is the name there, too. */
  server_name: string | null;
  /** The Temporal server's uuid of the incarnation that was adopted. */
  server_id: string | null;
  /** temporal.api.cloud.namespace.v1.Capacity.Request: the last one; null: none was ever made, or it was taken back. */
  capacity_request: Uint8Array | null;
}

export interface NexusEndpointsTable extends ResourceColumns {
  id: string;
  name: string;
  project_id: string;
  target_namespace_uid: string;
  target_task_queue: string;
  desired: Uint8Array | null;
  /** The endpoint's id on the Temporal server; empty until it exists there. */
  server_id: string;
  failure_reason: string;
}

export interface ConnectivityRulesTable extends ResourceColumns {
  id: string;
  project_id: string;
}

/** Where a Namespace's closed histories go, and how far they have gone there. */
export interface ExportSinksTable extends ResourceColumns {
  /** Of this incarnation: a namesake made later begins anew. */
  uid: string;
  namespace_uid: string;
  name: string;
  /** As in the spec, for whoever looks for those that work. */
  enabled: boolean;
  /** When it was last switched on: what closed before is not exported. */
  begins_at: Timestamp;
  /** Everything that closed before it, as far as it could be seen, is in the object store. */
  exported_until: Timestamp;
  /** The end of the piece of time that is being exported, and when that began; null between pieces. */
  window_end: Timestamp | null;
  window_started_at: Timestamp | null;
  /** temporal.api.cloud.namespace.v1.ExportSink.Health */
  health: Generated<number>;
  error_message: Generated<string>;
  last_export_at: Timestamp | null;
  last_check_at: Timestamp | null;
}

/** Runs that a sink has written, kept for as long as the time in which they closed is read again. */
export interface ExportedRunsTable {
  sink_uid: string;
  run_id: string;
  closed_at: Timestamp;
}
