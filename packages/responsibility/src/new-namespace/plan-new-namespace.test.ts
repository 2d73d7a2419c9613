import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { limits as documented } from "@remit/policy";
import {
  access,
  account,
  group,
  namespace,
  onNamespaces,
  person,
  role,
  row,
  team,
} from "../../test-kit/small-account.ts";
import { applyChanges } from "../apply-changes.ts";
import type { Facts } from "../facts.ts";
import type { Model } from "../model.ts";
import { applyPlan, planAccess } from "../plan.ts";
import { type NewNamespace, planNewNamespace } from "./plan-new-namespace.ts";

const pay = namespace("n1", "pay", "p1");
const fresh = namespace("n9", "fresh", "p1", { team: "payments" });

const payments = team("payments", { groups: ["g1", "g2"], owns: { namespaces: ["pay"], projects: [], tags: [] } });

/** A team of two groups that owns one Namespace; the plan for it is carried out. */
function settled(operations: string, more: Parameters<typeof account>[0] = {}, limits = documented) {
  const { model, facts } = account({
    namespaces: [pay],
    groups: [group("g1", "Payments"), group("g2", "Payments on call")],
    people: [person("ann", ["g1"])],
    teams: [payments],
    rows: [row("run", { application: operations })],
    ...more,
  });
  return { model, facts: applyPlan(facts, planAccess(model, facts, limits)) };
}

function plan({ model, facts }: { model: Model; facts: Facts }, limits = documented, its = fresh): NewNamespace {
  const planned = planNewNamespace(model, facts, "payments", its, limits);
  assert.ok(planned !== undefined);
  return planned;
}

/** The account when the Namespace is there and what was planned for it is carried out. */
function afterwards({ model, facts }: { model: Model; facts: Facts }, { claims, changes }: NewNamespace) {
  const there = {
    ...facts,
    namespaces: [...facts.namespaces, fresh],
    policy: { ...facts.policy, namespaces: [...facts.policy.namespaces, { id: "n9", project: "p1" }] },
  };
  const teams = model.teams.map((one) =>
    one.id === "payments" && claims
      ? { ...one, owns: { ...one.owns, namespaces: [...one.owns.namespaces, fresh.id] } }
      : one,
  );
  return { model: { ...model, teams }, facts: applyChanges(there, changes) };
}

const planAfter = (given: { model: Model; facts: Facts }, planned: NewNamespace) => {
  const { model, facts } = afterwards(given, planned);
  return planAccess(model, facts, documented).changes;
};

describe("planNewNamespace", () => {
  it("gives each of the team's groups its level on the Namespace, and leaves nothing to plan", () => {
    const given = settled("namespace:write");
    const planned = plan(given);
    assert.deepEqual(planned.groups, [
      { id: "g1", name: "Payments", level: "write", roles: [] },
      { id: "g2", name: "Payments on call", level: "write", roles: [] },
    ]);
    assert.deepEqual([planned.claims, planned.roles, planned.refusal, planned.leavesMore], [true, [], null, false]);
    assert.deepEqual(planAfter(given, planned), []);
  });

  it("adds the Namespace to the custom role that the team holds", () => {
    const given = settled("namespace:read cloud.namespace.update");
    const planned = plan(given);
    assert.deepEqual(
      planned.roles.map(({ name, entries }) => [name, entries]),
      [
        [
          "remit-payments",
          [
            {
              actions: ["cloud.namespace.update"],
              resources: { resourceType: "namespaces", resourceIds: ["n9"], allowAll: false },
            },
          ],
        ],
      ],
    );
    assert.deepEqual(planAfter(given, planned), []);
  });

  it("makes the role of a team that had no Namespace, and lets its groups hold it", () => {
    const given = settled("cloud.namespace.update", { namespaces: [], teams: [team("payments", { groups: ["g1"] })] });
    const planned = plan(given);
    assert.equal(planned.roles[0]?.id, null);
    assert.deepEqual(planned.groups, [{ id: "g1", name: "Payments", level: null, roles: ["remit-payments"] }]);
    assert.deepEqual(planAfter(given, planned), []);
  });

  it("leaves the team's spec alone where its tags claim the Namespace", () => {
    const owns = { namespaces: [], projects: [], tags: [{ key: "team", value: "payments" }] };
    const given = settled("namespace:read", { teams: [team("payments", { groups: ["g1"], owns })] });
    const planned = plan(given);
    assert.equal(planned.claims, false);
    assert.deepEqual(planAfter(given, planned), []);
  });

  it("gives no level beside the role on a project that is the team's as a whole", () => {
    const owns = { namespaces: [], projects: ["p1"], tags: [] };
    const given = settled("project:read", { teams: [team("payments", { groups: ["g1"], owns })] });
    const planned = plan(given);
    assert.deepEqual([planned.groups, planned.claims], [[], false]);
    assert.deepEqual(planAfter(given, planned), []);
  });

  it("changes nothing that a plan would change for another reason", () => {
    const held = group("g1", "Payments", { namespaces: onNamespaces("n2:admin"), customRoles: ["r1"] });
    const stale = role("r1", "remit-payments", [
      { actions: ["cloud.namespace.delete"], resourceType: "namespaces", allowAll: false, resourceIds: ["n2"] },
    ]);
    const given = account({
      namespaces: [pay, namespace("n2", "other", "p2")],
      groups: [held],
      roles: [stale],
      teams: [team("payments", { groups: ["g1"], owns: { namespaces: ["pay"], projects: [], tags: [] } })],
      rows: [row("run", { application: "namespace:read cloud.namespace.update" })],
    });
    const { facts } = afterwards(given, plan(given));
    assert.deepEqual(
      facts.policy.groups[0]?.access,
      access({ customRoles: ["r1"], namespaces: onNamespaces("n2:admin", "n9:read") }),
    );
    assert.deepEqual(
      facts.policy.customRoles[0]?.permissions.map(({ actions, resourceIds }) => [actions, resourceIds]),
      [
        [["cloud.namespace.delete"], ["n2"]],
        [["cloud.namespace.update"], ["n9"]],
      ],
    );
  });

  it("gives nothing where the team has no group, and says which are not there", () => {
    const planned = plan(settled("cloud.namespace.update", { groups: [], namespaces: [] }));
    assert.deepEqual([planned.groups, planned.roles, planned.groupCount, planned.refusal], [[], [], 0, null]);
    assert.deepEqual(
      planned.missingGroups.map(({ name }) => name),
      ["g1", "g2"],
    );
  });

  it("gives the groups that are there their part where another is gone", () => {
    const planned = plan(settled("namespace:read", { groups: [group("g2", "Payments on call")] }));
    assert.deepEqual([planned.groups.map(({ id }) => id), planned.missingGroups.length], [["g2"], 1]);
  });

  it("gives no entry to a group of Global Admins, which may hold none", () => {
    const admins = [group("g1", "Payments", { accountRole: "admin" }), group("g2", "Payments on call")];
    const planned = plan(settled("namespace:read", { groups: admins }));
    assert.deepEqual(
      planned.groups.map(({ id }) => id),
      ["g2"],
    );
  });

  it("names the limit that is in the way, and then adds nothing", () => {
    const full = { ...documented, customRolesPerAccount: 1 };
    const other = role("r1", "hand-made", [
      { actions: ["cloud.namespace.get"], resourceType: "namespaces", allowAll: true, resourceIds: [] },
    ]);
    const given = settled("cloud.namespace.update", { namespaces: [], roles: [other] }, full);
    const planned = plan(given, full);
    assert.match(planned.refusal ?? "", /of 1 custom roles of the account 1 are taken, it needs 1/);
    assert.deepEqual([planned.groups, planned.roles, planned.changes], [[], [], []]);
  });

  it("takes a limit of 0 for none", () => {
    const none = { ...documented, customRolesPerAccount: 0, customRolesPerPrincipal: 0, permissionsPerRole: 0 };
    const planned = plan(settled("cloud.namespace.update", {}, none), { ...none, roleNameLength: 0 });
    assert.deepEqual([planned.refusal, planned.roles.length], [null, 1]);
  });

  it("says that a plan has more to change where the Namespace lies in a project that was another team's", () => {
    const other = team("other", { groups: ["g2"], owns: { namespaces: [], projects: ["p1"], tags: [] } });
    const own = team("payments", { groups: ["g1"] });
    const given = settled("project:read", { teams: [other, own] });
    const planned = plan(given);
    assert.deepEqual(
      planned.groups.map(({ id }) => id),
      ["g1"],
    );
    assert.equal(planned.leavesMore, true);
  });

  it("owns nothing for a team that is gone, or answers for the account", () => {
    const { model, facts } = settled("namespace:read", { teams: [payments, team("platform", { kind: "platform" })] });
    for (const id of ["nobody", "platform"])
      assert.equal(planNewNamespace(model, facts, id, fresh, documented), undefined);
  });
});
