// Entries added to those of a role that is there, so that nothing else of the role changes.
import type { CustomRole, ResourceType, RoleSpecPermission } from "@remit/policy";

/** The role's entries with the others in them; the same entries where they hold those already. */
export function addEntries(
  now: readonly RoleSpecPermission[],
  added: readonly RoleSpecPermission[],
): readonly RoleSpecPermission[] {
  return added.reduce(addEntry, now);
}

function addEntry(now: readonly RoleSpecPermission[], added: RoleSpecPermission): readonly RoleSpecPermission[] {
  if (now.some((entry) => includes(entry, added))) return now;
  const at = now.findIndex((entry) => isAlike(entry, added));
  if (at < 0) return [...now, added];
  return now.map((entry, index) => (index === at ? withIds(entry, added) : entry));
}

/** Whether an entry gives all that the other gives. */
function includes({ actions, resources }: RoleSpecPermission, added: RoleSpecPermission): boolean {
  if (resources?.resourceType !== added.resources?.resourceType) return false;
  const onAll = added.resources?.resourceIds.every((id) => resources?.resourceIds.includes(id)) === true;
  return (resources?.allowAll === true || onAll) && added.actions.every((action) => actions.includes(action));
}

/** Whether both name the same actions on things of one type that are named one by one. */
function isAlike({ actions, resources }: RoleSpecPermission, added: RoleSpecPermission): boolean {
  if (resources === undefined || resources.allowAll) return false;
  if (resources.resourceType !== added.resources?.resourceType) return false;
  const own = new Set(actions);
  return own.size === new Set(added.actions).size && added.actions.every((action) => own.has(action));
}

function withIds(entry: RoleSpecPermission, { resources }: RoleSpecPermission): RoleSpecPermission {
  if (entry.resources === undefined) return entry;
  const ids = new Set([...entry.resources.resourceIds, ...(resources?.resourceIds ?? [])]);
  return { ...entry, resources: { ...entry.resources, resourceIds: [...ids] } };
}

/** The entries without one thing; those that named nothing else are gone. */
export function removeFromEntries(
  now: readonly RoleSpecPermission[],
  type: ResourceType,
  id: string,
): readonly RoleSpecPermission[] {
  return now.flatMap((entry) => {
    const { resources } = entry;
    if (resources?.resourceType !== type || !resources.resourceIds.includes(id)) return [entry];
    const resourceIds = resources.resourceIds.filter((one) => one !== id);
    return resourceIds.length === 0 ? [] : [{ ...entry, resources: { ...resources, resourceIds } }];
  });
}

/** A role of the account, in the words of those who write roles. */
export const toSpecEntries = (permissions: CustomRole["permissions"]): RoleSpecPermission[] =>
  permissions.map(({ actions, resourceType, resourceIds, allowAll }) => ({
    actions,
    resources: { resourceType, resourceIds, allowAll },
  }));
