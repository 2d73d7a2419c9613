// A custom role with only the actions that are needed.
import type { CustomRole, RoleSpec } from "@remit/policy";

/** Entries of which nothing is needed go; null when nothing of the role is. Resources stay as they are. */
export function narrowRole(
  role: CustomRole,
  description: string,
  isNeeded: (operation: string) => boolean,
): RoleSpec | null {
  const permissions = role.permissions.flatMap(({ actions, resourceType, resourceIds, allowAll }) => {
    const needed = [...new Set(actions)].filter(isNeeded);
    return needed.length === 0 ? [] : [{ actions: needed, resources: { resourceType, resourceIds, allowAll } }];
  });
  return permissions.length === 0 ? null : { name: role.name, description, permissions };
}
