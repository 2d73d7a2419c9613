// The tables as TypeScript sees them. One SQL for Postgres and PGlite, at the level of Postgres 15.
// Specs are protobuf binary: presence ("unset" and "set to empty" differ) and unknown fields survive byte for byte.
import type { ColumnType, Generated } from "kysely";

/** timestamptz; read as Date, written as Date or ISO string. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** jsonb; written as a JSON string, because the two drivers serialise bare arrays differently. */
export type Json<T> = ColumnType<T, string, string>;

/** What every resource row carries. */
export interface ResourceColumns {
  /** The wire's resource_version: never repeats, not even for a namesake made later. */
  version: number;
  /** temporal.api.cloud.resource.v1.ResourceState */
  state: number;
  spec: Uint8Array;
  async_operation_id: string;
  created_at: Timestamp;
  updated_at: Timestamp | null;
}

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

export interface PolicyVersionTable {
  singleton: Generated<boolean>;
  version: number;
}

/** What a policy version touched: processes reload exactly this. */
export interface PolicyChangesTable {
  version: number;
  kind: PolicyEntityKind;
  id: string;
}

export type PolicyEntityKind =
  | "project"
  | "namespace"
  | "nexus-endpoint"
  | "connectivity-rule"
  | "custom-role"
  | "group"
  | "principal";

export interface UsersTable extends ResourceColumns {
  id: string;
  email: string;
  invited_at: Timestamp | null;
  invitation_expires_at: Timestamp | null;
  accepted_at: Timestamp | null;
}

export interface InvitationsTable {
  user_id: string;
  token_digest: Uint8Array;
  created_by: string;
  created_at: Timestamp;
  expires_at: Timestamp;
}

export interface UserGroupsTable extends ResourceColumns {
  id: string;
  display_name: string;
  kind: "cloud" | "google" | "scim";
  external_id: string;
}

export interface GroupMembersTable {
  group_id: string;
  user_id: string;
  created_at: Timestamp;
}

export interface ServiceAccountsTable extends ResourceColumns {
  id: string;
  name: string;
  scope: "account" | "namespace" | "project";
  /** The namespace's uid or the project's id; empty for scope "account". */
  scope_id: string;
}

export interface ApiKeysTable extends ResourceColumns {
  id: string;
  owner_id: string;
  owner_kind: "user" | "serviceaccount";
  /** SHA-256 of the whole token. The token has 256 random bits, so a fast hash is enough. */
  digest: Uint8Array;
  disabled: boolean;
  expires_at: Timestamp;
  last_used_at: Timestamp | null;
}

export interface CustomRolesTable extends ResourceColumns {
  id: string;
  name: string;
  /** Wire namespace id → uid at the time of saving: a namesake made later is not what was granted. */
  bindings: Json<Record<string, string>>;
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
}

export interface ImpliedGrantsTable {
  principal_id: string;
  namespace_uid: string;
  kind: "creator" | "temporary";
  permission: "read" | "write" | "admin";
  expires_at: Timestamp | null;
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
}

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

export interface Schema {
  account: AccountTable;
  policy_version: PolicyVersionTable;
  policy_changes: PolicyChangesTable;
  users: UsersTable;
  invitations: InvitationsTable;
  user_groups: UserGroupsTable;
  group_members: GroupMembersTable;
  service_accounts: ServiceAccountsTable;
  api_keys: ApiKeysTable;
  custom_roles: CustomRolesTable;
  projects: ProjectsTable;
  namespaces: NamespacesTable;
  implied_grants: ImpliedGrantsTable;
  nexus_endpoints: NexusEndpointsTable;
  connectivity_rules: ConnectivityRulesTable;
  operations: OperationsTable;
  audit_log: AuditLogTable;
  audit_head: AuditHeadTable;
}
