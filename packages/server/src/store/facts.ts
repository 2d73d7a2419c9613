// What responsibility asks about the account, read from the tables in one moment.
import { X509Certificate } from "node:crypto";
import { fromBinary } from "@bufbuild/protobuf";
import { ApiKeySpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type * as responsibility from "@remit/responsibility";
import type { Reader, Tx } from "./database.ts";
import { readObserved } from "./observations.ts";
import { readPolicyState } from "./policy-data.ts";

/** Everything that a report on the whole account needs; in a transaction, so that the pieces fit together. */
export async function readFacts(tx: Tx, now: Date): Promise<responsibility.Facts> {
  const { data, namespaces } = await readPolicyState(tx);
  return {
    ...(await readNames(tx, now, data)),
    namespaces: await readNamespaceFacts(tx, new Map(namespaces.map(({ uid, id }) => [uid, id]))),
    users: await readUserFacts(tx),
    keys: await readKeyFacts(tx),
    observed: await readObserved(tx, now),
  };
}

/**
 * Names alone: enough to tell which team a Namespace belongs to, and cheap. There are no members in it, and no
 * settings.
 */
export async function readNameFacts(reader: Reader, now: Date, account: string): Promise<responsibility.Facts> {
  const nobody = { projects: [], namespaces: [], nexusEndpoints: [], connectivityRules: [] };
  const policy = { account, ...nobody, customRoles: [], groups: [], principals: [] };
  const rows = await reader.selectFrom("namespaces").select(["uid", "id", "project_id", "tags"]).execute();
  const namespaces = rows.map(({ uid, id, project_id, tags }) => ({
    uid,
    id,
    project: project_id,
    tags,
    settings: null,
  }));
  return { ...(await readNames(reader, now, policy)), namespaces, users: [], keys: [] };
}

type Names = Pick<responsibility.Facts, "now" | "policy" | "projects" | "groups" | "serviceAccounts">;

async function readNames(reader: Reader, now: Date, policy: responsibility.Facts["policy"]): Promise<Names> {
  const projects = await reader.selectFrom("projects").select(["id", "display_name"]).execute();
  const groups = await reader.selectFrom("user_groups").select(["id", "display_name", "kind"]).execute();
  const accounts = await reader.selectFrom("service_accounts").select(["id", "scope", "scope_id"]).execute();
  return {
    now: now.getTime(),
    policy,
    projects: projects.map(({ id, display_name }) => ({ id, displayName: display_name })),
    groups: groups.map(({ id, display_name, kind }) => ({ id, displayName: display_name, kind })),
    serviceAccounts: accounts.map(({ id, scope, scope_id }) => ({ id, scope, scopeId: scope_id })),
  };
}

async function readNamespaceFacts(
  reader: Reader,
  ids: ReadonlyMap<string, string>,
): Promise<responsibility.NamespaceFact[]> {
  const rows = await reader.selectFrom("namespaces").select(["uid", "project_id", "tags", "spec"]).execute();
  return rows.map(({ uid, project_id, tags, spec }) => ({
    uid,
    id: ids.get(uid) ?? "",
    project: project_id,
    tags,
    settings: toSettings(spec),
  }));
}

function toSettings(bytes: Uint8Array): responsibility.NamespaceSettings {
  const spec = fromBinary(NamespaceSpecSchema, bytes);
  return {
    codecEndpoint: spec.codecServer?.endpoint ?? "",
    retentionDays: spec.retentionDays,
    apiKeyAuth: spec.apiKeyAuth?.enabled ?? false,
    mtlsAuth: spec.mtlsAuth?.enabled ?? false,
    firstCaExpiresAt: firstExpiry(spec.mtlsAuth?.acceptedClientCa ?? new Uint8Array()),
    connectivityRules: spec.connectivityRuleIds.length,
    regions: spec.replicas.length > 0 ? spec.replicas.map(({ region }) => region) : spec.regions,
    deleteProtection: spec.lifecycle?.enableDeleteProtection ?? false,
  };
}

/** Null when there is no certificate; what cannot be read was refused when it was written. */
function firstExpiry(pem: Uint8Array): number | null {
  const blocks = Buffer.from(pem)
    .toString("latin1")
    .match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  const ends = (blocks ?? []).map((block) => Date.parse(new X509Certificate(block).validTo));
  return ends.length === 0 ? null : Math.min(...ends);
}

async function readUserFacts(reader: Reader): Promise<responsibility.UserFact[]> {
  const rows = await reader.selectFrom("users").select(["id", "email", "state"]).execute();
  return rows.map(({ id, email, state }) => ({ id, email, active: state === ResourceState.ACTIVE }));
}

async function readKeyFacts(reader: Reader): Promise<responsibility.KeyFact[]> {
  const rows = await reader.selectFrom("api_keys").selectAll().execute();
  return rows.map((row) => ({
    id: row.id,
    name: fromBinary(ApiKeySpecSchema, row.spec).displayName,
    ownerId: row.owner_id,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    disabled: row.disabled,
    lastUsedAt: row.last_used_at?.getTime() ?? null,
  }));
}
