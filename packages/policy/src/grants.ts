// Authority as a list of grants: what an access gives, and what a principal holds in all.
import type { Snapshot } from "./compiled/snapshot.ts";
import { scopeKey } from "./scope.ts";
import {
  type Source,
  sourcesInWaiting,
  sourcesOfAccess,
  sourcesOfGroup,
  sourcesOfPrincipal,
  sourcesOfRole,
} from "./sources.ts";
import type { Access, Grant, Reason, RolePermission } from "./types.ts";

/** A grant with all the ways in which it is held. */
export interface EffectivePermission extends Grant {
  readonly expiresAt: number | null;
  readonly reasons: readonly Reason[];
}

/** Everything an active principal holds at `now`, each grant once, by operation and scope. Empty when unknown or inactive. */
export function effectivePermissions(snapshot: Snapshot, principalId: string, now: number): EffectivePermission[] {
  return unfold(snapshot, sourcesOfPrincipal(snapshot, principalId, now));
}

/** Of what `effectivePermissions` gives, that for some operations. */
export function effectivePermissionsFor(
  snapshot: Snapshot,
  principalId: string,
  now: number,
  operations: ReadonlySet<string>,
): EffectivePermission[] {
  return unfold(snapshot, sourcesOfPrincipal(snapshot, principalId, now), operations);
}

/** Everything an active member of the group holds at `now` through it alone. Empty when there is no such group. */
export function permissionsOfGroup(snapshot: Snapshot, groupId: string, now: number): EffectivePermission[] {
  return unfold(snapshot, sourcesOfGroup(snapshot, groupId, now));
}

/**
 * What an access gives to whoever holds it, custom roles and implied grants included, ended ones too.
 * What names a role or a resource that is gone gives nothing.
 */
export function grantsOfAccess(access: Access, snapshot: Snapshot): Grant[] {
  return unfold(snapshot, sourcesOfAccess(snapshot, access, null, null)).map(withoutReasons);
}

/** What the entries of a custom role give, whether or not the role is in the snapshot. */
export function grantsOfRole(permissions: readonly RolePermission[], snapshot: Snapshot): Grant[] {
  return unfold(snapshot, sourcesOfRole(snapshot, { id: "", name: "", permissions })).map(withoutReasons);
}

/** What an active principal holds at `now`, its groups included. */
export function grantsOfPrincipal(snapshot: Snapshot, principalId: string, now: number): Grant[] {
  return effectivePermissions(snapshot, principalId, now).map(withoutReasons);
}

/** What a principal holds at `now`, or would if it were active, and the account roles among it. */
export function authorityInWaiting(snapshot: Snapshot, principalId: string, now: number) {
  const sources = sourcesInWaiting(snapshot, principalId, now);
  const accountRoles = sources.filter(({ reason }) => reason.kind === "account-role").map(({ reason }) => reason.role);
  return { grants: unfold(snapshot, sources).map(withoutReasons), accountRoles };
}

function withoutReasons({ operation, scope, expiresAt }: EffectivePermission): Grant {
  return expiresAt === null ? { operation, scope } : { operation, scope, expiresAt };
}

function unfold(snapshot: Snapshot, sources: readonly Source[], only?: ReadonlySet<string>): EffectivePermission[] {
  const found = new Map<string, EffectivePermission & { readonly reasons: Reason[] }>();
  for (const { reason, operations, scopesOf } of sources) {
    for (const operation of operations) {
      if (only?.has(operation) === false || !isEffective(snapshot, operation)) continue;
      for (const scope of scopesOf(operation)) {
        const key = `${operation} ${scopeKey(scope)}`;
        const known = found.get(key);
        const expiresAt = known ? later(known.expiresAt, reason.expiresAt) : reason.expiresAt;
        found.set(key, { operation, scope, expiresAt, reasons: [...(known?.reasons ?? []), { ...reason, scope }] });
      }
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, permission]) => permission);
}

/** Whether holding the operation can have an effect at all: known, and not inert. */
function isEffective(snapshot: Snapshot, operation: string): boolean {
  const number = snapshot.vocabulary.numbers.get(operation);
  return number !== undefined && snapshot.vocabulary.types[number] !== 0;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
