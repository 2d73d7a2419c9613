// The operations that an owner needs, from what a row names: single operations, and levels that stand for many.
import {
  findPermission,
  namespacePermissions,
  namespacePermissionsWeakestFirst,
  nearestOperation,
  type ProjectRole,
  projectRoles,
  projectRolesWeakestFirst,
} from "@remit/policy";

/** "namespace:write" → all that the level holds, and the same for project roles. */
const levels: ReadonlyMap<string, ReadonlySet<string>> = new Map<string, ReadonlySet<string>>([
  ...namespacePermissionsWeakestFirst.map(
    (level) => [`namespace:${level}`, namespacePermissions[level].operations] as const,
  ),
  ...projectRolesWeakestFirst.map((role) => [`project:${role}`, operationsOfProjectRole(role)] as const),
]);

/**
 * What it holds on the project, on what lies in it and, by its Namespace level, on the Namespaces in it. What it lists
 * and a project cannot give (cloud.project.list is a question to the account) is not needed by who names the level.
 */
function operationsOfProjectRole(role: ProjectRole): ReadonlySet<string> {
  const { operations, namespacePermission } = projectRoles[role];
  const inNamespaces = namespacePermission === null ? [] : namespacePermissions[namespacePermission].operations;
  return new Set([...operations, ...inNamespaces].filter(isHeldInProjects));
}

function isHeldInProjects(operation: string): boolean {
  const types = findPermission(operation)?.resourceTypes ?? [];
  return types.some((type) => type !== "accounts" && type !== "custom-roles");
}

/** Every name of a level that a row may use in place of operations. */
export const levelNames: readonly string[] = [...levels.keys()];

/** Operations by name, each once, levels unfolded; names that mean nothing are left out. */
export function expandOperations(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [...(levels.get(name) ?? (findPermission(name) ? [name] : []))]));
}

/** Why a row cannot name this, or null when it can. */
export function refuseOperation(name: string): string | null {
  if (levels.has(name)) return null;
  const permission = findPermission(name);
  if (permission?.inert === true) return `${name} does nothing yet, so nobody can need it`;
  if (permission !== undefined) return null;
  const near = nearestOperation(name);
  return `there is no operation or level ${JSON.stringify(name)}${near === null ? `; levels are ${levelNames.join(", ")}` : `; did you mean ${near}?`}`;
}
