// Mistakes in the cover rule.
import type { Mutant } from "./with-mutant.ts";

export const coverMutants: readonly Mutant[] = [
  {
    mistake: "looks at the first grant only",
    file: "cover.ts",
    find: "return wanted.filter((grant) => {",
    replace: "return wanted.slice(0, 1).filter((grant) => {",
  },
  {
    mistake: "lets anyone add themselves to an owners' group",
    file: "cover.ts",
    find: "return diffGrants(null, accessOfGroup(snapshot, groupId), snapshot);",
    replace: "return { ...diffGrants(null, accessOfGroup(snapshot, groupId), snapshot), ownerOnly: false };",
  },
  {
    mistake: "does not ask what a group holds before someone joins it",
    file: "cover.ts",
    find: "return diffGrants(null, accessOfGroup(snapshot, groupId), snapshot);",
    replace: "return diffGrants(null, null, snapshot);",
  },
  {
    mistake: "lets anyone make a key for a stronger service account",
    file: "cover.ts",
    find: "return { given: grants, taken: [], changed: grants, ownerOnly };",
    replace: "return { given: [], taken: [], changed: [], ownerOnly };",
  },
  {
    mistake: "lets an admin make a key for an owner's service account",
    file: "cover.ts",
    find: "return { given: grants, taken: [], changed: grants, ownerOnly };",
    replace: "return { given: grants, taken: [], changed: grants, ownerOnly: false };",
  },
  {
    mistake: "takes a suspended account for one without authority",
    file: "grants.ts",
    find: "const sources = sourcesInWaiting(snapshot, principalId, now);",
    replace: "const sources = sourcesOfPrincipal(snapshot, principalId, now);",
  },
  {
    mistake: "lets people widen a role that they hold",
    file: "cover.ts",
    find: "const wanted = after ? grantsOfRole(after, snapshot) : [];",
    replace: "const wanted: Grant[] = [];",
  },
  {
    mistake: "asks no cover for what is taken away",
    file: "cover.ts",
    find: "changed: [...given, ...taken]",
    replace: "changed: given",
  },
  {
    mistake: "takes a list of every id for all of the type",
    file: "cover.ts",
    find: "if (same && lastsAsLong(same, grant)) return false;",
    replace:
      'if (same && lastsAsLong(same, grant)) return false;\nif (grant.scope.kind === "all" && held.filter((one) => one.operation === grant.operation).length > 2) return false;',
  },
  {
    mistake: "lets temporary access make itself permanent",
    file: "cover.ts",
    find: "return (wanted.expiresAt ?? Number.POSITIVE_INFINITY) <= heldUntil;",
    replace: "return true;",
  },
  {
    mistake: "takes a temporary custom role for one that stays",
    file: "sources.ts",
    find: "return customRoleSources(snapshot, gives.customRole, how);",
    replace: "return customRoleSources(snapshot, gives.customRole, { ...how, expiresAt: null });",
  },
  {
    mistake: "takes a temporary project role for one that stays",
    file: "sources.ts",
    find: "return [projectSource(snapshot, gives, how)];",
    replace: "return [projectSource(snapshot, gives, { ...how, expiresAt: null })];",
  },
  {
    mistake: "asks no cover for what is given for a time",
    file: "sources.ts",
    find: "now === null || expiresAt === null || now < expiresAt",
    replace: "expiresAt === null || (now !== null && now < expiresAt)",
  },
  {
    mistake: "lets what has ended cover",
    file: "sources.ts",
    find: "now === null || expiresAt === null || now < expiresAt",
    replace: "true",
  },
  {
    mistake: "lets a suspended actor grant",
    file: "sources.ts",
    find: "if (number === undefined || recordsOfPrincipal(snapshot, number).length === 0) return [];",
    replace: "if (number === undefined) return [];",
  },
  {
    mistake: "leaves Finance Admin to Global Admins",
    file: "roles/account-roles.ts",
    find: 'new Set<AccountRole>(["owner", "finance_admin"])',
    replace: 'new Set<AccountRole>(["owner"])',
  },
  {
    mistake: "lets an owner be demoted by anyone who covers the role",
    file: "cover.ts",
    find: "return from !== to && (isOwnerOnly(from) || isOwnerOnly(to));",
    replace: "return from !== to && isOwnerOnly(to);",
  },
  {
    mistake: "takes a project for all projects",
    file: "cover.ts",
    find: "return scopeKey(held) === scopeKey(wanted);",
    replace: "return held.kind === wanted.kind;",
  },
  {
    mistake: "takes all of one type for all of a wider one",
    file: "cover.ts",
    find: "return asked !== 0 && (asked & ~typesBelow(typeNumber(held.type))) === 0;",
    replace: "return true;",
  },
];
