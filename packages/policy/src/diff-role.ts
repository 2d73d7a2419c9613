// What an edit of a custom role does to the people who hold it.
import { apply } from "./apply.ts";
import { getAt } from "./compiled/paged.ts";
import type { Snapshot } from "./compiled/snapshot.ts";
import { CUSTOM_ROLES } from "./compiled/vocabulary.ts";
import { diffRoleGrants, notCovered } from "./cover.ts";
import { effectivePermissions } from "./grants.ts";
import { endOfRole, holdersOfRole } from "./role-holders.ts";
import type { CustomRole, Grant } from "./types.ts";

/** What one holder gains or loses in effect: what it holds by other ways is in neither list. */
export interface HolderChange {
  readonly principal: string;
  readonly gains: readonly Grant[];
  readonly loses: readonly Grant[];
}

/** The active principals whose effective permissions change when the role becomes `after`; null is its deletion. */
export function diffRole(snapshot: Snapshot, roleId: string, after: CustomRole | null, now: number): HolderChange[] {
  const number = snapshot.ids.resources[CUSTOM_ROLES]?.numbers.get(roleId);
  if (number === undefined) return [];
  const before = getAt(snapshot.roleSources, number) ?? null;
  const next = apply(snapshot, [{ kind: "custom-role", id: roleId, role: after }]);
  const { given, taken } = diffRoleGrants(before?.permissions ?? null, after?.permissions ?? null, snapshot);
  return holdersOfRole(snapshot, roleId, now).flatMap((principal) => {
    // Who holds the role for a time gains and loses for that time.
    const end = endOfRole(snapshot, principal, roleId, now) ?? null;
    const until = (grants: readonly Grant[]): readonly Grant[] =>
      end === null ? grants : grants.map((grant) => ({ ...grant, expiresAt: end }));
    const gains = notCovered(snapshot, effectivePermissions(snapshot, principal, now), until(given));
    const loses = notCovered(next, effectivePermissions(next, principal, now), until(taken));
    return gains.length + loses.length > 0 ? [{ principal, gains, loses }] : [];
  });
}
