// From what should be held to the calls that bring it about, and what they do to whom. A plan manages the compiled
// roles and, on each group of a team, its Namespace access, its project access and its compiled roles; all else stays.
import type { NamespacePermission, PolicyLimits, ProjectRole } from "@remit/policy";
import { applyChanges } from "./apply-changes.ts";
import type { Change, HeldAccess } from "./changes.ts";
import { compileAccess } from "./compile/compile-access.ts";
import {
  type Compiled,
  type CompiledRole,
  type GroupAccess,
  isCompiledRole,
  type Problem,
} from "./compile/compiled.ts";
import { isAtLeast } from "./compile/levels.ts";
import { isSameRole } from "./compile/same-role.ts";
import { diffAccess, type Effect } from "./effects.ts";
import type { Facts } from "./facts.ts";
import type { Model } from "./model.ts";
import { resolveTeams } from "./resolve.ts";

export interface Plan {
  /** In an order in which they can be carried out one after the other. Empty: nothing to do. */
  readonly changes: readonly Change[];
  readonly effects: readonly Effect[];
  readonly problems: readonly Problem[];
}

/** What has to change so that access is as the matrix says. Says again and again the same until it is carried out. */
export function planAccess(model: Model, facts: Facts, limits: PolicyLimits): Plan {
  const compiled = compileAccess(model, facts, resolveTeams(model, facts), limits);
  const changes = planChanges(compiled, facts, limits);
  const effects = changes.length === 0 ? [] : diffAccess(facts, applyChanges(facts, changes));
  return { changes, effects, problems: compiled.problems };
}

/** The facts after a plan. */
export function applyPlan(facts: Facts, plan: Plan): Facts {
  return applyChanges(facts, plan.changes);
}

/** The changes from what `facts` hold to what was compiled of them. */
export function planChanges(compiled: Compiled, facts: Facts, { customRolesPerAccount }: PolicyLimits): Change[] {
  const { customRoles } = facts.policy;
  const made: Change[] = compiled.roles.flatMap(({ spec }) => writeRole(spec, facts));
  const access = facts.policy.groups.flatMap((group) => {
    const wanted = compiled.groups.get(group.id);
    return wanted === undefined ? [] : setAccess(group, wanted, facts);
  });
  const needless = findNeedless(compiled, facts).map((role): Change => {
    return { kind: "delete-role", roleId: role.id, name: role.name };
  });
  // Where the account is full, a role can only be made after another has gone.
  const creations = made.filter(({ kind }) => kind === "create-role").length;
  const room = customRolesPerAccount || Number.POSITIVE_INFINITY;
  const early = Math.max(0, customRoles.length + creations - room);
  return [...needless.slice(0, early), ...made, ...access, ...needless.slice(early)];
}

function writeRole(role: CompiledRole["spec"], { policy }: Facts): Change[] {
  const existing = policy.customRoles.find(({ name }) => name === role.name);
  if (existing === undefined) return [{ kind: "create-role", role }];
  return isSameRole(existing, role) ? [] : [{ kind: "update-role", roleId: existing.id, role }];
}

/** Compiled roles that no team is to hold; those held where a team does not fit stay, since nothing replaces them. */
function findNeedless({ roles, groups }: Compiled, { policy }: Facts) {
  const wanted = new Set(roles.map(({ spec }) => spec.name));
  const kept = new Set(
    policy.groups.flatMap(({ id, access }) => (groups.get(id)?.complete === false ? access.customRoles : [])),
  );
  const needless = policy.customRoles.filter(
    (role) => isCompiledRole(role) && !wanted.has(role.name) && !kept.has(role.id),
  );
  return needless.sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Group = Facts["policy"]["groups"][number];

function setAccess({ id, name, access: now }: Group, wanted: GroupAccess, { policy }: Facts): Change[] {
  const roleOf = new Map(policy.customRoles.map((role) => [role.id, role]));
  const idOf = new Map([...policy.customRoles].reverse().map((role) => [role.name, role.id]));
  const isOthers = (roleId: string): boolean => {
    const role = roleOf.get(roleId);
    return role !== undefined && !isCompiledRole(role);
  };
  const existing = wanted.roles.flatMap((role) => idOf.get(role) ?? []);
  const kept = now.customRoles.filter((role) => isOthers(role) || (!wanted.complete && roleOf.has(role)));
  // Account Owner and Global Admin are admins of every Namespace and project, and a server refuses entries beside them.
  const holdsAll = now.accountRole === "owner" || now.accountRole === "admin";
  const access: HeldAccess = {
    accountRole: now.accountRole,
    customRoles: [...new Set([...kept, ...existing])],
    namespaces: holdsAll ? [] : wantedNamespaces(wanted, now),
    projects: holdsAll ? [] : wantedProjects(wanted, now),
  };
  const newRoles = wanted.roles.filter((role) => !idOf.has(role));
  if (newRoles.length === 0 && accessKey(access, roleOf) === accessKey(now, roleOf)) return [];
  return [{ kind: "set-access", holder: { kind: "group", id, name }, access, newRoles }];
}

function wantedNamespaces({ namespaces, complete }: GroupAccess, now: HeldAccess): HeldAccess["namespaces"] {
  const levels = new Map<string, NamespacePermission>(
    complete ? [] : now.namespaces.map((one) => [one.namespace, one.permission]),
  );
  for (const [namespace, level] of namespaces) {
    if (!isAtLeast(levels.get(namespace) ?? null, level)) levels.set(namespace, level);
  }
  return [...levels].sort(byId).map(([namespace, permission]) => ({ namespace, permission }));
}

function wantedProjects({ projects, complete }: GroupAccess, now: HeldAccess): HeldAccess["projects"] {
  const roles = new Map<string, ProjectRole>(complete ? [] : now.projects.map((one) => [one.project, one.role]));
  for (const [project, role] of projects) roles.set(project, role);
  return [...roles].sort(byId).map(([project, role]) => ({ project, role }));
}

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Equal for accesses that hold the same. Ids of roles that are gone hold nothing and are no reason for a call. */
function accessKey({ customRoles, namespaces, projects }: HeldAccess, roles: ReadonlyMap<string, unknown>): string {
  return JSON.stringify([
    [...new Set(customRoles.filter((id) => roles.has(id)))].sort(),
    [...new Set(namespaces.map(({ namespace, permission }) => `${namespace} ${permission}`))].sort(),
    [...new Set(projects.map(({ project, role }) => `${project} ${role}`))].sort(),
  ]);
}
