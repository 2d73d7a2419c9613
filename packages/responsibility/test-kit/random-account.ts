// Random small accounts with a random matrix: either anything at all, or as the matrix has it and then changed a little,
// so that agreement is as common as disagreement.
import {
  type Access,
  type AccountRole,
  type CustomRole,
  limits as defaultLimits,
  type ImpliedGrant,
  type NamespacePermission,
  type PolicyLimits,
  type Principal,
  type ProjectRole,
  permissions,
  type ResourceType,
} from "@remit/policy";
import type { Random } from "../../policy/test-kit/random.ts";
import type { Facts } from "../src/facts.ts";
import type { Model, Ownership, Responsibility, Team } from "../src/model.ts";
import { levelNames } from "../src/operations.ts";
import { applyPlan, planAccess } from "../src/plan.ts";
import { account, DAY, group, NOW, namespace, person, role, row, serviceAccount, team } from "./small-account.ts";

export interface RandomAccount {
  readonly model: Model;
  readonly facts: Facts;
  readonly limits: PolicyLimits;
}

const groupIds = ["g1", "g2", "g3", "g4"];
const userIds = ["u1", "u2", "u3", "u4", "u5"];
const namespaceIds = ["n1", "n2", "n3", "n4"];
const projectIds = ["p1", "p2"];
const roleIds = ["r1", "r2"];
const levels: readonly NamespacePermission[] = ["read", "write", "admin"];
const accountRoles: readonly AccountRole[] = ["owner", "admin", "developer", "finance_admin", "read", "metrics_read"];
const projectRoles: readonly ProjectRole[] = ["admin", "write", "read", "contribute", "list", "member"];
const types: readonly ResourceType[] = [
  "accounts",
  "projects",
  "namespaces",
  "nexus-endpoints",
  "connectivity-rules",
  "custom-roles",
];
const operations = permissions.map(({ operation }) => operation);

/** Mostly with the documented limits, sometimes with some that are soon reached. */
export function randomAccount(random: Random): RandomAccount {
  const limits = random.chance(0.75) ? defaultLimits : tightLimits(random);
  const { model, facts } = randomStart(random);
  if (random.chance(0.4)) return { model, facts, limits };
  const agreed = applyPlan(withoutAccess(facts), planAccess(model, withoutAccess(facts), limits));
  const changed = Array.from({ length: random.whole(0, 2) }).reduce<Facts>((now) => changeOne(random, now), agreed);
  return { model, facts: changed, limits };
}

function tightLimits(random: Random): PolicyLimits {
  return {
    ...defaultLimits,
    customRolesPerAccount: random.whole(1, 5),
    customRolesPerPrincipal: random.whole(1, 3),
    permissionsPerRole: random.whole(1, 3),
    roleNameLength: random.pick([8, 10, 64]),
  };
}

function randomStart(random: Random) {
  const some = <T>(items: readonly T[], chance: number): T[] => items.filter(() => random.chance(chance));
  const namespaces = some(namespaceIds, 0.8).map((id) =>
    namespace(id, id, random.pick(projectIds), random.chance(0.4) ? { team: random.pick(["a", "b"]) } : {}),
  );
  const start = account({
    namespaces,
    projects: { p1: "Shop", p2: "Risk" },
    groups: some(groupIds, 0.9).map((id) =>
      group(id, `Group ${id}`, randomAccess(random), random.chance(0.8) ? "cloud" : "scim"),
    ),
    people: some(userIds, 0.9).map((id) =>
      person(id, randomGroups(random), randomAccess(random, 0.4), random.chance(0.9)),
    ),
    serviceAccounts: [
      serviceAccount("s1", "worker", randomAccess(random)),
      serviceAccount(
        "s2",
        "bound",
        randomAccess(random, 0.5),
        random.pick(["namespace", "project"]),
        random.pick([...namespaceIds, ...projectIds]),
      ),
    ],
    roles: randomRoles(random),
    teams: randomTeams(random),
    rows: Array.from({ length: random.whole(1, 4) }, (_, at) => randomRow(random, `row-${at}`)),
    baseline: { floorRole: random.pick(["", "read", "read", "metrics_read"] as const) },
  });
  const resources = { nexusEndpoints: [{ id: "e1", project: "p1" }], connectivityRules: [{ id: "c1", project: "p2" }] };
  return { ...start, facts: { ...start.facts, policy: { ...start.facts.policy, ...resources } } };
}

const randomGroups = (random: Random): string[] => [...new Set(random.some(groupIds, 3))];

function randomTeams(random: Random): Team[] {
  const ids = ["a", "b", "application", "a-2"].filter(() => random.chance(0.6));
  const owning = ids.map((id) =>
    team(id, {
      groups: random.some([...groupIds, "Group g3"], 2),
      serviceAccounts: random.some(["worker"], 1),
      owns: {
        namespaces: random.some(namespaceIds, 2),
        projects: random.some([...projectIds, "Shop"], 1),
        tags: random.chance(0.5) ? [{ key: "team", value: id }] : [],
      },
    }),
  );
  const everywhere = ["platform", "security"]
    .filter(() => random.chance(0.5))
    .map((id) =>
      team(id, { kind: "platform", groups: random.some(groupIds, 2), serviceAccounts: random.some(["worker"], 1) }),
    );
  return [...owning, ...everywhere];
}

function randomRow(random: Random, id: string): Responsibility {
  const owners: Record<string, Partial<Ownership>> = {};
  if (random.chance(0.8)) owners.application = { operations: randomNeeds(random), team: random.chance(0.1) ? "a" : "" };
  if (random.chance(0.4))
    owners.platform = { operations: randomNeeds(random), team: random.chance(0.2) ? "security" : "" };
  return row(id, owners, { hidden: random.chance(0.1) });
}

function randomNeeds(random: Random): string[] {
  const frequent = [
    "namespace:read",
    "namespace:write",
    "cloud.namespace.update",
    "cloud.namespace.updateTags",
    "cloud.namespace.create",
  ];
  return [...random.some(frequent, 2), ...random.some(levelNames, 1), ...random.some(operations, 2)];
}

function randomRoles(random: Random): CustomRole[] {
  const names = { r1: "auditor", r2: random.pick(["remit-a", "remit-platform", "remit-old"]) };
  return roleIds.map((id) =>
    role(
      id,
      names[id as keyof typeof names],
      Array.from({ length: random.whole(0, 2) }, () => {
        const resourceType = random.pick(types);
        const ids = [...namespaceIds, ...projectIds, "e1", "c1", "acc", "r1"];
        return {
          actions: random.some(operations, 4),
          resourceType,
          allowAll: random.chance(0.3),
          resourceIds: random.some(ids, 3),
        };
      }),
    ),
  );
}

function randomAccess(random: Random, chance = 0.7): Partial<Access> {
  if (!random.chance(chance)) return {};
  return {
    accountRole: random.chance(0.7) ? null : random.pick(accountRoles),
    customRoles: [...new Set(random.some([...roleIds, "gone"], 2))],
    namespaces: onceEach(random.some(namespaceIds, 2)).map((id) => ({
      namespace: id,
      permission: random.pick(levels),
    })),
    projects: onceEach(random.some(projectIds, 1)).map((id) => ({ project: id, role: random.pick(projectRoles) })),
    implied: random.chance(0.8) ? [] : [randomImplied(random)],
  };
}

function randomImplied(random: Random): ImpliedGrant {
  const namespace = random.pick(namespaceIds);
  if (random.chance(0.5)) {
    return { kind: "creator", gives: { kind: "namespace-access", namespace, permission: "admin" }, expiresAt: null };
  }
  const gives = random.pick<ImpliedGrant["gives"]>([
    { kind: "namespace-access", namespace, permission: random.pick(levels) },
    { kind: "project-access", project: random.pick(projectIds), role: random.pick(projectRoles) },
    { kind: "custom-role", customRole: random.pick(roleIds) },
  ]);
  return { kind: "temporary", gives, expiresAt: NOW + random.pick([-DAY, 0, DAY]) };
}

const onceEach = (ids: readonly string[]): string[] => [...new Set(ids)];

/** Nobody holds anything but what everybody must have: the state from which a plan brings about all. */
function withoutAccess(facts: Facts): Facts {
  const none: Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };
  const cleared = <T extends { readonly access: Access }>(items: readonly T[]): T[] =>
    items.map((one) => ({ ...one, access: none }));
  const { groups, principals, customRoles } = facts.policy;
  return {
    ...facts,
    policy: {
      ...facts.policy,
      groups: cleared(groups),
      principals: cleared(principals),
      customRoles: customRoles.slice(0, 1),
    },
  };
}

/** One thing changed by hand. */
function changeOne(random: Random, facts: Facts): Facts {
  const { policy } = facts;
  const onOne = <T>(items: readonly T[], change: (item: T) => T): T[] => {
    const chosen = random.whole(0, Math.max(0, items.length - 1));
    return items.map((item, at) => (at === chosen ? change(item) : item));
  };
  const disturb = (one: Access): Access => {
    const added = randomAccess(random, 1);
    return {
      accountRole: random.chance(0.3) ? (added.accountRole ?? null) : one.accountRole,
      customRoles: random.chance(0.5)
        ? one.customRoles.slice(1)
        : onceEach([...one.customRoles, random.pick(policy.customRoles).id]),
      namespaces: random.chance(0.5) ? one.namespaces.slice(1) : (added.namespaces ?? []),
      projects: random.chance(0.7) ? one.projects : (added.projects ?? []),
      implied: added.implied ?? [],
    };
  };
  const withGroups = (one: Principal): Principal =>
    one.kind === "user" ? { ...one, groups: randomGroups(random) } : one;
  const changes: (() => Facts["policy"])[] = [
    () => ({ ...policy, groups: onOne(policy.groups, (one) => ({ ...one, access: disturb(one.access) })) }),
    () => ({ ...policy, principals: onOne(policy.principals, (one) => ({ ...one, access: disturb(one.access) })) }),
    () => ({ ...policy, principals: onOne(policy.principals, withGroups) }),
    () => ({ ...policy, principals: onOne(policy.principals, (one) => ({ ...one, active: !one.active })) }),
    () => ({
      ...policy,
      customRoles: onOne(policy.customRoles, (one) => ({ ...one, permissions: disturbRole(random, one) })),
    }),
  ];
  return { ...facts, policy: random.pick(changes)() };
}

function disturbRole(random: Random, { permissions: entries }: CustomRole): CustomRole["permissions"] {
  return entries.map((entry) => ({
    ...entry,
    actions: random.chance(0.5) ? entry.actions.slice(1) : [...entry.actions, random.pick(operations)],
    resourceIds: random.chance(0.3) ? entry.resourceIds.slice(1) : entry.resourceIds,
    allowAll: random.chance(0.1) ? true : entry.allowAll,
  }));
}

/** The same account with its lists in another order. */
export function reorder(random: Random, { model, facts, limits }: RandomAccount): RandomAccount {
  const mix = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => [random.next(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  const { policy } = facts;
  const mixAccess = (one: Access): Access => ({
    ...one,
    customRoles: mix(one.customRoles),
    namespaces: mix(one.namespaces),
    projects: mix(one.projects),
    implied: mix(one.implied),
  });
  return {
    limits,
    model: {
      matrix: { ...model.matrix, responsibilities: mix(model.matrix.responsibilities), kinds: mix(model.matrix.kinds) },
      teams: mix(model.teams).map((one) => ({ ...one, groups: mix(one.groups) })),
    },
    facts: {
      ...facts,
      namespaces: mix(facts.namespaces),
      groups: mix(facts.groups),
      serviceAccounts: mix(facts.serviceAccounts),
      policy: {
        ...policy,
        projects: mix(policy.projects),
        namespaces: mix(policy.namespaces),
        customRoles: mix(policy.customRoles),
        groups: mix(policy.groups).map((one) => ({ ...one, access: mixAccess(one.access) })),
        principals: mix(policy.principals).map((one) => ({
          ...one,
          groups: mix(one.groups),
          access: mixAccess(one.access),
        })),
      },
    },
  };
}
