// What is added, in the words of a plan: for a preview of the account as it is then.
import { toHeldAccess } from "../apply-changes.ts";
import type { Change } from "../changes.ts";
import type { Facts, NamespaceFact } from "../facts.ts";
import type { GroupAddition, RoleAddition } from "./additions.ts";
import { addEntries, toSpecEntries } from "./role-entries.ts";

export function toChanges(
  roles: readonly RoleAddition[],
  groups: readonly GroupAddition[],
  { uid }: NamespaceFact,
  { policy }: Facts,
): Change[] {
  const written = roles.map(({ id, name, description, entries }): Change => {
    if (id === null) return { kind: "create-role", role: { name, description, permissions: entries } };
    const now = policy.customRoles.find((role) => role.id === id)?.permissions ?? [];
    return {
      kind: "update-role",
      roleId: id,
      role: { name, description, permissions: addEntries(toSpecEntries(now), entries) },
    };
  });
  const idOf = new Map(roles.map((role) => [role.name, role.id]));
  const set = groups.flatMap(({ id, name, level, roles: added }): Change[] => {
    const group = policy.groups.find((one) => one.id === id);
    if (group === undefined) return [];
    const access = toHeldAccess(group.access);
    const others = access.namespaces.filter(({ namespace }) => namespace !== uid);
    const existing = added.flatMap((role) => idOf.get(role) ?? []);
    return [
      {
        kind: "set-access",
        holder: { kind: "group", id, name },
        access: {
          ...access,
          customRoles: [...access.customRoles, ...existing],
          namespaces: level === null ? access.namespaces : [...others, { namespace: uid, permission: level }],
        },
        newRoles: added.filter((role) => idOf.get(role) === null),
      },
    ];
  });
  return [...written, ...set];
}
