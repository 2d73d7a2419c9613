// The cover rule: nobody gains what nobody gave. Asked in the transaction of the change, by every RPC in
// cover-call-sites.ts; a commit without it is refused.

import type * as policy from "@remit/policy";
import {
  accessOfGroup,
  accessOfPrincipal,
  check,
  diffGrants,
  diffMembership,
  diffMove,
  diffUse,
  findCoverGap,
  type Grant,
  type GrantDifference,
  groupsOfPrincipal,
  holdsAccountRole,
  isActive,
  isOwnerOnly,
  type Movable,
  missingCover,
  type Scope,
} from "@remit/policy";
import { nounOf, ruleDenied } from "../authorize/refusal.ts";
import { type PolicyView, toWireId } from "../authorize/view.ts";
import { failedPrecondition, quote } from "../errors.ts";
import { administersIdentities } from "./identity-administration.ts";
import type { Mutation } from "./mutation.ts";

/** Enough to see what is missing; a full list could be hundreds of lines. */
const named = 3;

/**
 * `view` where it is not the one of the mutation: the account with what the mutation itself brings into it.
 * @throws RemitError PERMISSION_DENIED naming up to three grants that the caller does not hold
 */
export function requireCovers(mutation: Mutation, grants: readonly Grant[], view: PolicyView = mutation.view): void {
  const { principalId, nowMs } = mutation;
  refuseMissing(mutation, missingCover(view.snapshot, principalId, grants, nowMs), view);
  mutation.coverChecked = true;
}

/** A change of what somebody holds, in both directions; null is nothing at all. @throws RemitError PERMISSION_DENIED */
export function requireCoversChange(
  mutation: Mutation,
  before: policy.Access | null,
  after: policy.Access | null,
): void {
  requireCoversDifference(mutation, diffGrants(before, after, mutation.view.snapshot));
}

/**
 * Whoever can use a credential of a principal holds all that the principal holds. What one that is not active would
 * hold again cannot be told, so it gets no credential.
 * @throws RemitError PERMISSION_DENIED, FAILED_PRECONDITION
 */
export function requireCoversUse(mutation: Mutation, principalId: string): void {
  if (!isActive(mutation.view.snapshot, principalId))
    throw failedPrecondition("the owner of the credential is not active");
  requireCoversStored(mutation, diffUse(mutation.view.snapshot, principalId, mutation.nowMs));
}

/** Whoever joins a group holds all that it holds. @throws RemitError PERMISSION_DENIED */
export function requireCoversMembership(mutation: Mutation, groupId: string): void {
  requireCoversStored(mutation, diffMembership(mutation.view.snapshot, groupId));
}

/**
 * Whoever holds something by the new project comes to hold it on what is moved there, whoever held it by the old one
 * loses it: to move is to give and to take. @throws RemitError PERMISSION_DENIED
 */
export function requireCoversMove(mutation: Mutation, moved: Movable, project: string): void {
  requireCoversStored(mutation, diffMove(mutation.view.snapshot, moved, project, mutation.nowMs));
}

/** What somebody else holds already is named to those alone who may read it where it is stored. */
function requireCoversStored(mutation: Mutation, difference: GrantDifference): void {
  const { view, call, now } = mutation;
  requireCoversDifference(mutation, difference, administersIdentities({ view, caller: call.caller, now }));
}

function requireCoversDifference(mutation: Mutation, difference: GrantDifference, mayRead = true): void {
  const { view, principalId, nowMs } = mutation;
  const { missing, needsOwner } = findCoverGap(view.snapshot, principalId, difference, nowMs);
  if (needsOwner) throw ownersOnly(mutation);
  if (!mayRead && missing.length > 0) throw notCovered(mutation, "You do not hold all that is held there.");
  refuseMissing(mutation, missing);
  mutation.coverChecked = true;
}

/**
 * Deleting somebody, or taking them out of a group, asks for no cover, but only an Account Owner does it to an Account
 * Owner or Finance Admin. @throws RemitError PERMISSION_DENIED
 */
export function requireOwnerFor(mutation: Mutation, lost: readonly (policy.Access | null)[]): void {
  const { view, principalId } = mutation;
  const ownerOnly = lost.some((access) => isOwnerOnly(access?.accountRole ?? null));
  if (ownerOnly && !holdsAccountRole(view.snapshot, principalId, "owner")) throw ownersOnly(mutation);
  mutation.coverChecked = true;
}

/** What a principal was given, itself and by its groups, also while it is not active. */
export function accessesOf({ snapshot }: PolicyView, principalId: string): (policy.Access | null)[] {
  return [
    accessOfPrincipal(snapshot, principalId),
    ...groupsOfPrincipal(snapshot, principalId).map((id) => accessOfGroup(snapshot, id)),
  ];
}

function ownersOnly(mutation: Mutation): Error {
  const message = "Account Owner and Finance Admin are given, used for others and taken by Account Owners only.";
  return ruleDenied(message, mutation.call.row.operation ?? "");
}

function refuseMissing(mutation: Mutation, missing: readonly Grant[], view = mutation.view): void {
  if (missing.length === 0) return;
  const list = missing.slice(0, named).map((grant) => describe(mutation, view, grant));
  const more = missing.length > named ? ` and ${missing.length - named} more` : "";
  throw notCovered(mutation, `You lack ${list.join("; ")}${more}.`);
}

function notCovered({ call }: Mutation, what: string): Error {
  const message = `nobody can give, take or use for another what they do not hold themselves. ${what}`;
  return ruleDenied(message, call.row.operation ?? "");
}

function describe(mutation: Mutation, view: PolicyView, { operation, scope }: Grant): string {
  return `${operation} on ${describeScope(mutation, view, scope)}`;
}

function describeScope({ principalId, nowMs }: Mutation, view: PolicyView, scope: Scope): string {
  if (scope.kind === "all") return scope.type === "accounts" ? "the account" : `all ${nounOf(scope.type)}s`;
  const resource = scope.kind === "project" ? ({ type: "projects", id: scope.project } as const) : scope.resource;
  // What the caller cannot see is not named: the refusal must not tell what exists.
  const visible = check(view.snapshot, principalId, getOperations[resource.type], resource, nowMs);
  return visible ? `${nounOf(resource.type)} ${quote(toWireId(view, resource))}` : `a ${nounOf(resource.type)}`;
}

const getOperations: Readonly<Record<policy.ResourceType, string>> = {
  accounts: "cloud.account.get",
  projects: "cloud.project.get",
  namespaces: "cloud.namespace.get",
  "nexus-endpoints": "cloud.nexusendpoint.get",
  "connectivity-rules": "cloud.connectivityrule.get",
  "custom-roles": "cloud.customrole.get",
};
