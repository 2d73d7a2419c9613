// Less access that still holds what is needed: the weakest account role, Namespace level and project role in place of
// each that is held. Nothing is given that was not held before.
import {
  type AccountRole,
  accountRoles,
  accountRolesWeakestFirst,
  namespacePermissions,
  namespacePermissionsWeakestFirst,
  projectRoles,
  projectRolesWeakestFirst,
} from "@remit/policy";
import type { HeldAccess } from "../changes.ts";
import { expandOperations } from "../operations.ts";
import type { AccessHolder } from "./holders.ts";

/** Whether the principals of the holder need an operation, by where it is held. */
export interface Need {
  readonly anywhere: (operation: string) => boolean;
  readonly inNamespace: (operation: string, namespace: string) => boolean;
  readonly inProject: (operation: string, project: string) => boolean;
}

/** `floor`: no principal is left with less than this account role; a group may have none at all. */
export function narrowAccess(
  { holder, access }: AccessHolder,
  need: Need,
  floor: AccountRole | null,
  removedRoles: ReadonlySet<string>,
): HeldAccess {
  const created = new Set(
    access.implied.map(({ kind, gives }) =>
      kind === "creator" && gives.kind === "namespace-access" ? gives.namespace : null,
    ),
  );
  return {
    accountRole: narrowAccountRole(access.accountRole, need.anywhere, holder.kind === "group" ? null : floor),
    customRoles: access.customRoles.filter((role) => !removedRoles.has(role)),
    namespaces: access.namespaces.flatMap((held) => {
      // Less access to a Namespace than its creator was given ends what the creator holds by having made it.
      if (created.has(held.namespace)) return [held];
      const needed = (operation: string) => need.inNamespace(operation, held.namespace);
      const permission = weakest(held.permission, namespacePermissionsWeakestFirst, operationsOfLevel, needed);
      return permission === null ? [] : [{ ...held, permission }];
    }),
    projects: access.projects.flatMap((held) => {
      const needed = (operation: string) => need.inProject(operation, held.project);
      const role = weakest(held.role, assignable, operationsOfProjectRole, needed);
      return role === null ? [] : [{ ...held, role }];
    }),
  };
}

const assignable = projectRolesWeakestFirst.filter((role) => projectRoles[role].assignable);
const operationsOfLevel = (level: keyof typeof namespacePermissions) => namespacePermissions[level].operations;
const operationsOfProjectRole = (role: keyof typeof projectRoles) => expandOperations([`project:${role}`]);

/** What the floor holds counts as needed, as far as it was held: a review takes and never gives. */
function narrowAccountRole(
  role: AccountRole | null,
  needed: (operation: string) => boolean,
  floor: AccountRole | null,
): AccountRole | null {
  if (role === null) return null;
  const always: ReadonlySet<string> = floor === null ? new Set() : accountRoles[floor].operations;
  const operationsOfRole = (one: AccountRole) => accountRoles[one].operations;
  return weakest(role, accountRolesWeakestFirst, operationsOfRole, (one) => needed(one) || always.has(one));
}

/** The weakest role within `held` that has all of it that is needed; null when nothing is. */
function weakest<Role extends string>(
  held: Role,
  weakestFirst: readonly Role[],
  operationsOf: (role: Role) => ReadonlySet<string>,
  needed: (operation: string) => boolean,
): Role | null {
  const has = operationsOf(held);
  const wanted = new Set([...has].filter(needed));
  if (wanted.size === 0) return null;
  const found = weakestFirst.find((role) => isWithin(operationsOf(role), has) && isWithin(wanted, operationsOf(role)));
  return found ?? held;
}

function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((operation) => whole.has(operation));
}
