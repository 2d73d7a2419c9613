// A control plane with one thing of each kind in it, ready to be attacked.

import { create } from "@bufbuild/protobuf";
import { ConnectivityRuleSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import { AccountAccess_Role, OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { sql } from "kysely";
import { startPlane, type TestPlane } from "../../harness/control-plane.ts";
import type { FreshDatabase } from "../../harness/databases.ts";
import { specOf } from "../../harness/namespaces.ts";
import { createDigest, type ObservedPlane, observePlane } from "../../harness/observed-plane.ts";
import type { Target } from "./attack.ts";
import type { Samples } from "./samples.ts";

export interface OwnedTarget extends Target, AsyncDisposable {
  /** Null on the embedded store, where nobody can look beside the server. */
  readonly observed: ObservedPlane | null;
}

const limits = {
  customRolesPerAccount: 0,
  usersPerAccount: 0,
  projectsPerAccount: 0,
  connectivityRulesPerProject: 0,
  publicConnectivityRulesPerProject: 0,
  apiKeysPerUser: 0,
  apiKeysPerServiceAccount: 0,
  namespacesPerAccount: 0,
  teamsPerAccount: 0,
  pendingRequestsPerUser: 0,
};

/** @param fresh an empty Postgres; without one the tables are not compared */
export async function makeTarget(fresh: FreshDatabase | null): Promise<OwnedTarget> {
  const observed = fresh === null ? null : await observePlane(fresh, { limits });
  const plane = observed ?? (await startPlane({ limits }));
  const samples = await makeSamples(plane);
  return {
    url: plane.url,
    key: plane.ownerKey,
    samples,
    versions: observed === null ? () => Promise.resolve(new Map<string, string>()) : () => readVersions(observed),
    digest: observed === null ? () => Promise.resolve("") : await createDigest(observed.database.db),
    observed,
    [Symbol.asyncDispose]: () => plane[Symbol.asyncDispose](),
  };
}

async function makeSamples({ owner, accountId }: TestPlane): Promise<Samples> {
  const { cloud } = owner;
  const access = { accountAccess: { role: AccountAccess_Role.READ } };
  const permission = { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } };
  const { roleId } = await cloud.createCustomRole({ spec: { name: "sample", permissions: [permission] } });
  const { userId } = await cloud.createUser({ spec: { email: "sample@example.com", access } });
  const { serviceAccountId } = await cloud.createServiceAccount({ spec: { name: "sample", access } });
  const { groupId } = await cloud.createUserGroup({
    spec: { displayName: "sample", access, groupType: { case: "cloudGroup", value: {} } },
  });
  const { keyId } = await cloud.createApiKey({
    spec: { ownerId: serviceAccountId, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "sample" },
  });
  const { projectId } = await cloud.createProject({ spec: { displayName: "sample" } });
  const rule = create(ConnectivityRuleSpecSchema, { connectionType: { case: "publicRule", value: {} } });
  const { connectivityRuleId } = await cloud.createConnectivityRule({ spec: rule, projectId });
  const { namespace } = await cloud.createNamespace({ spec: specOf() });
  const { teamId } = await owner.responsibility.createTeam({
    teamId: "sample",
    spec: { name: "Sample", kind: "platform" },
  });
  return {
    role_id: roleId,
    team_id: teamId,
    user_id: userId,
    service_account_id: serviceAccountId,
    group_id: groupId,
    key_id: keyId,
    owner_id: serviceAccountId,
    owner_type: "OWNER_TYPE_SERVICE_ACCOUNT",
    project_id: projectId,
    connectivity_rule_id: connectivityRuleId,
    namespace,
    async_operation_id: "",
    page_token: "",
    page_size: 10,
    resource_type: "namespaces",
    resource_id: namespace,
    resource_ids: [],
    allow_all: true,
    actions: ["cloud.namespace.get"],
    operation: "cloud.namespace.get",
    email: "other@example.com",
    display_name: "other",
    account_id: accountId,
    region: "aws-us-east-1",
    token: "remit_invite_x",
    api_key: "remit_key_x",
    sign_in_token: "remit_signin_x",
    invitation_token: "remit_invite_x",
    retention_days: 7,
    custom_roles: [],
    project_ids: [],
  };
}

async function readVersions({ database: { db } }: ObservedPlane): Promise<ReadonlyMap<string, string>> {
  const tables = [
    "users",
    "user_groups",
    "service_accounts",
    "api_keys",
    "custom_roles",
    "projects",
    "namespaces",
    "connectivity_rules",
  ];
  const parts = tables.map((table) => sql`SELECT id, version::text AS version FROM ${sql.table(table)}`);
  const { rows } = await sql<{ id: string; version: string }>`${sql.join(parts, sql` UNION ALL `)}`.execute(db);
  return new Map(rows.map(({ id, version }) => [id, version]));
}
