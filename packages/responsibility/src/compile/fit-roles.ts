// Custom roles within the limits of the account: named after their team, or shared by teams of one kind that need the
// same, and all of a team's or none.
import type { PolicyLimits, RoleSpec, RoleSpecPermission } from "@remit/policy";
import type { Facts } from "../facts.ts";
import { type CompiledRole, compiledRoleName, type Draft, isCompiledRole } from "./compiled.ts";

export interface Fitted {
  readonly roles: readonly CompiledRole[];
  /** Team → names of its roles. A team that is in `refused` is not in it. */
  readonly rolesOf: ReadonlyMap<string, readonly string[]>;
  /** Team → the limit that is in the way, in words. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Roles that stand and fall together. */
interface Bundle {
  readonly base: string;
  readonly drafts: readonly Draft[];
  readonly specs: readonly RoleSpec[];
}

/**
 * Names the roles of all teams, as far as there is room. Teams whose roles are there already come first, so that a new
 * team takes no room from one that works; then those that answer for the account; then by id. Teams without a group that
 * could hold a role come last.
 */
export function fitRoles(drafts: readonly Draft[], facts: Facts, limits: PolicyLimits): Fitted {
  const names = new Set(facts.policy.customRoles.map(({ name }) => name));
  const others = facts.policy.customRoles.filter((role) => !isCompiledRole(role)).length;
  const held = countOthersOnGroups(facts);
  const fitted = {
    roles: [] as CompiledRole[],
    rolesOf: new Map<string, string[]>(),
    refused: new Map<string, string>(),
  };
  const rank = ({ specs, drafts: sharing }: Bundle): number =>
    (sharing.some(({ team }) => team.groups.length > 0) ? 0 : 4) +
    (specs.every(({ name }) => names.has(name)) ? 0 : 2) +
    (sharing[0]?.team.kind.scope === "account" ? 0 : 1);
  const inOrder = bundle(drafts, limits).sort((a, b) => rank(a) - rank(b) || (a.base < b.base ? -1 : 1));
  for (const { specs, drafts: sharing } of inOrder) {
    const teams = sharing.map(({ team }) => team.team.id);
    const groups = [...new Set(sharing.flatMap(({ team }) => team.groups))];
    const taken = others + fitted.roles.length;
    const reason =
      refuseName(specs, limits) ??
      refuseCount("custom roles of the account", limits.customRolesPerAccount, taken, specs.length) ??
      groups
        .map((id) =>
          refuseCount("custom roles of one group", limits.customRolesPerPrincipal, held.get(id) ?? 0, specs.length),
        )
        .find((one) => one !== null) ??
      null;
    for (const id of teams) {
      if (reason === null)
        fitted.rolesOf.set(
          id,
          specs.map(({ name }) => name),
        );
      else fitted.refused.set(id, reason);
    }
    if (reason !== null) continue;
    for (const id of groups) held.set(id, (held.get(id) ?? 0) + specs.length);
    for (const spec of specs) fitted.roles.push({ spec, teams: [...teams].sort() });
  }
  fitted.roles.sort((a, b) => (a.spec.name < b.spec.name ? -1 : 1));
  return fitted;
}

function refuseName(specs: readonly RoleSpec[], { roleNameLength }: PolicyLimits): string | null {
  const longest = Math.max(0, ...specs.map(({ name }) => name.length));
  const over = longest - (roleNameLength || Number.POSITIVE_INFINITY);
  return over <= 0 ? null : `a role's name may have ${roleNameLength} characters, and its would have ${over} more`;
}

/** Null when there is room for what is wanted. A limit of 0 is none, as the server's settings have it. */
export function refuseCount(what: string, limit: number, taken: number, wanted: number): string | null {
  const over = taken + wanted - (limit || Number.POSITIVE_INFINITY);
  if (wanted === 0 || over <= 0) return null;
  return `of ${limit} ${what} ${taken} are taken, it needs ${wanted}: ${over} too many`;
}

function countOthersOnGroups({ policy }: Facts): Map<string, number> {
  // Ids of roles that are gone hold nothing, take no room, and go with the next change of the group.
  const others = new Set(policy.customRoles.filter((role) => !isCompiledRole(role)).map(({ id }) => id));
  return new Map(
    policy.groups.map(({ id, access }) => [id, access.customRoles.filter((role) => others.has(role)).length]),
  );
}

function bundle(drafts: readonly Draft[], limits: PolicyLimits): Bundle[] {
  const teams = new Set(drafts.map(({ team }) => team.team.id));
  // No numbered name of one team may be the name of another.
  const reserved = new Set([...teams, ...drafts.map(({ team }) => team.kind.id)]);
  const make = (base: string, title: string, sharing: readonly Draft[]): Bundle => ({
    base,
    drafts: sharing,
    specs: pack(base, title, sharing[0]?.entries ?? [], reserved, limits),
  });
  const alone = (draft: Draft): Bundle => make(draft.team.team.id, `team ${draft.team.team.id}`, [draft]);
  const byKind = Map.groupBy(drafts, ({ team }) => team.kind.id);
  return [...byKind].flatMap(([kind, ofKind]) => {
    const sharing = findSharing(ofKind);
    const ids = sharing.map(({ team }) => team.team.id);
    if (sharing.length < 2 || (teams.has(kind) && !ids.includes(kind))) return ofKind.map(alone);
    const others = ofKind.filter((draft) => !sharing.includes(draft));
    return [make(kind, `all teams of kind ${kind}`, sharing), ...others.map(alone)];
  });
}

/** The teams of a kind for the account that need the same entries: the most there are; of as many, those of the first id. */
function findSharing(drafts: readonly Draft[]): readonly Draft[] {
  const wanting = drafts.filter(({ team, entries }) => team.kind.scope === "account" && entries.length > 0);
  const sorted = wanting.sort((a, b) => (a.team.team.id < b.team.team.id ? -1 : 1));
  const sets = [...Map.groupBy(sorted, ({ entries }) => JSON.stringify(entries)).values()];
  return sets.sort((a, b) => b.length - a.length)[0] ?? [];
}

function pack(
  base: string,
  title: string,
  entries: readonly RoleSpecPermission[],
  reserved: ReadonlySet<string>,
  { permissionsPerRole }: PolicyLimits,
): RoleSpec[] {
  const description = `Compiled from the responsibility matrix for ${title}. Change the matrix: changes made here are undone.`;
  const specs: RoleSpec[] = [];
  const size = permissionsPerRole || Math.max(1, entries.length);
  let number = 1;
  for (let at = 0; at < entries.length; at += size) {
    const permissions = entries.slice(at, at + size);
    specs.push({ name: compiledRoleName(number === 1 ? base : `${base}-${number}`), description, permissions });
    do number++;
    while (reserved.has(`${base}-${number}`));
  }
  return specs;
}
