// The tables as TypeScript sees them. One SQL for Postgres and PGlite, at the level of Postgres 15.

import type { AuditHeadTable, AuditLogSinksTable, AuditLogTable, AuditStreamsTable } from "./schema/audit.ts";
import type { GatewayKeysTable, GatewaysTable } from "./schema/gateways.ts";
import type {
  ApiKeysTable,
  GroupMembersTable,
  InvitationsTable,
  ServiceAccountsTable,
  SessionsTable,
  SignInLinksTable,
  UserGroupsTable,
  UsersTable,
} from "./schema/identities.ts";
import type { AccountObservationTable, DriftFindingsTable, NamespaceObservationsTable } from "./schema/observations.ts";
import type { OperationAttemptsTable, OperationsTable, ServerHealthTable } from "./schema/operations.ts";
import type {
  CustomRolesTable,
  ImpliedGrantsTable,
  PolicyChangesTable,
  PolicyVersionTable,
  TemporaryGrantsTable,
} from "./schema/policy.ts";
import type {
  AccountTable,
  ConnectivityRulesTable,
  ExportedRunsTable,
  ExportSinksTable,
  NamespacesTable,
  NexusEndpointsTable,
  ProjectsTable,
} from "./schema/resources.ts";
import type {
  AcknowledgementsTable,
  AttestationsTable,
  EvidenceStatesTable,
  MatrixTable,
  NotificationsTable,
  RequestApproversTable,
  RequestDecisionsTable,
  RequestsTable,
  TeamsTable,
} from "./schema/responsibility.ts";
import type {
  BillingReportsTable,
  GatewayMinutesTable,
  MetricsScrapeTable,
  StorageSamplesTable,
  UsageCountersTable,
  UsageGapsTable,
  UsageHoursTable,
} from "./schema/usage.ts";

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
