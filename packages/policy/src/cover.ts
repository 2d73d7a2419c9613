// The cover rule: nobody can grant, or take on, what they do not hold. One question, asked by every call that makes
// someone hold or use authority: does the actor's own authority include each of these grants?

import type { Snapshot } from "./compiled/snapshot.ts";
import { type CompiledVocabulary, PROJECT_TYPES, typeNumber } from "./compiled/vocabulary.ts";
import { authorityInWaiting, effectivePermissionsFor, grantsOfAccess, grantsOfRole } from "./grants.ts";
import { holdsAccountRole } from "./role-holders.ts";
import { ownerOnlyAccountRoles } from "./roles/account-roles.ts";
import { scopeKey, scopeReaches, typesBelow } from "./scope.ts";
import { accessOfGroup } from "./sources.ts";
import type { Access, AccountRole, Grant, RolePermission, Scope } from "./types.ts";

/**
 * The grants that the actor's own effective permissions at `now` do not include; empty means that the rule is met.
 * All of a type is covered only by all of that type or of a parent, never by a list of every id; a project by itself or
 * all of the types; one resource by anything that contains it. An unknown or inactive actor covers nothing.
 */
export function missingCover(snapshot: Snapshot, actorId: string, grants: readonly Grant[], now: number): Grant[] {
  const operations = new Set(grants.map(({ operation }) => operation));
  return notCovered(snapshot, effectivePermissionsFor(snapshot, actorId, now, operations), grants);
}

/** What a change gives and takes, and whether only an Account Owner may make it. */
export interface GrantDifference {
  readonly given: readonly Grant[];
  readonly taken: readonly Grant[];
  /** Both: what the cover rule is asked about. */
  readonly changed: readonly Grant[];
  /** Whether Account Owner or Finance Admin is given or taken. */
  readonly ownerOnly: boolean;
}

/** The difference between two accesses; null is no access at all, so before a create and after a delete. */
export function diffGrants(before: Access | null, after: Access | null, snapshot: Snapshot): GrantDifference {
  const held = before ? grantsOfAccess(before, snapshot) : [];
  const wanted = after ? grantsOfAccess(after, snapshot) : [];
  return { ...difference(snapshot, held, wanted), ownerOnly: changesOwnerOnlyRole(before, after) };
}

/** The difference between two definitions of a custom role; null before a create and after a delete. */
export function diffRoleGrants(
  before: readonly RolePermission[] | null,
  after: readonly RolePermission[] | null,
  snapshot: Snapshot,
): GrantDifference {
  const held = before ? grantsOfRole(before, snapshot) : [];
  const wanted = after ? grantsOfRole(after, snapshot) : [];
  return { ...difference(snapshot, held, wanted), ownerOnly: false };
}

/** What adding a user to a group, or taking one out, gives or takes: all that the group holds. */
export function diffMembership(snapshot: Snapshot, groupId: string): GrantDifference {
  return diffGrants(null, accessOfGroup(snapshot, groupId), snapshot);
}

/**
 * What a credential of a principal lets its bearer use: all that the principal holds at `now`, groups included. Being
 * suspended makes no difference: the credential outlives it.
 */
export function diffUse(snapshot: Snapshot, principalId: string, now: number): GrantDifference {
  const { grants, accountRoles } = authorityInWaiting(snapshot, principalId, now);
  const ownerOnly = accountRoles.some((role) => isOwnerOnly(role as AccountRole));
  return { given: grants, taken: [], changed: grants, ownerOnly };
}

/** What stands between an actor and a change. The change is covered when nothing is missing and no owner is needed. */
export interface CoverGap {
  readonly missing: readonly Grant[];
  /** The change gives or takes Account Owner or Finance Admin, and the actor is not an Account Owner. */
  readonly needsOwner: boolean;
}

/** Asks the cover rule about a whole change: the grants in both directions, and the roles that are for owners only. */
export function findCoverGap(snapshot: Snapshot, actorId: string, difference: GrantDifference, now: number): CoverGap {
  return {
    missing: missingCover(snapshot, actorId, difference.changed, now),
    needsOwner: difference.ownerOnly && !holdsAccountRole(snapshot, actorId, "owner"),
  };
}

/** Whether an account role is one that only an Account Owner gives or takes. */
export function isOwnerOnly(role: AccountRole | null): boolean {
  return role !== null && ownerOnlyAccountRoles.has(role);
}

function changesOwnerOnlyRole(before: Access | null, after: Access | null): boolean {
  const from = before?.accountRole ?? null;
  const to = after?.accountRole ?? null;
  return from !== to && (isOwnerOnly(from) || isOwnerOnly(to));
}

function difference(snapshot: Snapshot, before: readonly Grant[], after: readonly Grant[]) {
  const given = notCovered(snapshot, before, after);
  const taken = notCovered(snapshot, after, before);
  return { given, taken, changed: [...given, ...taken] };
}

/** The wanted grants that no single held grant includes. */
export function notCovered(snapshot: Snapshot, held: readonly Grant[], wanted: readonly Grant[]): Grant[] {
  const exact = new Map<string, Grant>();
  const wide = new Map<string, Grant[]>();
  for (const grant of held) {
    exact.set(`${grant.operation} ${scopeKey(grant.scope)}`, grant);
    // Only these can include something else; leaving resources out keeps long lists of ids linear.
    if (grant.scope.kind !== "resource") wide.set(grant.operation, [...(wide.get(grant.operation) ?? []), grant]);
  }
  return wanted.filter((grant) => {
    const same = exact.get(`${grant.operation} ${scopeKey(grant.scope)}`);
    if (same && lastsAsLong(same, grant)) return false;
    return !wide.get(grant.operation)?.some((other) => covers(snapshot, other, grant));
  });
}

/** Whether one grant includes another of the same operation. */
function covers(snapshot: Snapshot, held: Grant, wanted: Grant): boolean {
  return lastsAsLong(held, wanted) && scopeCovers(snapshot, wanted.operation, held.scope, wanted.scope);
}

function lastsAsLong(held: Grant, wanted: Grant): boolean {
  const heldUntil = held.expiresAt ?? Number.POSITIVE_INFINITY;
  return (wanted.expiresAt ?? Number.POSITIVE_INFINITY) <= heldUntil;
}

function scopeCovers(snapshot: Snapshot, operation: string, held: Scope, wanted: Scope): boolean {
  if (held.kind === "all") {
    const asked = typesReached(snapshot.vocabulary, operation, wanted);
    return asked !== 0 && (asked & ~typesBelow(typeNumber(held.type))) === 0;
  }
  if (wanted.kind === "resource") return scopeReaches(snapshot, held, wanted.resource);
  return scopeKey(held) === scopeKey(wanted);
}

/** The types on which the operation would be held through a scope, as a bit mask. */
function typesReached(vocabulary: CompiledVocabulary, operation: string, scope: Scope): number {
  const valid = vocabulary.types[vocabulary.numbers.get(operation) ?? -1] ?? 0;
  if (scope.kind === "all") return valid & typesBelow(typeNumber(scope.type));
  return valid & (scope.kind === "project" ? PROJECT_TYPES : 1 << typeNumber(scope.resource.type));
}
