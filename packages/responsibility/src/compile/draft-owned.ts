// A team that owns Namespaces: levels on them and, where it owns a whole project, a role on that; the rest as entries of
// custom roles that name exactly what it owns.
import {
  findPermission,
  type NamespacePermission,
  type ProjectRole,
  projectRoles,
  type RoleSpecPermission,
  rolesWith,
  type Scope,
} from "@remit/policy";
import type { Facts } from "../facts.ts";
import type { ResolvedTeam, ResolvedTeams } from "../resolve.ts";
import type { Draft, Named, Need, Problem } from "./compiled.ts";
import { splitGrantable } from "./draft-account.ts";
import {
  fitsAny,
  isAtLeast,
  levelOperations,
  projectRoleOperations,
  strongestLevel,
  strongestProjectRole,
} from "./levels.ts";
import { listWords, tellDoesNotFit, tellNotGrantable } from "./problems.ts";

/** What the team is to hold. `isWhole`: whether it owns all of a project; `isFloor`: what everybody holds anyway. */
export function draftOwningTeam(
  team: ResolvedTeam,
  named: Named,
  projectOf: ReadonlyMap<string, string>,
  isWhole: (project: string) => boolean,
  isFloor: (operation: string) => boolean,
): Draft {
  const isNamed = (operation: string): boolean => named.has(operation);
  const level = strongestLevel(isNamed);
  const role = strongestProjectRole(isNamed);
  const projects = new Map(role === null ? [] : team.projects.filter(isWhole).map((id) => [id, role] as const));
  const roleAround = (namespace: string): ProjectRole | undefined => projects.get(projectOf.get(namespace) ?? "");
  const namespaces = new Map<string, NamespacePermission>();
  for (const id of team.namespaces) if (level !== null && !givesLevel(roleAround(id), level)) namespaces.set(id, level);

  const onNamespaces = [...named.keys()].filter((operation) => fitsAny(operation, ["namespaces"]));
  const onProjects = [...named.keys()].filter(
    (operation) => fitsAny(operation, ["projects"]) && !fitsAny(operation, ["namespaces"]),
  );
  const rests = [
    ...restsOf("namespaces", team.namespaces, onNamespaces, (id) => [
      ...(level === null ? [] : levelOperations(level)),
      ...givenBy(roleAround(id)),
    ]),
    ...restsOf("projects", team.projects, onProjects, (id) => givenBy(projects.get(id))),
  ];
  const ungiven = rests.flatMap(({ ungivable, scopes }) =>
    ungivable.length === 0 ? [] : [{ operations: ungivable, scopes }],
  );
  return {
    team,
    named,
    needs: [
      { operations: onNamespaces, scopes: scopesOf("namespaces", team.namespaces) },
      { operations: onProjects, scopes: scopesOf("projects", team.projects) },
    ],
    namespaces,
    projects,
    entries: rests.flatMap(({ entry }) => entry ?? []),
    ungiven,
    problems: [
      ...tellNotGrantable(team, named, namesToTell(ungiven, isFloor), (operation) =>
        fitsAny(operation, ["namespaces"]) ? "namespaces" : "projects",
      ),
      ...tellMisfits(team, named, projects, isFloor),
    ],
  };
}

type OwnedType = "namespaces" | "projects";

interface Rest {
  readonly entry: RoleSpecPermission | null;
  readonly ungivable: readonly string[];
  readonly scopes: readonly Scope[];
}

/** What levels leave over, resources with the same rest together. */
function restsOf(
  type: OwnedType,
  ids: readonly string[],
  operations: readonly string[],
  given: (id: string) => readonly string[],
): Rest[] {
  const restOf = (id: string): string => {
    const held = new Set(given(id));
    return operations.filter((operation) => !held.has(operation)).join(" ");
  };
  return [...Map.groupBy(ids, restOf)]
    .filter(([rest]) => rest !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rest, resourceIds]) => {
      const [actions, ungivable] = splitGrantable(rest.split(" "), type);
      const resources = { resourceType: type, resourceIds, allowAll: false };
      return {
        entry: actions.length === 0 ? null : { actions, resources },
        ungivable,
        scopes: scopesOf(type, resourceIds),
      };
    });
}

const scopesOf = (type: OwnedType, ids: readonly string[]): Scope[] =>
  ids.map((id) => ({ kind: "resource", resource: { type, id } }));

const givenBy = (role: ProjectRole | undefined): readonly string[] =>
  role === undefined ? [] : projectRoleOperations(role);

const givesLevel = (role: ProjectRole | undefined, level: NamespacePermission): boolean =>
  role !== undefined && isAtLeast(projectRoles[role].namespacePermission, level);

function namesToTell(needs: readonly Need[], isFloor: (operation: string) => boolean): string[] {
  return [...new Set(needs.flatMap(({ operations }) => operations))].sort().filter((operation) => !isFloor(operation));
}

/** Operations of other types than Namespaces, which need a project or are the account's. */
function tellMisfits(
  team: ResolvedTeam,
  named: Named,
  roles: ReadonlyMap<string, ProjectRole>,
  isFloor: (operation: string) => boolean,
): Problem[] {
  const { projects } = team;
  const inEveryProject = (operation: string): boolean =>
    projects.length > 0 && projects.every((id) => givenBy(roles.get(id)).includes(operation));
  const others = [...named.keys()].filter((one) => !fitsAny(one, ["namespaces"]) && !isFloor(one));
  const forProjects = projects.length > 0 ? [] : others.filter((one) => fitsAny(one, ["projects"]));
  const elsewhere = others.filter((one) => !fitsAny(one, ["projects"]) && !inEveryProject(one));
  const byRemedy = Map.groupBy(elsewhere, remedyElsewhere);
  return [
    ...tellDoesNotFit(team, named, forProjects, "it would have to own a project"),
    ...[...byRemedy].flatMap(([remedy, operations]) => tellDoesNotFit(team, named, operations, remedy)),
  ];
}

function remedyElsewhere(operation: string): string {
  const [type = "accounts"] = findPermission(operation)?.resourceTypes ?? [];
  return `a team of scope account can, or ${listWords(rolesWith(operation, type), "or")}`;
}

/** Project → the one team that owns all of it: it alone names it, and every Namespace in it is its own. */
export function wholeOwners({ namespaces }: Facts, { teams, ownersOf }: ResolvedTeams): ReadonlyMap<string, string> {
  const naming = teams.filter(({ kind }) => kind.scope === "namespaces");
  const claims = Map.groupBy(
    naming.flatMap(({ team, projects }) => projects.map((project) => ({ project, team: team.id }))),
    ({ project }) => project,
  );
  const whole = new Map<string, string>();
  for (const [project, [first, ...others]] of claims) {
    if (first !== undefined && others.length === 0) whole.set(project, first.team);
  }
  for (const { uid, project } of namespaces) {
    const owners = ownersOf.get(uid) ?? [];
    if (owners.length !== 1 || owners[0]?.team.id !== whole.get(project)) whole.delete(project);
  }
  return whole;
}
