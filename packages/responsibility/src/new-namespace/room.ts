// Whether what is added fits within the limits of the account as it is.
import type { PolicyLimits } from "@remit/policy";
import { refuseCount } from "../compile/fit-roles.ts";
import type { Facts } from "../facts.ts";
import type { GroupAddition, RoleAddition } from "./additions.ts";
import { addEntries, toSpecEntries } from "./role-entries.ts";

/** The limit that is in the way, in words. What the account has now counts: what a plan would delete is still there. */
export function refuseAdditions(
  roles: readonly RoleAddition[],
  groups: readonly GroupAddition[],
  facts: Facts,
  limits: PolicyLimits,
): string | null {
  return refuseRoles(roles, facts, limits) ?? refuseHeld(groups, facts, limits);
}

function refuseRoles(roles: readonly RoleAddition[], { policy }: Facts, limits: PolicyLimits): string | null {
  const { customRolesPerAccount, permissionsPerRole } = limits;
  const made = roles.filter(({ id }) => id === null).length;
  const full = refuseCount("custom roles of the account", customRolesPerAccount, policy.customRoles.length, made);
  if (full !== null) return full;
  for (const { id, name, entries } of roles) {
    const now = toSpecEntries(policy.customRoles.find((role) => role.id === id)?.permissions ?? []);
    const added = addEntries(now, entries).length - now.length;
    const refusal = refuseCount(`permissions of the custom role ${name}`, permissionsPerRole, now.length, added);
    if (refusal !== null) return refusal;
  }
  return null;
}

function refuseHeld(groups: readonly GroupAddition[], { policy }: Facts, limits: PolicyLimits): string | null {
  const roleIds = new Set(policy.customRoles.map(({ id }) => id));
  for (const { id, name, roles } of groups) {
    const held = policy.groups.find((group) => group.id === id)?.access.customRoles ?? [];
    const taken = held.filter((role) => roleIds.has(role)).length;
    const of = `custom roles of the group ${name}`;
    const refusal = refuseCount(of, limits.customRolesPerPrincipal, taken, roles.length);
    if (refusal !== null) return refusal;
  }
  return null;
}
