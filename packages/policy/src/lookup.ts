// Plain questions about what a snapshot knows, for callers that render, audit or keep data in step.
import { listAt } from "./compiled/holders.ts";
import { getAt } from "./compiled/paged.ts";
import { decodeAccess, decodeGroups } from "./compiled/records.ts";
import type { Snapshot } from "./compiled/snapshot.ts";
import { CUSTOM_ROLES, PROJECTS } from "./compiled/vocabulary.ts";
import { liveIds, recordsOfPrincipal } from "./list-allowed.ts";
import { accountRoles, accountRolesWeakestFirst } from "./roles/account-roles.ts";
import { namespacePermissions, namespacePermissionsWeakestFirst } from "./roles/namespace-permissions.ts";
import { projectRoles, projectRolesWeakestFirst } from "./roles/project-roles.ts";
import { accessOfGroup } from "./sources.ts";
import type { Access, ResourceType } from "./types.ts";

/** Whether a principal exists and is active: one that is not is denied everything. */
export function isActive(snapshot: Snapshot, principalId: string): boolean {
  const number = snapshot.ids.principals.numbers.get(principalId);
  return number !== undefined && recordsOfPrincipal(snapshot, number).length > 0;
}

/** E-mail of a user, name of a service account; "" when unknown. */
export function principalName(snapshot: Snapshot, principalId: string): string {
  const number = snapshot.ids.principals.numbers.get(principalId);
  return number === undefined ? "" : (getAt(snapshot.principalNames, number) ?? "");
}

/** What a principal was given itself, without its groups; null when it does not exist. */
export function accessOfPrincipal(snapshot: Snapshot, principalId: string): Access | null {
  const offset = recordOf(snapshot, principalId);
  return offset === 0 ? null : decodeAccess(snapshot.ids, snapshot.arena.data, offset);
}

/** Ids of the groups that a principal is a member of. */
export function groupsOfPrincipal(snapshot: Snapshot, principalId: string): string[] {
  const offset = recordOf(snapshot, principalId);
  return offset === 0 ? [] : decodeGroups(snapshot.ids, snapshot.arena.data, offset);
}

/** Where the record of a principal is, active or not; 0 when there is none. */
function recordOf(snapshot: Snapshot, principalId: string): number {
  const number = snapshot.ids.principals.numbers.get(principalId);
  return number === undefined ? 0 : (snapshot.principals[number] ?? 0);
}

/**
 * Ids of the custom roles that a principal holds for good, itself or through a group, each once. Those held for a time are
 * left out: whether they have ended is a question about a moment.
 */
export function customRolesOfPrincipal(snapshot: Snapshot, principalId: string): string[] {
  const own = accessOfPrincipal(snapshot, principalId)?.customRoles ?? [];
  const viaGroups = groupsOfPrincipal(snapshot, principalId).flatMap(
    (id) => accessOfGroup(snapshot, id)?.customRoles ?? [],
  );
  return [...new Set([...own, ...viaGroups])];
}

/** The principals and groups whose own access names a custom role; those who hold it for a time are not among them. */
export function directHoldersOfRole(snapshot: Snapshot, roleId: string): { principals: string[]; groups: string[] } {
  const number = snapshot.ids.resources[CUSTOM_ROLES]?.numbers.get(roleId);
  if (number === undefined) return { principals: [], groups: [] };
  const principals = [...listAt(snapshot.principalHolders.role, number)];
  const groups = [...listAt(snapshot.groupHolders.role, number)];
  return {
    principals: principals.map((holder) => snapshot.ids.principals.names[holder] ?? ""),
    groups: groups.map((holder) => snapshot.ids.groups.names[holder] ?? ""),
  };
}

/** Ids of the projects that exist. Do not change the answer. */
export function projectsOf(snapshot: Snapshot): readonly string[] {
  return liveIds(snapshot, PROJECTS);
}

/** The predefined roles that carry an operation on a type, the weakest of each kind, in words: "Namespace Admin". */
export function rolesWith(operation: string, type: ResourceType): string[] {
  const has = ({ operations }: { operations: ReadonlySet<string> }): boolean => operations.has(operation);
  const level =
    type === "namespaces"
      ? namespacePermissionsWeakestFirst.find((name) => has(namespacePermissions[name]))
      : undefined;
  const inProject =
    type === "accounts" || type === "custom-roles"
      ? undefined
      : projectRolesWeakestFirst.find((name) => projectRoles[name].assignable && has(projectRoles[name]));
  const account = accountRolesWeakestFirst.find((name) => has(accountRoles[name]));
  return [
    ...(level === undefined ? [] : [`Namespace ${capitalise(level)}`]),
    ...(inProject === undefined ? [] : [`Project ${capitalise(inProject)}`]),
    ...(account === undefined ? [] : [accountRoles[account].title]),
  ];
}

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
