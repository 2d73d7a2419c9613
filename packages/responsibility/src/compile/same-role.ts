// Whether a role of the account is what was compiled, however its entries are ordered or cut.
import { type CustomRole, type RolePermission, type RoleSpec, toRolePermissions } from "@remit/policy";

/** Whether both hold the same operations on the same things. */
export const isSameRole = (role: Pick<CustomRole, "permissions">, spec: RoleSpec): boolean =>
  hasSamePermissions(role, { permissions: toRolePermissions(spec) });

/** The same for two roles of an account. */
export const hasSamePermissions = (a: Pick<CustomRole, "permissions">, b: Pick<CustomRole, "permissions">): boolean =>
  normalForm(a.permissions) === normalForm(b.permissions);

function normalForm(permissions: readonly RolePermission[]): string {
  const entries = permissions.map(({ actions, resourceType, allowAll, resourceIds }) =>
    JSON.stringify([resourceType, allowAll, sortedSet(resourceIds), sortedSet(actions)]),
  );
  return entries.sort().join("\n");
}

const sortedSet = (names: readonly string[]): string[] => [...new Set(names)].sort();
