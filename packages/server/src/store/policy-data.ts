// What decisions depend on, read from the tables: all of it at start, and what a version touched afterwards.
import { fromBinary } from "@bufbuild/protobuf";
import type * as policy from "@remit/policy";
import {
  type CustomRoleSpec,
  CustomRoleSpecSchema,
  ServiceAccountSpecSchema,
  UserGroupSpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { type NamespaceUids, toPolicyAccess, toServiceAccountAccess } from "@remit/protocol/policy-access";
import type { CustomRoleRow } from "./custom-roles.ts";
import type { Reader } from "./database.ts";
import { toImpliedGrant } from "./implied-grants.ts";
import type { NamespaceRow } from "./namespaces.ts";
import type { PolicyEntityKind } from "./schema/policy.ts";
import { readTemporaryGrants, toTemporaryGrant } from "./temporary-grants.ts";

/** A namespace by its names. The wire id can be used again after a delete, the uid never. */
export interface NamespaceName {
  readonly uid: string;
  readonly id: string;
  readonly project: string;
  /** On its Temporal server, of one that was adopted; absent: the id is its name there, too. */
  readonly serverName?: string;
}

/** A policy version by its number, and by what its transaction called itself: a number may come again, that does not. */
export interface MadeVersion {
  readonly version: number;
  readonly madeBy: string;
}

export const isSame = (a: MadeVersion, b: MadeVersion): boolean => a.version === b.version && a.madeBy === b.madeBy;

/** Everything that belongs to one policy version. */
export interface PolicyState extends MadeVersion {
  readonly data: policy.PolicyData;
  readonly namespaces: readonly NamespaceName[];
  readonly defaultProject: string;
}

/** What changed between two versions, in the order in which it must be applied. */
export interface PolicyDelta extends MadeVersion {
  readonly changes: readonly policy.PolicyChange[];
  readonly namespaces: readonly { readonly uid: string; readonly name: NamespaceName | null }[];
}

/** Something that decisions depend on. */
export interface Touched {
  readonly kind: PolicyEntityKind;
  readonly id: string;
  /** A custom role as it is being written: it need not be read again. */
  readonly role?: RoleRow;
}

type RoleRow = Pick<CustomRoleRow, "id" | "spec" | "bindings">;

export async function readPolicyVersion(reader: Reader): Promise<MadeVersion> {
  const row = await reader.selectFrom("policy_version").select(["version", "made_by"]).executeTakeFirstOrThrow();
  return { version: row.version, madeBy: row.made_by };
}

/** Reads all in one transaction of the caller, so that the pieces fit together. */
export async function readPolicyState(reader: Reader): Promise<PolicyState> {
  const made = await readPolicyVersion(reader);
  const account = await reader.selectFrom("account").select(["id", "default_project"]).executeTakeFirstOrThrow();
  const namespaces = (await reader.selectFrom("namespaces").select(nameColumns).execute()).map(toName);
  const uids = uidsOf(namespaces);
  const children = (rows: readonly { id: string; project_id: string }[]): policy.Child[] =>
    rows.map(({ id, project_id }) => ({ id, project: project_id }));
  return {
    ...made,
    namespaces,
    defaultProject: account.default_project,
    data: {
      account: account.id,
      projects: (await reader.selectFrom("projects").select("id").execute()).map(({ id }) => id),
      namespaces: namespaces.map(({ uid, project }) => ({ id: uid, project })),
      nexusEndpoints: children(await reader.selectFrom("nexus_endpoints").select(["id", "project_id"]).execute()),
      connectivityRules: children(await reader.selectFrom("connectivity_rules").select(["id", "project_id"]).execute()),
      customRoles: await readCustomRoles(reader, null),
      groups: await readGroups(reader, null, uids),
      principals: await readPrincipals(reader, null, uids),
    },
  };
}

/**
 * Null when the change log does not reach back to `since`, or `since` is no part of its history, because the database was
 * put back to an earlier state: read everything again.
 * `known` resolves namespace names as of `since`; `until` is the version that the reader sees.
 */
export async function readPolicyDelta(
  reader: Reader,
  since: MadeVersion,
  until: MadeVersion,
  known: NamespaceUids,
): Promise<PolicyDelta | null> {
  if (until.version < since.version) return null;
  const rows = await reader.selectFrom("policy_changes").selectAll().where("version", ">=", since.version).execute();
  const makers = new Map(rows.map((row) => [row.version, row.made_by]));
  // Everything begins with the empty version 0, which nobody made.
  if (since.version > 0 && makers.get(since.version) !== since.madeBy) return null;
  for (let v = since.version + 1; v <= until.version; v++) if (!makers.has(v)) return null;
  return readDeltaOf(
    reader,
    until,
    rows.filter(({ version }) => version > since.version),
    known,
  );
}

/** As the reader sees it: what is gone by now is told as gone. `known` as for `readPolicyDelta`. */
export async function readDeltaOf(
  reader: Reader,
  made: MadeVersion,
  touched: readonly Touched[],
  known: NamespaceUids,
): Promise<PolicyDelta> {
  const idsOf = (kind: PolicyEntityKind): string[] => [
    ...new Set(touched.filter((one) => one.kind === kind).map(({ id }) => id)),
  ];
  const namespaces = await readNamespaceNames(reader, idsOf("namespace"));
  const uids = overlay(known, namespaces);
  const changes: policy.PolicyChange[] = [
    ...(await projectChanges(reader, idsOf("project"))),
    ...namespaces.map(({ uid, name }) => ({ kind: "namespace" as const, id: uid, project: name?.project ?? null })),
    ...(await childChanges(reader, "nexus-endpoint", "nexus_endpoints", idsOf("nexus-endpoint"))),
    ...(await childChanges(reader, "connectivity-rule", "connectivity_rules", idsOf("connectivity-rule"))),
  ];
  const roles = idsOf("custom-role");
  const written = new Map<string, policy.CustomRole>();
  for (const { kind, id, role } of touched) {
    if (role !== undefined) written.set(id, toRole(role));
    // What was done to it afterwards is in the store.
    else if (kind === "custom-role") written.delete(id);
  }
  const unread = roles.filter((id) => !written.has(id));
  const foundRoles = new Map([
    ...written,
    ...(await readCustomRoles(reader, unread)).map((role) => [role.id, role] as const),
  ]);
  for (const id of roles) changes.push({ kind: "custom-role", id, role: foundRoles.get(id) ?? null });
  const groups = idsOf("group");
  const foundGroups = new Map((await readGroups(reader, groups, uids)).map((group) => [group.id, group]));
  for (const id of groups) changes.push({ kind: "group", id, group: foundGroups.get(id) ?? null });
  const principals = idsOf("principal");
  const found = new Map((await readPrincipals(reader, principals, uids)).map((principal) => [principal.id, principal]));
  for (const id of principals) changes.push({ kind: "principal", id, principal: found.get(id) ?? null });
  return { version: made.version, madeBy: made.madeBy, changes, namespaces };
}

const nameColumns = ["uid", "id", "project_id", "server_name"] as const;

const toName = (row: Pick<NamespaceRow, (typeof nameColumns)[number]>): NamespaceName => ({
  uid: row.uid,
  id: row.id,
  project: row.project_id,
  ...(row.server_name !== null && { serverName: row.server_name }),
});

function uidsOf(namespaces: readonly NamespaceName[]): NamespaceUids {
  const uids = new Map(namespaces.map(({ id, uid }) => [id, uid]));
  return (id) => uids.get(id);
}

async function readNamespaceNames(reader: Reader, ids: string[]): Promise<PolicyDelta["namespaces"]> {
  if (ids.length === 0) return [];
  const rows = await reader.selectFrom("namespaces").select(nameColumns).where("uid", "in", ids).execute();
  const found = new Map(rows.map((row) => [row.uid, toName(row)]));
  return ids.map((uid) => ({ uid, name: found.get(uid) ?? null }));
}

/** A name known before may belong to a namespace that is gone by now. */
function overlay(known: NamespaceUids, changed: PolicyDelta["namespaces"]): NamespaceUids {
  const fresh = new Map(changed.flatMap(({ uid, name }) => (name === null ? [] : [[name.id, uid] as const])));
  const touched = new Set(changed.map(({ uid }) => uid));
  return (id) => {
    const uid = fresh.get(id) ?? known(id);
    return uid === undefined || (touched.has(uid) && !fresh.has(id)) ? undefined : uid;
  };
}

async function projectChanges(reader: Reader, ids: string[]): Promise<policy.PolicyChange[]> {
  if (ids.length === 0) return [];
  const found = new Set(
    (await reader.selectFrom("projects").select("id").where("id", "in", ids).execute()).map((r) => r.id),
  );
  return ids.map((id) => ({ kind: "project", id, exists: found.has(id) }));
}

async function childChanges(
  reader: Reader,
  kind: "nexus-endpoint" | "connectivity-rule",
  table: "nexus_endpoints" | "connectivity_rules",
  ids: string[],
): Promise<policy.PolicyChange[]> {
  if (ids.length === 0) return [];
  const rows = await reader.selectFrom(table).select(["id", "project_id"]).where("id", "in", ids).execute();
  const projects = new Map(rows.map((row) => [row.id, row.project_id]));
  return ids.map((id) => ({ kind, id, project: projects.get(id) ?? null }));
}

async function readCustomRoles(reader: Reader, ids: string[] | null): Promise<policy.CustomRole[]> {
  if (ids?.length === 0) return [];
  let query = reader.selectFrom("custom_roles").select(["id", "spec", "bindings"]);
  if (ids !== null) query = query.where("id", "in", ids);
  return (await query.execute()).map(toRole);
}

const toRole = ({ id, spec, bindings }: RoleRow): policy.CustomRole =>
  toPolicyRole(id, fromBinary(CustomRoleSpecSchema, spec), bindings);

/** A namespace that the role named is the one it was bound to when the role was saved; a namesake gets nothing. */
export function toPolicyRole(id: string, spec: CustomRoleSpec, bindings: Record<string, string>): policy.CustomRole {
  return {
    id,
    name: spec.name,
    permissions: spec.permissions.map(({ actions, resources }) => {
      const resourceType = (resources?.resourceType ?? "") as policy.ResourceType;
      const ids = resources?.resourceIds ?? [];
      return {
        actions,
        resourceType,
        allowAll: resources?.allowAll ?? false,
        resourceIds: resourceType === "namespaces" ? ids.flatMap((name) => bindings[name] ?? []) : ids,
      };
    }),
  };
}

async function readGroups(reader: Reader, ids: string[] | null, uids: NamespaceUids): Promise<policy.Group[]> {
  if (ids?.length === 0) return [];
  let query = reader.selectFrom("user_groups").select(["id", "display_name", "spec"]);
  if (ids !== null) query = query.where("id", "in", ids);
  return (await query.execute()).map(({ id, display_name, spec }) => ({
    id,
    name: display_name,
    access: toPolicyAccess(fromBinary(UserGroupSpecSchema, spec).access, uids),
  }));
}

async function readPrincipals(reader: Reader, ids: string[] | null, uids: NamespaceUids): Promise<policy.Principal[]> {
  if (ids?.length === 0) return [];
  const implied = await readImplied(reader, ids);
  const groups = await readMemberships(reader, ids);
  let users = reader.selectFrom("users").select(["id", "email", "spec", "state"]);
  let accounts = reader.selectFrom("service_accounts").select(["id", "name", "spec", "state"]);
  if (ids !== null) {
    users = users.where("id", "in", ids);
    accounts = accounts.where("id", "in", ids);
  }
  return [
    ...(await users.execute()).map((row) => ({
      id: row.id,
      kind: "user" as const,
      name: row.email,
      active: isActive(row.state),
      access: toPolicyAccess(fromBinary(UserSpecSchema, row.spec).access, uids, implied.get(row.id) ?? []),
      groups: groups.get(row.id) ?? [],
    })),
    ...(await accounts.execute()).map((row) => ({
      id: row.id,
      kind: "serviceaccount" as const,
      name: row.name,
      active: isActive(row.state),
      access: toServiceAccountAccess(fromBinary(ServiceAccountSpecSchema, row.spec), uids, implied.get(row.id) ?? []),
      groups: [],
    })),
  ];
}

const isActive = (state: number): boolean => state === ResourceState.ACTIVE;

async function readImplied(reader: Reader, ids: string[] | null): Promise<Map<string, policy.ImpliedGrant[]>> {
  let query = reader.selectFrom("implied_grants").selectAll();
  if (ids !== null) query = query.where("principal_id", "in", ids);
  const byPrincipal = new Map<string, policy.ImpliedGrant[]>();
  const add = (principalId: string, grant: policy.ImpliedGrant): void => {
    const grants = byPrincipal.get(principalId) ?? [];
    grants.push(grant);
    byPrincipal.set(principalId, grants);
  };
  for (const row of await query.execute()) add(row.principal_id, toImpliedGrant(row));
  // Those that ended are loaded, too: what counts is their end at the time of a decision, not when they were read.
  for (const row of await readTemporaryGrants(reader, ids)) add(row.principal_id, toTemporaryGrant(row));
  return byPrincipal;
}

async function readMemberships(reader: Reader, ids: string[] | null): Promise<Map<string, string[]>> {
  let query = reader.selectFrom("group_members").select(["group_id", "user_id"]);
  if (ids !== null) query = query.where("user_id", "in", ids);
  const byUser = new Map<string, string[]>();
  for (const { group_id, user_id } of await query.orderBy("group_id").execute()) {
    const groups = byUser.get(user_id) ?? [];
    groups.push(group_id);
    byUser.set(user_id, groups);
  }
  return byUser;
}
