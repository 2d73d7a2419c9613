// Random policies and questions, skewed to the edges: ids that differ by case, Unicode form or a prefix; things that are
// gone or were never there; repeated and empty entries; inactive principals; access that ends just now.
import type {
  Access,
  AccountRole,
  Child,
  CustomRole,
  Group,
  ImpliedAccess,
  ImpliedGrant,
  NamespacePermission,
  PolicyData,
  Principal,
  ProjectRole,
  Resource,
  ResourceType,
  RolePermission,
} from "../src/types.ts";
import { allOperations, typesOf } from "./facts.ts";
import type { Random } from "./random.ts";

/** The moment around which access ends. */
export const NOW = 1_800_000_000_000;

// "é" as one code point and as two, letters in both cases, and ids that are prefixes of others.
const ids = ["a", "A", "ab", "a1", "\u00e9", "e\u0301", "b", "a ", "0"];
const gone = ["ghost", "", "B", "toString", "__proto__"];
const account = "acc1";
const types: readonly ResourceType[] = [
  "accounts",
  "projects",
  "namespaces",
  "nexus-endpoints",
  "connectivity-rules",
  "custom-roles",
];
const accountRoles: readonly (AccountRole | null)[] = [
  null,
  "owner",
  "admin",
  "developer",
  "finance_admin",
  "read",
  "metrics_read",
];
const levels: readonly NamespacePermission[] = ["read", "write", "admin"];
const projectRoles: readonly ProjectRole[] = ["admin", "write", "read", "contribute", "list", "member", "developer"];

/** One random policy. Small, so that its parts meet. */
export function randomPolicy(random: Random): PolicyData {
  const children = (): Child[] => most(random).map((id) => ({ id, project: idOrGone(random) }));
  return {
    account,
    projects: most(random),
    namespaces: children(),
    nexusEndpoints: children(),
    connectivityRules: children(),
    customRoles: most(random).map((id) => randomRole(random, id)),
    groups: most(random).map((id): Group => ({ id, name: `group ${id}`, access: randomAccess(random) })),
    principals: most(random).map((id) => randomPrincipal(random, id)),
  };
}

/** Most of the ids, some of them twice: the last of two counts. */
function most(random: Random): string[] {
  return [...ids.filter(() => random.chance(0.75)), ...random.some(ids, 2)];
}

export function randomPrincipal(random: Random, id: string): Principal {
  return {
    id,
    kind: random.chance(0.8) ? "user" : "serviceaccount",
    name: `${id}@example.com`,
    active: random.chance(0.9),
    access: randomAccess(random),
    groups: random.some([...ids, ...gone], 3),
  };
}

export function randomRole(random: Random, id: string): CustomRole {
  const count = random.whole(0, 4);
  return { id, name: `role ${id}`, permissions: Array.from({ length: count }, () => randomEntry(random)) };
}

/** One entry; sometimes one that validation would refuse, because data from a store is not trusted. */
export function randomEntry(random: Random): RolePermission {
  const resourceType = random.pick(types);
  const actions = [
    ...random.some(operationsOn(resourceType), 4),
    ...random.some(allOperations, 2),
    ...random.some(["cloud.nothing"], 1),
  ];
  const resourceIds = random.some([...ids, ...gone, account], 3);
  return { actions, resourceType, resourceIds, allowAll: random.chance(0.25) };
}

export function randomAccess(random: Random): Access {
  return {
    accountRole: random.chance(0.7) ? null : random.pick(accountRoles),
    customRoles: random.some([...ids, ...gone], 2),
    namespaces: random.some(ids, 2).map((namespace) => ({ namespace, permission: random.pick(levels) })),
    projects: random.some(ids, 2).map((project) => ({ project, role: random.pick(projectRoles) })),
    implied: random.some([...ids, ...gone], 2).map((id) => randomImplied(random, id)),
  };
}

function randomImplied(random: Random, id: string): ImpliedGrant {
  return {
    kind: random.pick(["creator", "temporary"]),
    gives: random.pick<ImpliedAccess>([
      { kind: "namespace-access", namespace: id, permission: random.pick(levels) },
      { kind: "project-access", project: id, role: random.pick(projectRoles) },
      { kind: "custom-role", customRole: id },
    ]),
    expiresAt: random.pick([null, NOW - 1, NOW, NOW + 1, NOW + 60_000]),
  };
}

/** One question, mostly about things that exist and operations that fit. */
export interface Question {
  readonly principal: string;
  readonly operation: string;
  readonly resource: Resource;
  readonly now: number;
}

export function randomQuestion(random: Random, data: PolicyData): Question {
  const now = NOW + random.whole(-2, 2);
  const targeted = random.chance(0.5) ? targetedQuestion(random, data) : null;
  if (targeted) return { ...targeted, now };
  const type = random.pick(types);
  const known = random.chance(0.95);
  return {
    principal: idOrGone(random),
    operation: known
      ? random.pick(operationsOn(type))
      : random.pick([...allOperations, "cloud.nothing", "", "toString"]),
    resource: { type, id: type === "accounts" && random.chance(0.9) ? account : idOrGone(random) },
    now,
  };
}

/** A question about something that an access of the principal names: the answer is often yes. */
function targetedQuestion(random: Random, data: PolicyData): Omit<Question, "now"> | null {
  if (data.principals.length === 0) return null;
  const principal = random.pick(data.principals);
  const accesses = [principal, ...data.groups.filter(({ id }) => principal.groups.includes(id))];
  const { access } = random.pick(accesses);
  const given = access.implied.map(({ gives }) => gives);
  const held = new Set([
    ...access.customRoles,
    ...given.flatMap((gives) => (gives.kind === "custom-role" ? [gives.customRole] : [])),
  ]);
  const roles = data.customRoles.filter(({ id }) => held.has(id));
  const entries = roles.flatMap(({ permissions }) => permissions).filter(({ actions }) => actions.length > 0);
  if (entries.length > 0 && random.chance(0.5)) {
    const { actions, resourceType, resourceIds } = random.pick(entries);
    const id = resourceIds.length > 0 ? random.pick(resourceIds) : idOrGone(random);
    return { principal: principal.id, operation: random.pick(actions), resource: { type: resourceType, id } };
  }
  const named = [...access.namespaces, ...given.filter((gives) => gives.kind === "namespace-access")];
  const inProjects = [...access.projects, ...given.filter((gives) => gives.kind === "project-access")];
  const resources: Resource[] = [
    ...named.map(({ namespace }) => ({ type: "namespaces" as const, id: namespace })),
    ...inProjects.map(({ project }) => ({ type: "projects" as const, id: project })),
  ];
  if (resources.length === 0) return null;
  const resource = random.pick(resources);
  return { principal: principal.id, operation: random.pick(operationsOn(resource.type)), resource };
}

const operationsByType = new Map(
  types.map((type) => [type, allOperations.filter((operation) => typesOf(operation).includes(type))]),
);

function operationsOn(type: ResourceType): readonly string[] {
  return operationsByType.get(type) ?? [];
}

/** An id that something may have, or seldom one that nothing has. */
export function idOrGone(random: Random): string {
  return random.chance(0.95) ? random.pick(ids) : random.pick(gone);
}

export { ids as someIds, types as allTypes };
