// From rows to access: what each team is to hold so that it can do what it answers for, and nothing else.
import type { NamespacePermission, PolicyLimits } from "@remit/policy";
import type { Facts } from "../facts.ts";
import type { Model } from "../model.ts";
import type { ResolvedTeam, ResolvedTeams } from "../resolve.ts";
import type { Compiled, CompiledTeam, Draft, GroupAccess, Problem, TeamAccess } from "./compiled.ts";
import { draftAccountTeam, holds } from "./draft-account.ts";
import { draftOwningTeam, wholeOwners } from "./draft-owned.ts";
import { type Fitted, fitRoles } from "./fit-roles.ts";
import { isAtLeast } from "./levels.ts";
import { nameOperations } from "./named-operations.ts";
import { tell } from "./problems.ts";

/** Compiles the matrix for the teams that are there. `resolved` is that of the same model and facts. */
export function compileAccess(model: Model, facts: Facts, resolved: ResolvedTeams, limits: PolicyLimits): Compiled {
  const sorted = [...resolved.teams].sort((a, b) => (a.team.id < b.team.id ? -1 : 1));
  const whole = wholeOwners(facts, resolved);
  const projectOf = new Map(facts.namespaces.map(({ uid, project }) => [uid, project]));
  const floor = model.matrix.baseline.floorRole;
  const isFloor = (operation: string): boolean => floor !== "" && holds(floor, operation);
  const drafts = sorted.map((team): Draft => {
    const named = nameOperations(model.matrix, team);
    if (team.kind.scope === "account") return draftAccountTeam(team, named, facts, isFloor);
    return draftOwningTeam(team, named, projectOf, (project) => whole.get(project) === team.team.id, isFloor);
  });
  const fitted = fitRoles(drafts, facts, limits);
  const teams = drafts.map((draft) => finish(draft, fitted));
  return {
    roles: fitted.roles,
    teams,
    groups: joinByGroup(sorted, teams),
    problems: drafts.flatMap((draft) => [...tellMissing(draft.team), ...problemsOf(draft, fitted)]),
  };
}

const noAccess: TeamAccess = { namespaces: new Map(), projects: new Map(), roles: [] };

function finish({ team, needs, namespaces, projects, ungiven }: Draft, { rolesOf, refused }: Fitted): CompiledTeam {
  const id = team.team.id;
  // Half of what a team needs would look as if it could work: what does not fit is left as it is, and told.
  if (refused.has(id)) return { team: id, access: noAccess, ungiven: needs, fits: false };
  return { team: id, access: { namespaces, projects, roles: rolesOf.get(id) ?? [] }, ungiven, fits: true };
}

function problemsOf({ team, named, problems }: Draft, { refused }: Fitted): readonly Problem[] {
  const reason = refused.get(team.team.id);
  return reason === undefined ? problems : [...problems, tell("over-limit", team, named, [...named.keys()], reason)];
}

function tellMissing(team: ResolvedTeam): Problem[] {
  const words = (found: number): string => (found === 0 ? "is not there" : `means ${found} of them; name it by id`);
  return team.missing
    .map(({ what, name, found }) => `${what} ${name} ${words(found)}`)
    .sort()
    .map((text) => tell("not-found", team, new Map(), [], text));
}

/** A group of several teams is to hold what each of them is to hold. */
function joinByGroup(teams: readonly ResolvedTeam[], compiled: readonly CompiledTeam[]): Map<string, GroupAccess> {
  const accessOf = new Map(compiled.map((one) => [one.team, one]));
  const teamsOf = new Map<string, CompiledTeam[]>();
  for (const { team, groups } of teams) {
    const one = accessOf.get(team.id);
    if (one !== undefined) for (const group of groups) teamsOf.set(group, [...(teamsOf.get(group) ?? []), one]);
  }
  return new Map([...teamsOf].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, of]) => [group, joinAccess(of)]));
}

function joinAccess(teams: readonly CompiledTeam[]): GroupAccess {
  const namespaces = new Map<string, NamespacePermission>();
  for (const { access } of teams) {
    for (const [id, level] of access.namespaces) {
      if (!isAtLeast(namespaces.get(id) ?? null, level)) namespaces.set(id, level);
    }
  }
  return {
    teams: teams.map(({ team }) => team),
    complete: teams.every(({ fits }) => fits),
    namespaces,
    // Only who owns all of a project has a role on it, so no two teams have one on the same.
    projects: new Map(teams.flatMap(({ access }) => [...access.projects])),
    roles: [...new Set(teams.flatMap(({ access }) => access.roles))].sort(),
  };
}
