// Facts as they would be after changes: for tests, for previews, and for what a plan does to whom. Pure.
import { type Access, type CustomRole, type PolicyData, type RoleSpec, toRolePermissions } from "@remit/policy";
import type { Change, HeldAccess, Holder } from "./changes.ts";
import type { Facts } from "./facts.ts";

/** The facts after the changes, in order. A role that a change makes has an id that is made of its name. */
export function applyChanges(facts: Facts, changes: readonly Change[]): Facts {
  return changes.reduce(applyChange, facts);
}

function applyChange(facts: Facts, change: Change): Facts {
  const { policy } = facts;
  switch (change.kind) {
    case "create-role":
      return withPolicy(facts, { customRoles: [...policy.customRoles, toRole(newRoleId(change.role), change.role)] });
    case "update-role":
      return withPolicy(facts, {
        customRoles: policy.customRoles.map((role) =>
          role.id === change.roleId ? toRole(role.id, change.role) : role,
        ),
      });
    case "delete-role":
      return withoutRole(facts, change.roleId);
    case "set-access":
      return withAccess(facts, change.holder, (access) => ({
        ...access,
        ...change.access,
        customRoles: [...change.access.customRoles, ...idsOfNew(policy, change.newRoles)],
      }));
    case "end-implied": {
      const ended = JSON.stringify(change.grant);
      return withAccess(facts, change.holder, (access) => ({
        ...access,
        implied: access.implied.filter((grant) => JSON.stringify(grant) !== ended),
      }));
    }
    case "remove-member":
      return withPolicy(facts, {
        principals: policy.principals.map((one) =>
          one.id === change.user ? { ...one, groups: one.groups.filter((id) => id !== change.group) } : one,
        ),
      });
    case "delete-key":
      return { ...facts, keys: facts.keys.filter(({ id }) => id !== change.keyId) };
  }
}

const withPolicy = (facts: Facts, parts: Partial<PolicyData>): Facts => ({
  ...facts,
  policy: { ...facts.policy, ...parts },
});

const newRoleId = ({ name }: RoleSpec): string => `new role ${name}`;

const toRole = (id: string, spec: RoleSpec): CustomRole => ({
  id,
  name: spec.name,
  permissions: toRolePermissions(spec),
});

function idsOfNew({ customRoles }: PolicyData, names: readonly string[]): string[] {
  return names.flatMap((name) => customRoles.find((role) => role.name === name)?.id ?? []);
}

function withAccess(facts: Facts, holder: Holder, change: (access: Access) => Access): Facts {
  const changed = <T extends { readonly id: string; readonly access: Access }>(items: readonly T[]): T[] =>
    items.map((one) => (one.id === holder.id ? { ...one, access: change(one.access) } : one));
  if (holder.kind === "group") return withPolicy(facts, { groups: changed(facts.policy.groups) });
  return withPolicy(facts, { principals: changed(facts.policy.principals) });
}

/** A role that is deleted is taken from all who hold it, as the server does. */
function withoutRole(facts: Facts, roleId: string): Facts {
  const without = <T extends { readonly access: Access }>(items: readonly T[]): T[] =>
    items.map((one) => {
      if (!one.access.customRoles.includes(roleId)) return one;
      return { ...one, access: { ...one.access, customRoles: one.access.customRoles.filter((id) => id !== roleId) } };
    });
  const { customRoles, groups, principals } = facts.policy;
  return withPolicy(facts, {
    customRoles: customRoles.filter(({ id }) => id !== roleId),
    groups: without(groups),
    principals: without(principals),
  });
}

/** The access as a change would set it. */
export function toHeldAccess({ accountRole, customRoles, namespaces, projects }: Access): HeldAccess {
  return { accountRole, customRoles, namespaces, projects };
}
