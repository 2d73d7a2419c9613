// Who can do what, and who may: everything that findings about access are read from, worked out once for each set of
// principals that hold the same.
import type { AccountRole, Group, PolicyLimits, Principal } from "@remit/policy";
import { compileAccess } from "../../compile/compile-access.ts";
import type { Compiled } from "../../compile/compiled.ts";
import type { Facts } from "../../facts.ts";
import type { Model } from "../../model.ts";
import { classifyPrincipals, type PrincipalClass } from "../../principal-classes.ts";
import { bitOf } from "../../reach/operation-set.ts";
import { joinReaches, type Reach } from "../../reach/reach.ts";
import { type ResolvedTeam, type ResolvedTeams, resolveTeams } from "../../resolve.ts";
import { createMeasure, type Measure } from "./measure.ts";
import { type AccessPart, partsOf } from "./parts.ts";

/** Active principals that hold the same and belong to the same teams. */
export interface Bearers {
  readonly principals: PrincipalClass;
  readonly isUser: boolean;
  /** Groups that exist, sorted. */
  readonly groups: readonly string[];
  /** Teams that they are in or, for a service account that is bound to something, that own it; sorted by id. */
  readonly teams: readonly ResolvedTeam[];
  readonly holdings: readonly Holding[];
  readonly held: Reach;
  /** All that they may be able to do: the baseline, and what their teams answer for. */
  readonly allowed: Reach;
}

/** A part of an access, held by the principals themselves (null) or by a group. */
export interface Holding {
  readonly group: string | null;
  readonly part: AccessPart;
  readonly reach: Reach;
}

export interface Scene {
  readonly model: Model;
  readonly facts: Facts;
  readonly resolved: ResolvedTeams;
  readonly compiled: Compiled;
  readonly measure: Measure;
  readonly bearers: readonly Bearers[];
  /** Group → those of `bearers` who are in it. */
  readonly membersOf: ReadonlyMap<string, readonly Bearers[]>;
  readonly bearersOf: ReadonlyMap<string, Bearers>;
  /** Team → what its compiled access gives. */
  readonly requiredOf: ReadonlyMap<string, Reach>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly principals: ReadonlyMap<string, Principal>;
}

export function createScene(model: Model, facts: Facts, limits: PolicyLimits): Scene {
  const resolved = resolveTeams(model, facts);
  const compiled = compileAccess(model, facts, resolved, limits);
  const measure = createMeasure(facts);
  const requiredOf = measureTeams(compiled, measure);
  const mayOf = measureAllowed(model, compiled, requiredOf, measure);
  const partsOfGroup = new Map(
    facts.policy.groups.map(({ id, access }) => [id, toHoldings(id, partsOf(access), measure)]),
  );
  const boundTo = findBoundTeams(facts, resolved);
  const bearers = classifyPrincipals(facts.policy)
    .flatMap(splitServiceAccounts)
    .filter(([{ active }]) => active)
    .map((principals): Bearers => {
      const [{ id, kind, access, groups: joined }] = principals;
      const groups = kind === "user" ? [...new Set(joined)].filter((group) => partsOfGroup.has(group)).sort() : [];
      const ownTeams = resolved.teamsOf.get(id) ?? [];
      const teams = sortTeams([...ownTeams, ...(boundTo.get(id) ?? [])]);
      const holdings = [
        ...toHoldings(null, partsOf(access), measure),
        ...groups.flatMap((group) => partsOfGroup.get(group) ?? []),
      ];
      const isForAccount = ownTeams.some(({ kind: { scope } }) => scope === "account");
      const held = joinReaches(holdings.map(({ reach }) => reach));
      const allowed = mayOf(teams, isForAccount ? adminRolesIn(holdings) : []);
      return { principals, isUser: kind === "user", groups, teams, holdings, held, allowed };
    });
  return {
    model,
    facts,
    resolved,
    compiled,
    measure,
    bearers,
    membersOf: indexMany(bearers.flatMap((one) => one.groups.map((group) => [group, one] as const))),
    bearersOf: new Map(bearers.flatMap((one) => one.principals.map(({ id }) => [id, one] as const))),
    requiredOf,
    groups: new Map(facts.policy.groups.map((one) => [one.id, one])),
    principals: new Map(facts.policy.principals.map((one) => [one.id, one])),
  };
}

/** Which team a service account belongs to is not in what it holds. */
function splitServiceAccounts(members: PrincipalClass): readonly PrincipalClass[] {
  return members[0].kind === "user" ? [members] : members.map((one): [Principal] => [one]);
}

function toHoldings(group: string | null, parts: readonly AccessPart[], measure: Measure): Holding[] {
  return parts.map((part) => ({ group, part, reach: measure.part(part) })).filter(({ reach }) => reach.size > 0);
}

function adminRolesIn(holdings: readonly Holding[]): AccountRole[] {
  const roles = holdings.flatMap(({ part }) => (part.kind === "account-role" ? [part.role] : []));
  return (["owner", "admin"] as const).filter((role) => roles.includes(role));
}

function measureTeams({ teams, roles }: Compiled, measure: Measure): Map<string, Reach> {
  const specs = new Map(roles.map(({ spec }) => [spec.name, spec]));
  return new Map(
    teams.map(({ team, access }) => {
      const parts: AccessPart[] = [
        ...[...access.namespaces].map(
          ([namespace, permission]) => ({ kind: "namespace", namespace, permission }) as const,
        ),
        ...[...access.projects].map(([project, role]) => ({ kind: "project", project, role }) as const),
      ];
      const named = access.roles.flatMap((name) => specs.get(name) ?? []);
      return [team, joinReaches([...parts.map(measure.part), ...named.map(measure.role)])];
    }),
  );
}

/**
 * What members of teams may be able to do, each set of teams worked out once: what everybody must hold, what concerns
 * only oneself, what the teams answer for (given or not), and the roles that run the account for those who answer for it.
 */
function measureAllowed(
  { matrix }: Model,
  { teams }: Compiled,
  requiredOf: ReadonlyMap<string, Reach>,
  measure: Measure,
): (of: readonly ResolvedTeam[], adminRoles: readonly AccountRole[]) => Reach {
  const { floorRole } = matrix.baseline;
  const accountRole = (role: AccountRole): Reach => measure.part({ kind: "account-role", role });
  const [account] = measure.placesOf({ kind: "all", type: "accounts" });
  const self: Reach = account === undefined ? new Map() : new Map([[account, bitOf("cloud.currentidentity.get")]]);
  const everybody = joinReaches([self, ...(floorRole === "" ? [] : [accountRole(floorRole)])]);
  const ungiven = new Map(teams.map((one) => [one.team, measure.needs(one.ungiven)]));
  const known = new Map<string, Reach>();
  return (of, adminRoles) => {
    const key = JSON.stringify([of.map(({ team }) => team.id), adminRoles]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const reaches = of
      .flatMap(({ team: { id } }) => [requiredOf.get(id), ungiven.get(id)])
      .filter((one) => one !== undefined);
    const allowed = joinReaches([everybody, ...adminRoles.map(accountRole), ...reaches]);
    known.set(key, allowed);
    return allowed;
  };
}

/** Service account → the teams that own what it is bound to. */
function findBoundTeams(
  { serviceAccounts }: Facts,
  { teams, ownersOf }: ResolvedTeams,
): Map<string, readonly ResolvedTeam[]> {
  const owning = teams.filter(({ kind }) => kind.scope === "namespaces");
  const ofProject = indexMany(owning.flatMap((team) => team.projects.map((project) => [project, team] as const)));
  return new Map(
    serviceAccounts.map(({ id, scope, scopeId }) => {
      if (scope === "account") return [id, []];
      return [id, (scope === "namespace" ? ownersOf : ofProject).get(scopeId) ?? []];
    }),
  );
}

function sortTeams(teams: readonly ResolvedTeam[]): ResolvedTeam[] {
  return [...new Set(teams)].sort((a, b) => (a.team.id < b.team.id ? -1 : 1));
}

function indexMany<Value>(pairs: readonly (readonly [string, Value])[]): Map<string, Value[]> {
  const index = new Map<string, Value[]>();
  for (const [key, value] of pairs) {
    const list = index.get(key);
    if (list === undefined) index.set(key, [value]);
    else list.push(value);
  }
  return index;
}
