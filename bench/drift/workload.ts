// An account as large as it gets: teams that own Namespaces, people in the groups of teams, access as it was planned,
// and some of it changed by hand since.
import { type Access, limits as documented, type PolicyLimits } from "@remit/policy";
import type { Facts } from "../../packages/responsibility/src/facts.ts";
import type { Model } from "../../packages/responsibility/src/model.ts";
import { applyPlan, planAccess } from "../../packages/responsibility/src/plan.ts";
import {
  account,
  DAY,
  group,
  key,
  NOW,
  namespace,
  onNamespaces,
  person,
  row,
  team,
} from "../../packages/responsibility/test-kit/small-account.ts";

export interface Size {
  readonly teams: number;
  readonly namespaces: number;
  readonly users: number;
}

export interface Workload {
  readonly model: Model;
  readonly facts: Facts;
  readonly limits: PolicyLimits;
}

/** The limits of the account are raised as far as a role for each team needs. */
export const raised: PolicyLimits = { ...documented, customRolesPerAccount: 1000, namespacesPerAccount: 10_000 };

const rows = [
  row("access", {
    platform: "cloud.user.create cloud.user.delete cloud.user.get cloud.user.list cloud.usergroup.create",
  }),
  row("groups", { platform: "cloud.usergroup.addMember cloud.usergroup.removeMember cloud.usergroup.list" }),
  row("network", {
    platform: "cloud.connectivityrule.create cloud.connectivityrule.delete cloud.connectivityrule.get",
  }),
  row("provisioning", { platform: "cloud.namespace.create cloud.namespace.delete namespace:read" }),
  row("audit", { platform: "cloud.auditlog.list cloud.auditlog.createSink cloud.auditlog.getSink" }),
  row("workflows", { application: "namespace:write" }),
  row("codec", { application: "cloud.namespace.update" }),
  row("tags", { application: "cloud.namespace.updateTags" }),
  row("capacity", { application: "cloud.namespace.capacityinfo.get", platform: "cloud.namespace.capacityinfo.get" }),
];

/** `disturbed`: of how many people and groups one was changed by hand. */
export function makeWorkload({ teams, namespaces, users }: Size, disturbed = 50): Workload {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
  const teamOf = (at: number): number => at % teams;
  const { model, facts } = account({
    namespaces: numbers(namespaces).map((at) =>
      namespace(`n${at}`, `namespace-${at}`, `p${at % 20}`, { team: `t${teamOf(at)}` }),
    ),
    groups: [group("g-platform", "Platform"), ...numbers(teams).map((at) => group(`g${at}`, `Team ${at}`))],
    people: numbers(users).map((at) => {
      const groups = at < 20 ? ["g-platform"] : [`g${teamOf(at)}`, ...(at % 7 === 0 ? [`g${teamOf(at + 1)}`] : [])];
      return person(`u${at}`, groups, { accountRole: at < 5 ? "owner" : "read" });
    }),
    keys: numbers(users / 2).map((at) => key(`k${at}`, `u${at}`, { lastUsedAt: NOW - DAY })),
    teams: [
      team("platform", { kind: "platform", groups: ["g-platform"] }),
      ...numbers(teams).map((at) =>
        team(`t${at}`, {
          groups: [`g${at}`],
          owns: { namespaces: [], projects: [], tags: [{ key: "team", value: `t${at}` }] },
        }),
      ),
    ],
    rows,
    baseline: { floorRole: "read" },
  });
  const agreed = applyPlan(facts, planAccess(model, facts, raised));
  return { model, facts: disturb(agreed, disturbed), limits: raised };
}

/** Direct access, a group that lost its own, one that got a neighbour's. */
function disturb(facts: Facts, each: number): Facts {
  const { policy } = facts;
  const add = (access: Access, at: number): Access => ({
    ...access,
    namespaces: [...access.namespaces, ...onNamespaces(`n${(at * 13) % policy.namespaces.length}:admin`)],
  });
  const lose = (access: Access): Access => ({ ...access, namespaces: [], customRoles: access.customRoles.slice(1) });
  return {
    ...facts,
    policy: {
      ...policy,
      principals: policy.principals.map((one, at) => (at % each === 3 ? { ...one, access: add(one.access, at) } : one)),
      groups: policy.groups.map((one, at) => {
        if (at % each === 3) return { ...one, access: lose(one.access) };
        return at % each === 4 ? { ...one, access: add(one.access, at) } : one;
      }),
    },
  };
}
