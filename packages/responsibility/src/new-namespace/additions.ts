// What custom roles and user groups lack of what a team is to hold on one Namespace.
import type { NamespacePermission, RoleSpecPermission } from "@remit/policy";
import type { CompiledRole, TeamAccess } from "../compile/compiled.ts";
import { isAtLeast } from "../compile/levels.ts";
import type { Facts, NamespaceFact } from "../facts.ts";

export interface RoleAddition {
  /** Null: the role is still to be made. */
  readonly id: string | null;
  readonly name: string;
  readonly description: string;
  /** What is added, on the Namespace alone. */
  readonly entries: readonly RoleSpecPermission[];
}

export interface GroupAddition {
  readonly id: string;
  readonly name: string;
  /** Null: none, or it holds at least that. */
  readonly level: NamespacePermission | null;
  /** Names of the custom roles that it is to hold besides those that it holds. */
  readonly roles: readonly string[];
}

export function addToRole(
  { spec }: CompiledRole,
  access: TeamAccess,
  { uid }: NamespaceFact,
  { policy }: Facts,
): RoleAddition[] {
  if (!access.roles.includes(spec.name)) return [];
  const entries = spec.permissions.flatMap(({ actions, resources }) =>
    resources?.resourceType === "namespaces" && resources.resourceIds.includes(uid)
      ? [{ actions, resources: { ...resources, resourceIds: [uid] } }]
      : [],
  );
  if (entries.length === 0) return [];
  const { name, description } = spec;
  return [{ id: policy.customRoles.find((role) => role.name === name)?.id ?? null, name, description, entries }];
}

export function addToGroup(
  id: string,
  { namespaces }: TeamAccess,
  roles: readonly RoleAddition[],
  { uid }: NamespaceFact,
  { policy }: Facts,
): GroupAddition[] {
  const group = policy.groups.find((one) => one.id === id);
  if (group === undefined) return [];
  const { accountRole, customRoles, namespaces: held } = group.access;
  const wanted = namespaces.get(uid) ?? null;
  const now = held.find(({ namespace }) => namespace === uid)?.permission ?? null;
  // Account Owner and Global Admin hold all of it, and take no entry of their own.
  const holds = accountRole === "owner" || accountRole === "admin" || wanted === null || isAtLeast(now, wanted);
  const added = roles.filter((role) => role.id === null || !customRoles.includes(role.id)).map(({ name }) => name);
  return holds && added.length === 0 ? [] : [{ id, name: group.name, level: holds ? null : wanted, roles: added }];
}
