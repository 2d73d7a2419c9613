// Least privilege from use: what each principal and each custom role was granted, what of it was used, and less that
// would do. What nobody counts is not taken for unused: it is listed, and kept in every change that is ready.
import {
  type Access,
  type AccountRole,
  accountRoles,
  type CustomRole,
  findPermission,
  type ImpliedAccess,
  namespacePermissions,
} from "@remit/policy";
import type { Facts } from "../facts.ts";
import { expandOperations } from "../operations.ts";
import { type AccessHolder, accessHolders, lastOf } from "./holders.ts";
import { principalsOfRole, type Suggestion, suggestChanges } from "./suggest.ts";
import { createUseReader, isRecordedByAudit, type UseByPrincipal } from "./use.ts";

export interface ReviewOptions {
  /** How many days back use counts. */
  readonly days: number;
  /** Whether an operation that was not seen was not used; what the audit log keeps, unless said otherwise. */
  readonly isRecorded?: (operation: string) => boolean;
  /** The account role that every principal keeps; Read-Only unless said otherwise, null for none. */
  readonly floorRole?: AccountRole | null;
  /** Descriptions of custom roles by id, which the policy does not hold and a change of a role has to repeat. */
  readonly roleDescriptions?: ReadonlyMap<string, string>;
}

/** Operations by name, sorted; the last three are parts of the first. */
export interface UseOfGranted {
  readonly granted: readonly string[];
  readonly used: readonly string[];
  readonly unused: readonly string[];
  /** Not seen, and nobody would have seen it. */
  readonly notKnown: readonly string[];
}

export interface PrincipalReview extends UseOfGranted {
  readonly id: string;
  readonly name: string;
}

export interface RoleReview extends UseOfGranted {
  readonly id: string;
  readonly name: string;
  /** Ids of the principals that hold it, themselves or by a group. */
  readonly holders: readonly string[];
}

export interface AccessReview {
  readonly principals: readonly PrincipalReview[];
  readonly roles: readonly RoleReview[];
  /** To be made in this order; they refuse nothing that was used, or of which it is not known. */
  readonly ready: readonly Suggestion[];
  /** Narrower ones in their place, for somebody who knows that what is not known is not used. */
  readonly possible: readonly Suggestion[];
}

const day = 86_400_000;

/** Compares what was granted with what was used in the last `days` days. */
export function reviewAccess(facts: Facts, use: UseByPrincipal, options: ReviewOptions): AccessReview {
  const { isRecorded = isRecordedByAudit, floorRole = "read", roleDescriptions = new Map() } = options;
  const { policy, now } = facts;
  const holders = accessHolders(policy);
  const roles = lastOf(policy.customRoles);
  const reader = createUseReader(facts, use, now - options.days * day);
  const isUncounted = (operation: string): boolean => !isRecorded(operation);
  const suggest = (isKept: (operation: string) => boolean) =>
    suggestChanges(facts, holders, { reader, isKept, isUncounted, floorRole, roleDescriptions });
  const ready = suggest(isUncounted);
  const known = new Set(ready.map(({ change }) => JSON.stringify(change)));
  const split = (granted: ReadonlySet<string>, principals: readonly string[]): UseOfGranted =>
    splitByUse(granted, (operation) => reader.anywhere(principals, operation), isRecorded);
  const given = operationsOfHolders(holders, roles, now);
  return {
    principals: lastOf(policy.principals).map(({ id, name }) => {
      return { id, name, ...split(given.get(id) ?? new Set(), [id]) };
    }),
    roles: roles.map((role) => {
      const principals = principalsOfRole(role.id, holders);
      return {
        id: role.id,
        name: role.name,
        holders: principals,
        ...split(new Set(operationsOfRole(role)), principals),
      };
    }),
    ready,
    possible: suggest(() => false).filter(({ change }) => !known.has(JSON.stringify(change))),
  };
}

function splitByUse(
  granted: ReadonlySet<string>,
  isUsed: (operation: string) => boolean,
  isRecorded: (operation: string) => boolean,
): UseOfGranted {
  const sorted = [...granted].sort();
  const unseen = sorted.filter((operation) => !isUsed(operation));
  return {
    granted: sorted,
    used: sorted.filter(isUsed),
    unused: unseen.filter(isRecorded),
    notKnown: unseen.filter((operation) => !isRecorded(operation)),
  };
}

/** Principal id → what it was given, itself and by its groups. Each access is read once, however many have it. */
function operationsOfHolders(holders: readonly AccessHolder[], roles: readonly CustomRole[], now: number) {
  const given = new Map<string, Set<string>>();
  for (const { access, principals } of holders) {
    const operations = new Set(operationsOfAccess(access, roles, now));
    for (const id of principals) {
      const known = given.get(id) ?? new Set<string>();
      for (const operation of operations) known.add(operation);
      given.set(id, known);
    }
  }
  return given;
}

function operationsOfAccess(access: Access, roles: readonly CustomRole[], now: number): string[] {
  const inForce = access.implied.filter(({ expiresAt }) => expiresAt === null || now < expiresAt);
  return [
    ...(access.accountRole === null ? [] : accountRoles[access.accountRole].operations),
    ...[
      ...access.namespaces.map((held) => ({ kind: "namespace-access" as const, ...held })),
      ...access.projects.map((held) => ({ kind: "project-access" as const, ...held })),
      ...access.customRoles.map((customRole) => ({ kind: "custom-role" as const, customRole })),
      ...inForce.map(({ gives }) => gives),
    ].flatMap((gives) => operationsGiven(gives, roles)),
  ];
}

function operationsGiven(gives: ImpliedAccess, roles: readonly CustomRole[]): readonly string[] {
  if (gives.kind === "namespace-access") return [...namespacePermissions[gives.permission].operations];
  if (gives.kind === "project-access") return [...expandOperations([`project:${gives.role}`])];
  return roles.filter(({ id }) => id === gives.customRole).flatMap(operationsOfRole);
}

/** What can be done by it: names that mean nothing, or nothing yet, are left out. */
function operationsOfRole({ permissions }: CustomRole): string[] {
  return permissions
    .flatMap(({ actions }) => actions)
    .filter((action) => {
      const permission = findPermission(action);
      return permission?.grantable === true && !permission.inert;
    });
}
