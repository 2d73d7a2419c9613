// The tables as TypeScript sees them. One SQL for Postgres and PGlite, at the level of Postgres 15.
// Specs are protobuf binary: presence ("unset" and "set to empty" differ) and unknown fields survive byte for byte.
import type { Cost, ObservedCodec } from "@remit/responsibility";
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
  | "principal"
  /** Who may call, not what: the view leaves it out, whoever holds keys reads them again. */
  | "api-key";

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

/** A one-time way into the console. */
export interface SignInLinksTable {
  token_digest: Uint8Array;
  user_id: string;
  /** The API key that it was made with, and what it signs in ends with; null for one that was made on the host. */
  api_key_id: string | null;
  created_at: Timestamp;
  expires_at: Timestamp;
}

/** Somebody signed in to the console. */
export interface SessionsTable {
  id: string;
  /** SHA-256 of the whole token, as of an API key's. */
  token_digest: Uint8Array;
  principal_id: string;
  principal_kind: "user" | "serviceaccount";
  /** The API key that it was made from and goes with; null where there was none. */
  api_key_id: string | null;
  created_at: Timestamp;
  /** To the minute or so. */
  last_used_at: Timestamp;
  /** However much it is used. */
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
  /** Whether it was ever made on its server, or taken over there: gateways let nothing through to one that was not. */
  made: Generated<boolean>;
  /** Its name on the Temporal server, of one that was adopted; null: the id is the name there, too. */
  server_name: string | null;
  /** The Temporal server's uuid of the incarnation that was adopted. */
  server_id: string | null;
  /** temporal.api.cloud.namespace.v1.Capacity.Request: the last one; null: none was ever made, or it was taken back. */
  capacity_request: Uint8Array | null;
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

/** The one tailored matrix; no row as long as the template stands. */
export interface MatrixTable {
  singleton: Generated<boolean>;
  version: number;
  /** remit.v1.MatrixSpec */
  spec: Uint8Array;
  updated_at: Timestamp;
}

export interface TeamsTable extends ResourceColumns {
  id: string;
  /** The kind of team in its spec, for lists of one kind. */
  kind: string;
}

/** A person's word that a responsibility is carried out; a newer one takes the place of the one before. */
export interface AttestationsTable {
  responsibility_id: string;
  statement: string;
  principal_id: string;
  created_at: Timestamp;
  expires_at: Timestamp;
}

/** A finding of the drift report that somebody answers for, until it ends. */
export interface AcknowledgementsTable {
  finding_id: string;
  reason: string;
  principal_id: string;
  created_at: Timestamp;
  until: Timestamp;
}

/** The last state of a row's evidence, and when it came to be: what "since" says. */
export interface EvidenceStatesTable {
  responsibility_id: string;
  state: "green" | "amber" | "red" | "unknown";
  since: Timestamp;
}

export type RequestState = "pending" | "approved" | "declined" | "withdrawn" | "lapsed" | "ended" | "failed";

/** What somebody asks for: access for a time, or a Namespace. */
export interface RequestsTable {
  id: string;
  version: number;
  /** As it was left; `requests.ts` reads it as of a moment, so that nothing has to run for a request to end. */
  state: RequestState;
  kind: "namespace-access" | "project-access" | "custom-role" | "namespace";
  requester_id: string;
  /** E-mail of the requester, who may be gone when it is read. */
  requester_name: string;
  /** What it is about, in one text: nobody has two pending requests for the same. */
  subject: string;
  /** remit.v1.WantedAccess or, for kind "namespace", remit.v1.WantedNamespace */
  wanted: Uint8Array;
  /** The one incarnation that was asked for; empty when there was none of that name, or it is still to be made. */
  target_uid: string;
  reason: string;
  hours: number;
  responsibility_id: string;
  approvals_needed: number;
  /** Id of the request whose access this one prolongs; empty for none. */
  renews_id: string;
  namespace_id: string;
  note: string;
  async_operation_id: string;
  created_at: Timestamp;
  /** When nobody has decided by then, nobody can any more. */
  lapses_at: Timestamp;
  ends_at: Timestamp | null;
  reminded_at: Timestamp | null;
  escalated_at: Timestamp | null;
  end_reminded_at: Timestamp | null;
}

/** Who may decide a request, and as a member of which team: fixed when it is made. */
export interface RequestApproversTable {
  request_id: string;
  user_id: string;
  team_id: string;
}

export interface RequestDecisionsTable {
  request_id: string;
  user_id: string;
  user_name: string;
  verdict: "approved" | "declined";
  comment: string;
  decided_at: Timestamp;
}

/** Access that ends by itself: exactly one of the three things it can be bound to. */
export interface TemporaryGrantsTable {
  request_id: string;
  principal_id: string;
  namespace_uid: string | null;
  project_id: string | null;
  custom_role_id: string | null;
  /** Namespace permission or project role; empty for a custom role. */
  level: string;
  expires_at: Timestamp;
}

export interface NotificationsTable {
  id: string;
  channel: "webhook" | "mail";
  /** E-mail address; empty for the webhook. */
  recipient: string;
  event: string;
  payload: Json<Record<string, unknown>>;
  created_at: Timestamp;
  next_attempt_at: Timestamp;
  attempts: number;
  delivered_at: Timestamp | null;
  given_up_at: Timestamp | null;
  last_error: string;
}

/** What was last seen of a Namespace on its Temporal server. A part that is absent is not known. */
export interface SeenNamespace {
  /** Where its server disagrees with what was applied here, each in a phrase. */
  readonly differs?: readonly string[];
  readonly taskQueues?: readonly { readonly name: string; readonly pollers: number }[];
  readonly deployments?: readonly { readonly name: string; readonly currentBuild: string }[];
  /** What its codec server answered, and since when it has been so (ISO 8601). */
  readonly codec?: Omit<ObservedCodec, "since"> & { readonly since: string };
  /** What the gateways counted of it, and what it may use. */
  readonly load?: SeenLoad;
  /** Of the month so far; absent: not known, or no price list. */
  readonly cost?: Cost;
  readonly actions?: number;
  /** Task queue → when it was last seen to be polled, ISO 8601: no server remembers what nobody polls any more. */
  readonly polled: Readonly<Record<string, string>>;
}

/** Per second, in the busiest minute; and what was refused in the minute in which it was most. */
export interface Load {
  readonly requests: number;
  readonly actions: number;
  readonly refusedRequests: number;
  readonly refusedActions: number;
}

export interface SeenLoad {
  /** Per second; 0: none. Null until a gateway has told it. */
  readonly limits: { readonly requests: number | null; readonly actions: number };
  /** Requests that every Namespace without a capacity of its own may send, as a gateway told it last. */
  readonly requestsOfAll: number | null;
  /** By the hour (ISO 8601), of the last day. */
  readonly hours: Readonly<Record<string, Load>>;
}

export interface NamespaceObservationsTable {
  namespace_uid: string;
  seen: Json<SeenNamespace>;
  at: Timestamp;
}

/** How far the audit chain was verified; hashes in hex, times as ISO 8601. */
export interface SeenAccount {
  readonly chain: {
    readonly verified: { readonly seq: number; readonly hash: string };
    readonly again: { readonly seq: number; readonly hash: string };
    readonly until: string | null;
    readonly broken: { readonly seq: number; readonly problem: string } | null;
  };
  /** Of the month so far; absent: not known, or no price list. */
  readonly cost?: Cost;
  readonly actions?: number;
}

/** No row until somebody looked. */
export interface AccountObservationTable {
  singleton: Generated<boolean>;
  seen: Json<SeenAccount>;
  at: Timestamp;
}

/** The findings of the last look at the whole account; one that is gone is gone from here. */
export interface DriftFindingsTable {
  id: string;
  kind: string;
  risk: "high" | "medium" | "low";
  text: string;
  first_seen: Timestamp;
  last_seen: Timestamp;
  /** Whether somebody had acknowledged it when it was last seen. */
  accepted: Generated<boolean>;
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

/** An elliptic curve key without its private part. */
export interface PublicJwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

export interface GatewayKeysTable {
  /** The key's thumbprint. */
  kid: string;
  jwk: Json<PublicJwk>;
  created_at: Timestamp;
  expires_at: Timestamp;
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

/** Processes that share limits. */
export interface GatewaysTable {
  /** Of a process, made at its start. */
  id: string;
  /** By the database's clock. */
  seen_at: Timestamp;
  /** What it does: those of one role share the limits of that role. */
  role: string;
}

/** What a Namespace used within an hour. */
export interface UsageHoursTable {
  hour: Timestamp;
  namespace_uid: string;
  /** As it was called when it was last counted. */
  namespace_id: string;
  /** Where it was when it was last counted; "" where it was gone by then. */
  project_id: string;
  actions: Generated<number>;
  active_byte_seconds: Generated<number>;
  retained_byte_seconds: Generated<number>;
  /** For how much of the hour storage is known. */
  storage_seconds: Generated<number>;
}

/** A process that counts actions. One that ends well takes its row along: what stands here and is old broke off. */
export interface UsageCountersTable {
  id: string;
  /** The last batch of counts that was added, so that none is added twice. */
  seq: number;
  /** By the database's clock. */
  seen_at: Timestamp;
}

/** A time in which it is not known how much a Namespace stored. */
export interface UsageGapsTable {
  id: string;
  namespace_uid: string;
  from_at: Timestamp;
  until_at: Timestamp;
}

/** What a Namespace held when its server was last asked. */
export interface StorageSamplesTable {
  namespace_uid: string;
  at: Timestamp;
  active_bytes: number;
  retained_bytes: number;
  open_workflows: number;
}

/** Requests of one gateway within one minute. */
export interface MinuteCounts {
  /** Per second and Namespace, over all gateways, and of a unit of a Namespace's own capacity; 0 is none. */
  readonly limits: {
    readonly requests: number;
    readonly actions: number;
    readonly unitRequests: number;
    readonly unitActions: number;
  };
  readonly namespaces: Readonly<Record<string, NamespaceMinute>>;
}

export interface NamespaceMinute {
  readonly actions: number;
  readonly throttledActions: number;
  /** Of its own capacity, as it was last; null: it has what every Namespace may use. */
  readonly units: number | null;
  /** By method: requests, those that ended with an error, those that the limits refused, and RESOURCE_EXHAUSTED of the server. */
  readonly methods: Readonly<Record<string, readonly [number, number, number, number]>>;
}

export interface GatewayMinutesTable {
  gateway_id: string;
  minute: Timestamp;
  counts: Json<MinuteCounts>;
}

/** When somebody last read the metrics; no row: never. */
export interface MetricsScrapeTable {
  singleton: Generated<boolean>;
  at: Timestamp;
}

export interface BillingReportsTable {
  id: string;
  state: "in-progress" | "generated" | "failed";
  /** temporal.api.cloud.billing.v1.BillingReportSpec, with the defaults filled in. */
  spec: Uint8Array;
  async_operation_id: string;
  requested_at: Timestamp;
  generated_at: Timestamp | null;
  csv_gzip: Uint8Array | null;
  /** Of the CSV, not of what is stored of it. */
  csv_bytes: Generated<number>;
}

export interface Schema {
  account: AccountTable;
  policy_version: PolicyVersionTable;
  policy_changes: PolicyChangesTable;
  users: UsersTable;
  invitations: InvitationsTable;
  sign_in_links: SignInLinksTable;
  sessions: SessionsTable;
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
  export_sinks: ExportSinksTable;
  exported_runs: ExportedRunsTable;
  matrix: MatrixTable;
  teams: TeamsTable;
  attestations: AttestationsTable;
  acknowledgements: AcknowledgementsTable;
  evidence_states: EvidenceStatesTable;
  requests: RequestsTable;
  request_approvers: RequestApproversTable;
  request_decisions: RequestDecisionsTable;
  temporary_grants: TemporaryGrantsTable;
  notifications: NotificationsTable;
  namespace_observations: NamespaceObservationsTable;
  account_observation: AccountObservationTable;
  drift_findings: DriftFindingsTable;
  operations: OperationsTable;
  operation_attempts: OperationAttemptsTable;
  server_health: ServerHealthTable;
  audit_log: AuditLogTable;
  audit_head: AuditHeadTable;
  audit_log_sinks: AuditLogSinksTable;
  audit_streams: AuditStreamsTable;
  gateway_keys: GatewayKeysTable;
  gateways: GatewaysTable;
  usage_hours: UsageHoursTable;
  usage_counters: UsageCountersTable;
  usage_gaps: UsageGapsTable;
  storage_samples: StorageSamplesTable;
  gateway_minutes: GatewayMinutesTable;
  metrics_scrape: MetricsScrapeTable;
  billing_reports: BillingReportsTable;
}
