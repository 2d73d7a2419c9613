// What responsibility asks about the account, read from the tables in one moment.
import { X509Certificate } from "node:crypto";
import { fromBinary } from "@bufbuild/protobuf";
import {
  type ConnectivityRuleSpec,
  ConnectivityRuleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import { ApiKeySpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type * as responsibility from "@remit/responsibility";
import { splitCertificates } from "./certificate-blocks.ts";
import type { Reader, Tx } from "./database.ts";
import { readConnectivityRuleSpecs } from "./namespace-settings.ts";
import type { NamespaceRow } from "./namespaces.ts";
import { readObserved } from "./observations.ts";
import { readPolicyState } from "./policy-data.ts";

/** Everything that a report on the whole account needs; in a transaction, so that the pieces fit together. */
export async function readFacts(tx: Tx, now: Date): Promise<responsibility.Facts> {
  return {
    ...(await readAccessFacts(tx, now)),
    namespaces: await readNamespaceFacts(tx),
    users: await readUserFacts(tx),
    keys: await readKeyFacts(tx),
    observed: await readObserved(tx, now),
  };
}

/** What access comes to, and whose what is: enough to plan it. There are no users, keys and settings in it. */
export async function readAccessFacts(tx: Tx, now: Date): Promise<responsibility.Facts> {
  const { data } = await readPolicyState(tx);
  const rows = await existing(tx).select(["uid", "id", "project_id", "tags"]).execute();
  const there = new Set(rows.map(({ uid }) => uid));
  const policy = { ...data, namespaces: data.namespaces.filter(({ id }) => there.has(id)) };
  return { ...(await readNames(tx, now, policy)), namespaces: rows.map(toNamespaceFact), users: [], keys: [] };
}

/** One that could not be made is there to be read and deleted, and nobody's to answer for. */
const existing = (reader: Reader) =>
  reader.selectFrom("namespaces").where("state", "<>", ResourceState.ACTIVATION_FAILED);

const toNamespaceFact = (
  row: Pick<NamespaceRow, "uid" | "id" | "project_id" | "tags">,
): responsibility.NamespaceFact => ({
  uid: row.uid,
  id: row.id,
  project: row.project_id,
  tags: row.tags,
  settings: null,
});

/**
 * Names alone: enough to tell which team a Namespace belongs to, and cheap. There are no members in it, and no
 * settings.
 */
export async function readNameFacts(reader: Reader, now: Date, account: string): Promise<responsibility.Facts> {
  const nobody = { projects: [], namespaces: [], nexusEndpoints: [], connectivityRules: [] };
  const policy = { account, ...nobody, customRoles: [], groups: [], principals: [] };
  const rows = await reader.selectFrom("namespaces").select(["uid", "id", "project_id", "tags"]).execute();
  const namespaces = rows.map(toNamespaceFact);
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

async function readNamespaceFacts(reader: Reader): Promise<responsibility.NamespaceFact[]> {
  const rows = await existing(reader).select(["uid", "id", "project_id", "tags", "spec"]).execute();
  const rules = await readConnectivityRuleSpecs(reader, null);
  const kinds = new Map(rules.map(({ id, spec }) => [id, kindOf(fromBinary(ConnectivityRuleSpecSchema, spec))]));
  return rows.map((row) => ({ ...toNamespaceFact(row), settings: toSettings(row.spec, kinds) }));
}

function kindOf({ connectionType }: ConnectivityRuleSpec): responsibility.ConnectivityKind {
  if (connectionType.case === "privateRule") return "private";
  if (connectionType.case !== "publicRule") return "unknown";
  return connectionType.value.enableStableIps ? "stable" : "changing";
}

function toSettings(
  bytes: Uint8Array,
  kinds: ReadonlyMap<string, responsibility.ConnectivityKind>,
): responsibility.NamespaceSettings {
  const spec = fromBinary(NamespaceSpecSchema, bytes);
  return {
    codecEndpoint: spec.codecServer?.endpoint ?? "",
    codecCredentials: passesCredentials(spec.codecServer),
    retentionDays: spec.retentionDays,
    apiKeyAuth: spec.apiKeyAuth?.enabled ?? false,
    mtlsAuth: spec.mtlsAuth?.enabled ?? false,
    firstCaExpiresAt: firstExpiry(spec.mtlsAuth?.acceptedClientCa ?? new Uint8Array()),
    connectivityRules: spec.connectivityRuleIds.map((id) => kinds.get(id) ?? "unknown"),
    regions: spec.replicas.length > 0 ? spec.replicas.map(({ region }) => region) : spec.regions,
    deleteProtection: spec.lifecycle?.enableDeleteProtection ?? false,
  };
}

const passesCredentials = (codec: NamespaceSpec["codecServer"]): boolean =>
  codec !== undefined && (codec.passAccessToken || codec.includeCrossOriginCredentials);

/** Null when there is no certificate; what cannot be read was refused when it was written. */
function firstExpiry(pem: Uint8Array): number | null {
  const ends = splitCertificates(pem).blocks.map((block) => Date.parse(new X509Certificate(block).validTo));
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
