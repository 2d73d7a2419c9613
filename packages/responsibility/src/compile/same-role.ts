// Whether a role of the account is what was compiled, however its entries are ordered or cut.
import { type CustomRole, type RolePermission, type RoleSpec, toRolePermissions } from "@remit/policy";

/** Whether both hold the same operations on the same things. */
export function isSameRole({ permissions }: CustomRole, spec: RoleSpec): boolean {
  return normalForm(permissions) === normalForm(toRolePermissions(spec));
}

function normalForm(permissions: readonly RolePermission[]): string {
  const entries = permissions.map(({ actions, resourceType, allowAll, resourceIds }) =>
    JSON.stringify([resourceType, allowAll, sortedSet(resourceIds), sortedSet(actions)]),
  );
  return entries.sort().join("\n");
}

const sortedSet = (names: readonly string[]): string[] => [...new Set(names)].sort();
