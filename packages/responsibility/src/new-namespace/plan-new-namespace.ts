// What a Namespace that is about to be made adds to what its team holds: of all that a plan would give the team then,
// only what reaches this Namespace. What else a plan would change is left to a plan.
import type { PolicyLimits } from "@remit/policy";
import { applyChanges } from "../apply-changes.ts";
import type { Change } from "../changes.ts";
import { matrixLimits } from "../check/limits.ts";
import { compileAccess } from "../compile/compile-access.ts";
import { refuseCount } from "../compile/fit-roles.ts";
import type { Facts, NamespaceFact } from "../facts.ts";
import type { Model, Team } from "../model.ts";
import { planChanges } from "../plan.ts";
import { type Missing, type ResolvedTeam, resolveTeams } from "../resolve.ts";
import { addToGroup, addToRole, type GroupAddition, type RoleAddition } from "./additions.ts";
import { toChanges } from "./additions-as-changes.ts";
import { refuseAdditions } from "./room.ts";

export interface NewNamespace {
  /** Whether the team has to name it: neither its tags nor its projects make it the team's alone. */
  readonly claims: boolean;
  readonly roles: readonly RoleAddition[];
  /** The team's user groups that lack something. */
  readonly groups: readonly GroupAddition[];
  /** The same as changes of a plan. */
  readonly changes: readonly Change[];
  /** The user groups that the team has. */
  readonly groupCount: number;
  /** Those that it names and does not have. */
  readonly missingGroups: readonly Missing[];
  /** The limit that is in the way, in words; then there is nothing in the lists above. */
  readonly refusal: string | null;
  /** Whether a plan has more to change because of the Namespace, for this team or another. */
  readonly leavesMore: boolean;
}

/**
 * Undefined when there is no such team, or none that could own a Namespace. `facts` may have the Namespace already: it
 * is as if it had not.
 */
export function planNewNamespace(
  model: Model,
  facts: Facts,
  teamId: string,
  namespace: NamespaceFact,
  limits: PolicyLimits,
): NewNamespace | undefined {
  const before = withoutNamespace(facts, namespace);
  const after = withNamespace(before, namespace);
  const isOwner = (as: Model): boolean =>
    resolveTeams(as, after)
      .ownersOf.get(namespace.uid)
      ?.some(({ team }) => team.id === teamId) === true;
  const owners = resolveTeams(model, after).ownersOf.get(namespace.uid) ?? [];
  const claims = (owners.length !== 1 || !isOwner(model)) && !isNamed(model, teamId, namespace.id);
  const claimed = claims ? claim(model, teamId, namespace.id) : model;
  const resolved = resolveTeams(claimed, after);
  const team = resolved.byId.get(teamId);
  if (team === undefined || !isOwner(claimed)) return undefined;
  const compiled = compileAccess(claimed, after, resolved, limits);
  const access = compiled.teams.find((one) => one.team === teamId)?.access;
  const tooMany = claims ? refuseClaim(team.team) : null;
  const overLimit = compiled.problems.find((problem) => problem.kind === "over-limit" && problem.team === teamId)?.text;
  const nothing = { claims, roles: [], groups: [], changes: [], ...describeGroups(team), leavesMore: false };
  // A role that nobody is to hold would take room and give nothing.
  if (access === undefined || team.groups.length === 0) return { ...nothing, refusal: tooMany };
  if (tooMany !== null || overLimit !== undefined) return { ...nothing, refusal: tooMany ?? overLimit ?? null };
  const roles = compiled.roles.flatMap((role) => addToRole(role, access, namespace, after));
  const groups = team.groups.flatMap((id) => addToGroup(id, access, roles, namespace, after));
  const refusal = refuseAdditions(roles, groups, after, limits);
  if (refusal !== null) return { ...nothing, refusal };
  const changes = toChanges(roles, groups, namespace, after);
  const earlier = planChanges(compileAccess(model, before, resolveTeams(model, before), limits), before, limits);
  const later = planChanges(compiled, applyChanges(after, changes), limits);
  return { ...nothing, roles, groups, changes, refusal, leavesMore: hasMore(earlier, later) };
}

const withoutNamespace = (facts: Facts, { uid }: NamespaceFact): Facts => ({
  ...facts,
  namespaces: facts.namespaces.filter((one) => one.uid !== uid),
  policy: { ...facts.policy, namespaces: facts.policy.namespaces.filter(({ id }) => id !== uid) },
});

const withNamespace = (facts: Facts, namespace: NamespaceFact): Facts => ({
  ...facts,
  namespaces: [...facts.namespaces, namespace],
  policy: {
    ...facts.policy,
    namespaces: [...facts.policy.namespaces, { id: namespace.uid, project: namespace.project }],
  },
});

function claim(model: Model, teamId: string, id: string): Model {
  const name = (team: Team): Team =>
    team.id === teamId ? { ...team, owns: { ...team.owns, namespaces: [...team.owns.namespaces, id] } } : team;
  return { ...model, teams: model.teams.map(name) };
}

/** Teams may leave the account out. */
function isNamed({ teams }: Model, teamId: string, id: string): boolean {
  const names = teams.find((team) => team.id === teamId)?.owns.namespaces ?? [];
  return names.some((name) => name === id || (!name.includes(".") && id.startsWith(`${name}.`)));
}

const refuseClaim = ({ owns }: Team): string | null =>
  refuseCount("Namespaces that a team can name", matrixLimits.namespaces, owns.namespaces.length, 1);

const describeGroups = ({ groups, missing }: ResolvedTeam) => ({
  groupCount: groups.length,
  missingGroups: missing.filter(({ what }) => what === "group"),
});

function hasMore(earlier: readonly Change[], later: readonly Change[]): boolean {
  const known = new Set(earlier.map((change) => JSON.stringify(change)));
  return later.some((change) => !known.has(JSON.stringify(change)));
}
