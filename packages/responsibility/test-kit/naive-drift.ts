// Drift once more, without cleverness: each active principal, each operation, each resource, asked one at a time. A
// policy with one new project, and one new resource of each type in each project, stands for what is made later. What
// somebody may do is asked of stand-ins that hold exactly the baseline or what a team is compiled to.
import {
  type Access,
  type AccountRole,
  check,
  compile,
  limits as defaultLimits,
  type PolicyData,
  type PolicyLimits,
  type Principal,
  type Resource,
  type ResourceType,
  type Scope,
  toRolePermissions,
} from "@remit/policy";
import { compileAccess } from "../src/compile/compile-access.ts";
import type { Compiled, CompiledTeam } from "../src/compile/compiled.ts";
import type { Facts } from "../src/facts.ts";
import type { Model } from "../src/model.ts";
import { type ResolvedTeam, resolveTeams } from "../src/resolve.ts";
import { effective, idsOf } from "./naive-needs.ts";
import { noAccess } from "./small-account.ts";

export interface NaiveDrift {
  /** Principal → operations that it can do somewhere and may not. */
  readonly tooMuch: ReadonlyMap<string, ReadonlySet<string>>;
  /** Principal → operations that it must be able to do somewhere and cannot. */
  readonly tooLittle: ReadonlyMap<string, ReadonlySet<string>>;
  readonly questions: number;
}

export function findDriftNaively(model: Model, facts: Facts, limits: PolicyLimits = defaultLimits): NaiveDrift {
  const resolved = resolveTeams(model, facts);
  const compiled = compileAccess(model, facts, resolved, limits);
  const { floorRole } = model.matrix.baseline;
  const future = withNewResources(facts.policy);
  const snapshot = compile(withStandIns(future, compiled, floorRole));
  const ask = (who: string, operation: string, resource: Resource): boolean =>
    check(snapshot, who, operation, resource, facts.now);
  const people = facts.policy.principals
    .filter(({ active }) => active)
    .map((one) => ({ ...one, ...belonging(one, facts, resolved.teams), adminRoles: adminRolesOf(one, facts) }));
  const drift = { tooMuch: new Map<string, Set<string>>(), tooLittle: new Map<string, Set<string>>(), questions: 0 };
  for (const { operation, resourceTypes } of effective) {
    for (const resource of resourceTypes.flatMap((type) => idsOf(future, type).map((id): Resource => ({ type, id })))) {
      const everybody = operation === "cloud.currentidentity.get" || ask("stand-in floor", operation, resource);
      const given = new Set(
        compiled.teams.flatMap((one) => (ask(`stand-in team ${one.team}`, operation, resource) ? [one.team] : [])),
      );
      const named = new Set(compiled.teams.flatMap((one) => (isUngiven(one, operation, resource) ? [one.team] : [])));
      for (const { id, kind, teams, isForAccount, adminRoles } of people) {
        drift.questions++;
        const can = ask(id, operation, resource);
        const runs = isForAccount && adminRoles.some((role) => ask(`stand-in ${role}`, operation, resource));
        const may = everybody || runs || teams.some((team) => given.has(team) || named.has(team));
        if (can && !may) note(drift.tooMuch, id, operation);
        if (!can && kind === "user" && teams.some((team) => given.has(team))) note(drift.tooLittle, id, operation);
      }
    }
  }
  return drift;
}

function note(where: Map<string, Set<string>>, id: string, operation: string): void {
  where.set(id, (where.get(id) ?? new Set()).add(operation));
}

function belonging({ id, kind, groups }: Principal, { serviceAccounts }: Facts, teams: readonly ResolvedTeam[]) {
  const bound = serviceAccounts.find((one) => one.id === id && one.scope !== "account");
  const isIn = (team: ResolvedTeam): boolean =>
    kind === "user" ? team.groups.some((group) => groups.includes(group)) : team.members.includes(id);
  const owns = ({ kind: { scope }, namespaces, projects }: ResolvedTeam): boolean =>
    scope === "namespaces" && (bound?.scope === "namespace" ? namespaces : projects).includes(bound?.scopeId ?? "");
  const own = teams.filter(isIn);
  const others = kind === "serviceaccount" && bound !== undefined ? teams.filter(owns) : [];
  return {
    teams: [...own, ...others].map(({ team }) => team.id),
    isForAccount: own.some((team) => team.kind.scope === "account"),
  };
}

function adminRolesOf({ access, kind, groups }: Principal, { policy }: Facts): AccountRole[] {
  const joined = kind === "user" ? policy.groups.filter(({ id }) => groups.includes(id)) : [];
  const roles = [access, ...joined.map((group) => group.access)].map(({ accountRole }) => accountRole);
  return (["owner", "admin"] as const).filter((role) => roles.includes(role));
}

function isUngiven({ ungiven }: CompiledTeam, operation: string, resource: Resource): boolean {
  return ungiven.some(
    ({ operations, scopes }) => operations.includes(operation) && scopes.some((one) => reaches(one, resource)),
  );
}

const below: Readonly<Partial<Record<ResourceType, readonly ResourceType[]>>> = {
  accounts: ["accounts", "projects", "namespaces", "nexus-endpoints", "connectivity-rules", "custom-roles"],
  projects: ["projects", "namespaces", "nexus-endpoints", "connectivity-rules"],
};

function reaches(scope: Scope, { type, id }: Resource): boolean {
  if (scope.kind === "all") return (below[scope.type] ?? [scope.type]).includes(type);
  return scope.kind === "resource" && scope.resource.type === type && scope.resource.id === id;
}

function withNewResources(data: PolicyData): PolicyData {
  const projects = [...data.projects, "a new project"];
  const grow = (children: PolicyData["namespaces"]) => [
    ...children,
    ...projects.map((project) => ({ id: `new in ${project}`, project })),
  ];
  return {
    ...data,
    projects,
    namespaces: grow(data.namespaces),
    nexusEndpoints: grow(data.nexusEndpoints),
    connectivityRules: grow(data.connectivityRules),
    customRoles: [...data.customRoles, { id: "a new role", name: "new", permissions: [] }],
  };
}

function withStandIns(data: PolicyData, { roles, teams }: Compiled, floor: AccountRole | ""): PolicyData {
  const standIn = (name: string, access: Access): Principal => {
    return { id: `stand-in ${name}`, kind: "user", name, active: true, access, groups: [] };
  };
  const ofTeams = teams.map(({ team, access }) =>
    standIn(`team ${team}`, {
      ...noAccess,
      customRoles: access.roles.map((name) => `compiled ${name}`),
      namespaces: [...access.namespaces].map(([namespace, permission]) => ({ namespace, permission })),
      projects: [...access.projects].map(([project, role]) => ({ project, role })),
    }),
  );
  const ofRoles = (["owner", "admin"] as const).map((role) => standIn(role, { ...noAccess, accountRole: role }));
  return {
    ...data,
    customRoles: [
      ...data.customRoles,
      ...roles.map(({ spec }) => ({
        id: `compiled ${spec.name}`,
        name: spec.name,
        permissions: toRolePermissions(spec),
      })),
    ],
    principals: [
      ...data.principals,
      ...ofTeams,
      ...ofRoles,
      standIn("floor", { ...noAccess, accountRole: floor === "" ? null : floor }),
    ],
  };
}
