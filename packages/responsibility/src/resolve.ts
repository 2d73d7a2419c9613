// From what a team says of itself (names) to what is there (ids): its groups, members, Namespaces and projects.
import type { Facts, NamespaceFact } from "./facts.ts";
import type { Model, Owned, Team, TeamKind } from "./model.ts";

/** A team with what it was found to have. Ids are those of `facts.policy`; lists are sorted. */
export interface ResolvedTeam {
  readonly team: Team;
  readonly kind: TeamKind;
  readonly groups: readonly string[];
  /** Users by its groups, and its service accounts. */
  readonly members: readonly string[];
  /** Uids of the Namespaces that it owns. Empty for a kind with scope "account", which answers for all. */
  readonly namespaces: readonly string[];
  /** Projects that it names. */
  readonly projects: readonly string[];
  /** What it names and is not there, in its own words. */
  readonly missing: readonly Missing[];
}

export interface Missing {
  readonly what: "group" | "service account" | "namespace" | "project";
  readonly name: string;
  /** How many have this name: 0, or several, of which none is meant then. */
  readonly found: number;
}

export interface ResolvedTeams {
  readonly teams: readonly ResolvedTeam[];
  readonly byId: ReadonlyMap<string, ResolvedTeam>;
  /** Namespace uid → the teams that own it: none, one, or several that claim it equally. */
  readonly ownersOf: ReadonlyMap<string, readonly ResolvedTeam[]>;
  /** Principal id → the teams that it is a member of. */
  readonly teamsOf: ReadonlyMap<string, readonly ResolvedTeam[]>;
}

/** Teams whose kind the matrix does not have are left out. */
export function resolveTeams({ matrix, teams }: Model, facts: Facts): ResolvedTeams {
  const kinds = new Map(matrix.kinds.map((kind) => [kind.id, kind]));
  const known = teams.flatMap((team) => {
    const kind = kinds.get(team.kind);
    return kind === undefined ? [] : [{ team, kind }];
  });
  const names = indexNames(facts);
  const owning = known
    .filter(({ kind }) => kind.scope === "namespaces")
    .map(({ team }) => ({ team, ...names.owned(team.owns) }));
  const ownersOf = new Map(facts.namespaces.map((namespace) => [namespace.uid, mostSpecific(owning, namespace)]));
  const owned = new Map<string, string[]>();
  for (const [uid, ids] of ownersOf) for (const id of ids) push(owned, id, uid);
  const resolved = known.map(({ team, kind }) => {
    const groups = names.groups(team.groups);
    const accounts = names.serviceAccounts(team.serviceAccounts);
    const projects = names.projects(team.owns.projects);
    return {
      team,
      kind,
      groups: groups.found,
      members: unique([...groups.found.flatMap((group) => names.membersOf(group)), ...accounts.found]),
      namespaces: [...(owned.get(team.id) ?? [])].sort(),
      projects: projects.found,
      missing: [
        ...groups.missing,
        ...accounts.missing,
        ...names.namespaces(team.owns.namespaces).missing,
        ...projects.missing,
      ],
    };
  });
  const byId = new Map(resolved.map((team) => [team.team.id, team]));
  const teamsOf = new Map<string, ResolvedTeam[]>();
  for (const team of resolved) for (const member of team.members) push(teamsOf, member, team);
  return {
    teams: resolved,
    byId,
    ownersOf: new Map([...ownersOf].map(([uid, ids]) => [uid, ids.flatMap((id) => byId.get(id) ?? [])])),
    teamsOf,
  };
}

interface Found {
  readonly found: readonly string[];
  readonly missing: readonly Missing[];
}

interface Claim {
  readonly team: Team;
  readonly namespaces: ReadonlySet<string>;
  readonly projects: ReadonlySet<string>;
}

/** A Namespace named by itself belongs to who names it, else to who names its tags, else to who names its project. */
function mostSpecific(claims: readonly Claim[], namespace: NamespaceFact): string[] {
  const ways: ((claim: Claim) => boolean)[] = [
    ({ namespaces }) => namespaces.has(namespace.uid),
    ({ team }) => team.owns.tags.some(({ key, value }) => namespace.tags[key] === value),
    ({ projects }) => projects.has(namespace.project),
  ];
  for (const way of ways) {
    const matching = claims.filter(way);
    if (matching.length > 0) return matching.map(({ team }) => team.id);
  }
  return [];
}

function indexNames({ policy, groups, projects, namespaces, serviceAccounts }: Facts) {
  const principals = new Map(policy.principals.map(({ id, name }) => [id, name]));
  const members = new Map<string, string[]>();
  for (const { id, kind, groups: joined } of policy.principals) {
    // Decisions do not look at groups of a service account, so neither does membership.
    if (kind === "user") for (const group of joined) push(members, group, id);
  }
  const find = {
    group: finder(groups.map(({ id, displayName }) => ({ id, name: displayName }))),
    "service account": finder(serviceAccounts.map(({ id }) => ({ id, name: principals.get(id) ?? "" }))),
    namespace: finder(namespaces.map(({ uid, id }) => ({ id: uid, name: id }))),
    project: finder(projects.map(({ id, displayName }) => ({ id, name: displayName }))),
  };
  const resolve = (what: Missing["what"], wanted: readonly string[]): Found => {
    const matches = unique(wanted).map((name) => ({ name, ids: find[what](name) }));
    return {
      found: unique(matches.flatMap(({ ids }) => (ids.length === 1 ? ids : []))),
      missing: matches
        .filter(({ ids }) => ids.length !== 1)
        .map(({ name, ids }) => ({ what, name, found: ids.length })),
    };
  };
  const asNamespaceId = (name: string) => (name.includes(".") ? name : `${name}.${policy.account}`);
  const namespacesNamed = (wanted: readonly string[]) => resolve("namespace", wanted.map(asNamespaceId));
  return {
    membersOf: (group: string): readonly string[] => members.get(group) ?? [],
    groups: (wanted: readonly string[]) => resolve("group", wanted),
    serviceAccounts: (wanted: readonly string[]) => resolve("service account", wanted),
    projects: (wanted: readonly string[]) => resolve("project", wanted),
    namespaces: namespacesNamed,
    owned: (owns: Owned) => ({
      namespaces: new Set(namespacesNamed(owns.namespaces).found),
      projects: new Set(resolve("project", owns.projects).found),
    }),
  };
}

/**
 * By id first, then by name. A name that several have means none of them: display names are free to choose, so whoever
 * makes a second group of a team's name would be given what the team answers for.
 */
function finder(
  things: readonly { readonly id: string; readonly name: string }[],
): (name: string) => readonly string[] {
  const ids = new Set(things.map(({ id }) => id));
  const byName = new Map<string, string[]>();
  for (const { id, name } of things) if (name !== "") push(byName, name, id);
  return (name) => (ids.has(name) ? [name] : (byName.get(name) ?? []));
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)].sort();
