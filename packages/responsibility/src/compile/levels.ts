// The strongest level that gives nothing beyond what rows name.
import {
  findPermission,
  type NamespacePermission,
  namespacePermissions,
  namespacePermissionsWeakestFirst,
  type ProjectRole,
  projectRoles,
  projectRolesWeakestFirst,
  type ResourceType,
} from "@remit/policy";

const inProjects: readonly ResourceType[] = ["projects", "namespaces", "nexus-endpoints", "connectivity-rules"];

/** The Namespace level whose operations are all among those named, or null. */
export function strongestLevel(isNamed: (operation: string) => boolean): NamespacePermission | null {
  const fits = (level: NamespacePermission): boolean => levelOperations(level).every(isNamed);
  return namespacePermissionsWeakestFirst.findLast(fits) ?? null;
}

/** The project role that can be given and whose operations, on the project and in it, are all among those named. */
export function strongestProjectRole(isNamed: (operation: string) => boolean): ProjectRole | null {
  const fits = (role: ProjectRole): boolean =>
    projectRoles[role].assignable && projectRoleOperations(role).every(isNamed);
  return projectRolesWeakestFirst.findLast(fits) ?? null;
}

/** What a level gives on its Namespace. */
export function levelOperations(level: NamespacePermission): string[] {
  return [...namespacePermissions[level].operations].filter((operation) => fitsAny(operation, ["namespaces"]));
}

/** What a role gives on its project or on something in it. */
export function projectRoleOperations(role: ProjectRole): string[] {
  const { operations, namespacePermission: level } = projectRoles[role];
  const all = [...operations, ...(level === null ? [] : levelOperations(level))];
  return [...new Set(all)].filter((operation) => fitsAny(operation, inProjects));
}

/** Whether the operation has a meaning on one of the types. */
export function fitsAny(operation: string, types: readonly ResourceType[]): boolean {
  return findPermission(operation)?.resourceTypes.some((type) => types.includes(type)) ?? false;
}

/** Whether the first level is at least the second; null is none. */
export function isAtLeast(level: NamespacePermission | null, other: NamespacePermission): boolean {
  const rank = (one: NamespacePermission): number => namespacePermissionsWeakestFirst.indexOf(one);
  return level !== null && rank(level) >= rank(other);
}
