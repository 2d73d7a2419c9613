// What changes for whom: grants that principals gain and lose in effect, whatever way they held them by before.
import {
  type Access,
  compile,
  effectivePermissions,
  type Grant,
  missingCover,
  type PolicyData,
  type Principal,
  type Snapshot,
} from "@remit/policy";
import type { Facts } from "./facts.ts";
import { classifyPrincipals } from "./principal-classes.ts";

export interface Effect {
  readonly principal: string;
  readonly name: string;
  readonly gains: readonly Grant[];
  readonly loses: readonly Grant[];
}

/** The principals whose effective permissions differ, by name. Nobody is in it who holds the same by another way. */
export function diffAccess(before: Facts, after: Facts): Effect[] {
  const [from, to] = [compile(before.policy), compile(after.policy)];
  const later = new Map(after.policy.principals.map((one) => [one.id, one]));
  const isTouched = findTouched(before.policy, after.policy);
  // Judged once for those who held the same before and hold the same after.
  const touched = classifyPrincipals({ principals: before.policy.principals.filter(isTouched) });
  const pairs = touched.flatMap((members) => [
    ...classifyPrincipals({ principals: members.flatMap(({ id }) => later.get(id) ?? []) }),
  ]);
  const effects = pairs.flatMap((members) => {
    const difference = diffPrincipal(from, to, members[0], before.now);
    if (difference.gains.length + difference.loses.length === 0) return [];
    return members.map(({ id, name }): Effect => ({ principal: id, name, ...difference }));
  });
  return effects.sort((a, b) =>
    a.name === b.name ? compareText(a.principal, b.principal) : compareText(a.name, b.name),
  );
}

/** Whether anything that a principal holds is another thing afterwards: most are not concerned by most plans. */
function findTouched(before: PolicyData, after: PolicyData): (principal: Principal) => boolean {
  const [principals, groups, roles] = [new Set(after.principals), new Set(after.groups), new Set(after.customRoles)];
  const kept = new Set(before.customRoles.flatMap((role) => (roles.has(role) ? [role.id] : [])));
  const holdsKept = ({ customRoles, implied }: Access): boolean =>
    customRoles.every((id) => kept.has(id)) &&
    implied.every(({ gives }) => gives.kind !== "custom-role" || kept.has(gives.customRole));
  const calm = new Set(
    before.groups.flatMap((group) => (groups.has(group) && holdsKept(group.access) ? [group.id] : [])),
  );
  return (principal) =>
    !principals.has(principal) || !holdsKept(principal.access) || !principal.groups.every((id) => calm.has(id));
}

function diffPrincipal(from: Snapshot, to: Snapshot, { id }: Principal, now: number) {
  return {
    gains: missingCover(from, id, effectivePermissions(to, id, now).map(toGrant), now),
    loses: missingCover(to, id, effectivePermissions(from, id, now).map(toGrant), now),
  };
}

const toGrant = ({ operation, scope, expiresAt }: Grant): Grant =>
  expiresAt == null ? { operation, scope } : { operation, scope, expiresAt };

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
