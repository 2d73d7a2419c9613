// A team that answers everywhere: each operation on all of its type, by custom roles alone. Namespace and project access
// name what is there; what is made tomorrow would be without its owner.
import { accountRoles, findPermission, type ResourceType, type RoleSpecPermission, type Scope } from "@remit/policy";
import type { Facts } from "../facts.ts";
import type { ResolvedTeam } from "../resolve.ts";
import type { Draft, Named, Need } from "./compiled.ts";
import { tellNotGrantable } from "./problems.ts";

/** What the team is to hold. `isFloor` tells what everybody holds anyway. */
export function draftAccountTeam(
  team: ResolvedTeam,
  named: Named,
  facts: Facts,
  isFloor: (operation: string) => boolean,
): Draft {
  const byType = Map.groupBy(named.keys(), widestType);
  const needs: Need[] = [];
  const entries: RoleSpecPermission[] = [];
  const ungiven: Need[] = [];
  for (const [type, operations] of [...byType].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const scopes: Scope[] = [{ kind: "all", type }];
    const [actions, rest] = splitGrantable(operations, type);
    needs.push({ operations, scopes });
    if (actions.length > 0)
      entries.push({ actions, resources: { resourceType: type, resourceIds: [], allowAll: true } });
    if (rest.length > 0) ungiven.push({ operations: rest, scopes });
  }
  const heldByAll = operationsOfAllAdmins(team, facts);
  const lacking = ungiven.flatMap(({ operations }) => operations);
  const told = lacking.filter((operation) => !isFloor(operation) && !heldByAll(operation));
  const problems = tellNotGrantable(team, named, told, widestType);
  return { team, named, needs, namespaces: new Map(), projects: new Map(), entries, ungiven, problems };
}

/** The type whose whole holds everything that the operation is valid on; the catalogue has the widest first. */
function widestType(operation: string): ResourceType {
  return findPermission(operation)?.resourceTypes[0] ?? "accounts";
}

/** The operations that a custom role may carry on a type, and the others. */
export function splitGrantable(operations: readonly string[], type: ResourceType): [string[], string[]] {
  const may = (operation: string): boolean => {
    const row = findPermission(operation);
    return row?.grantable === true && row.resourceTypes.includes(type);
  };
  return [operations.filter(may), operations.filter((operation) => !may(operation))];
}

/** Whether each member holds it as Account Owner or Global Admin, and there is one. */
function operationsOfAllAdmins({ members }: ResolvedTeam, { policy }: Facts): (operation: string) => boolean {
  const roleOfGroup = new Map(policy.groups.map(({ id, access }) => [id, access.accountRole]));
  const inTeam = new Set(members);
  const held = policy.principals
    .filter(({ id, kind, active }) => active && kind === "user" && inTeam.has(id))
    .map(({ access, groups }) => [access.accountRole, ...groups.map((group) => roleOfGroup.get(group) ?? null)]);
  const isHeld = (operation: string, roles: (typeof held)[number]): boolean =>
    roles.some((role) => (role === "owner" || role === "admin") && holds(role, operation));
  return (operation) => held.length > 0 && held.every((roles) => isHeld(operation, roles));
}

/** Whether an account role holds an operation. */
export function holds(role: keyof typeof accountRoles, operation: string): boolean {
  return (accountRoles[role].operations as ReadonlySet<string>).has(operation);
}
