// Where a principal's authority comes from, one entry per way it was given: what `decide` reports as reasons and
// `effectivePermissions` unfolds. Readable rather than fast; `check` is the fast path and a test keeps the two equal.
import { tableOf } from "./compiled/ids.ts";
import { getAt } from "./compiled/paged.ts";
import { decodeAccess, decodeGroups } from "./compiled/records.ts";
import { resourceExists, type Snapshot } from "./compiled/snapshot.ts";
import { CUSTOM_ROLES } from "./compiled/vocabulary.ts";
import { recordsOfPrincipal } from "./list-allowed.ts";
import { projectRoleOperations, widestScope } from "./scope.ts";
import type { Access, CustomRole, ImpliedGrant, Reason, RolePermission, Scope } from "./types.ts";

/** One way in which authority was given, without its scope, and what it gives. */
export interface Source {
  readonly reason: Omit<Reason, "scope">;
  /** Operations by name; may name some that are not valid anywhere. */
  readonly operations: ReadonlySet<string>;
  /** The scopes that this source gives for one of its operations; none when what it names is gone. */
  readonly scopesOf: (operation: string) => readonly Scope[];
}

type Via = Reason["group"];

/** How something was given, apart from what it is. */
type How = Pick<Reason, "kind" | "group" | "expiresAt">;

const forGood = (kind: Reason["kind"], group: Via): How => ({ kind, group, expiresAt: null });

/** All sources of an active principal at `now`, its own and its groups'; empty when unknown or inactive. */
export function sourcesOfPrincipal(snapshot: Snapshot, principalId: string, now: number): Source[] {
  const number = snapshot.ids.principals.numbers.get(principalId);
  if (number === undefined || recordsOfPrincipal(snapshot, number).length === 0) return [];
  return sourcesInWaiting(snapshot, principalId, now);
}

/** The same for a principal that is not active as if it were: what it holds again as soon as it is. */
export function sourcesInWaiting(snapshot: Snapshot, principalId: string, now: number): Source[] {
  const number = snapshot.ids.principals.numbers.get(principalId);
  const record = number === undefined ? 0 : (snapshot.principals[number] ?? 0);
  if (record === 0) return [];
  const { data } = snapshot.arena;
  return [
    ...sourcesOfAccess(snapshot, decodeAccess(snapshot.ids, data, record), null, now),
    ...decodeGroups(snapshot.ids, data, record).flatMap((id) => sourcesOfGroup(snapshot, id, now)),
  ];
}

/** What a group gives each of its members at `now`; nothing when there is no such group. */
export function sourcesOfGroup(snapshot: Snapshot, id: string, now: number): Source[] {
  const access = accessOfGroup(snapshot, id);
  if (!access) return [];
  const name = getAt(snapshot.groupNames, snapshot.ids.groups.numbers.get(id) ?? 0) ?? "";
  return sourcesOfAccess(snapshot, access, { id, name }, now);
}

/** What a group was given, or null when there is no such group. */
export function accessOfGroup(snapshot: Snapshot, id: string): Access | null {
  const number = snapshot.ids.groups.numbers.get(id);
  const offset = number === undefined ? 0 : (snapshot.groups[number] ?? 0);
  return offset === 0 ? null : decodeAccess(snapshot.ids, snapshot.arena.data, offset);
}

/** The sources in one access. `now` is null to leave out nothing that has ended. */
export function sourcesOfAccess(snapshot: Snapshot, access: Access, group: Via, now: number | null): Source[] {
  return [
    ...accountRoleSource(snapshot, access, group),
    ...access.namespaces.map((entry) => namespaceSource(snapshot, entry, forGood("namespace-access", group))),
    ...access.projects.map((entry) => projectSource(snapshot, entry, forGood("project-access", group))),
    ...access.customRoles.flatMap((id) => customRoleSources(snapshot, id, forGood("custom-role", group))),
    ...access.implied
      .filter(({ expiresAt }) => now === null || expiresAt === null || now < expiresAt)
      .flatMap((grant) => impliedSources(snapshot, grant, group)),
  ];
}

function accountRoleSource(snapshot: Snapshot, { accountRole }: Access, group: Via): Source[] {
  if (!accountRole) return [];
  const { vocabulary } = snapshot;
  return [
    {
      reason: { ...forGood("account-role", group), role: accountRole, customRole: null },
      operations: vocabulary.source.accountRoles[accountRole]?.operations ?? new Set(),
      scopesOf: (operation) => widestScope(vocabulary, operation),
    },
  ];
}

function namespaceSource(snapshot: Snapshot, entry: Access["namespaces"][number], how: How): Source {
  const { namespace, permission } = entry;
  return {
    reason: { ...how, role: permission, customRole: null },
    operations: snapshot.vocabulary.source.namespacePermissions[permission]?.operations ?? new Set(),
    scopesOf: () => ifExists(snapshot, { kind: "resource", resource: { type: "namespaces", id: namespace } }),
  };
}

function projectSource(snapshot: Snapshot, { project, role }: Access["projects"][number], how: How): Source {
  return {
    reason: { ...how, role, customRole: null },
    operations: projectRoleOperations(snapshot.vocabulary, role),
    scopesOf: () => ifExists(snapshot, { kind: "project", project }),
  };
}

function impliedSources(snapshot: Snapshot, { kind, gives, expiresAt }: ImpliedGrant, group: Via): Source[] {
  const how = { kind, group, expiresAt };
  switch (gives.kind) {
    case "namespace-access":
      return [namespaceSource(snapshot, gives, how)];
    case "project-access":
      return [projectSource(snapshot, gives, how)];
    case "custom-role":
      return customRoleSources(snapshot, gives.customRole, how);
  }
}

function customRoleSources(snapshot: Snapshot, id: string, how: How): Source[] {
  const number = tableOf(snapshot.ids, CUSTOM_ROLES).numbers.get(id);
  const role = number === undefined ? undefined : getAt(snapshot.roleSources, number);
  return role ? sourcesOfRole(snapshot, role, how) : [];
}

/** The sources in one custom role: one per permission entry. */
export function sourcesOfRole(
  snapshot: Snapshot,
  role: Pick<CustomRole, "id" | "name" | "permissions">,
  how: How = forGood("custom-role", null),
): Source[] {
  return role.permissions.map((entry) => ({
    reason: { ...how, role: role.name, customRole: role.id },
    operations: new Set(entry.actions.filter((action) => entryMayCarry(snapshot, entry, action))),
    scopesOf: () => scopesOfEntry(snapshot, entry),
  }));
}

function entryMayCarry(snapshot: Snapshot, entry: RolePermission, action: string): boolean {
  const number = snapshot.vocabulary.numbers.get(action);
  const row = number === undefined ? undefined : snapshot.vocabulary.source.operations[number];
  return row?.grantable === true && !row.inert && row.resourceTypes.includes(entry.resourceType);
}

function scopesOfEntry(snapshot: Snapshot, entry: RolePermission): readonly Scope[] {
  const all: Scope = { kind: "all", type: entry.resourceType };
  if (entry.allowAll) return [all];
  if (entry.resourceType === "accounts") return entry.resourceIds.includes(snapshot.account) ? [all] : [];
  return [...new Set(entry.resourceIds)].flatMap((id) =>
    ifExists(
      snapshot,
      entry.resourceType === "projects"
        ? { kind: "project", project: id }
        : { kind: "resource", resource: { type: entry.resourceType, id } },
    ),
  );
}

function ifExists(snapshot: Snapshot, scope: Scope): readonly Scope[] {
  if (scope.kind === "all") return [scope];
  const exists =
    scope.kind === "project"
      ? resourceExists(snapshot, "projects", scope.project)
      : resourceExists(snapshot, scope.resource.type, scope.resource.id);
  return exists ? [scope] : [];
}
