import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changeData, randomChange } from "../test-kit/differential.ts";
import { createRandom } from "../test-kit/random.ts";
import { NOW, randomPolicy, randomQuestion } from "../test-kit/random-policy.ts";
import { referenceCheck, referenceList, referenceWhoCan } from "../test-kit/reference.ts";
import * as policy from "./index.ts";

const nothing: policy.Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };

function roleOn(id: string, resourceIds: string[], action = "cloud.namespace.get"): policy.CustomRole {
  return {
    id,
    name: id,
    permissions: [{ actions: [action], resourceType: "namespaces", allowAll: false, resourceIds }],
  };
}

/** Many Namespaces, so that roles which name few of them are stored another way than in small worlds. */
function largeWorld(namespaces: number): policy.PolicyData {
  const ids = Array.from({ length: namespaces }, (_, number) => `ns-${number}`);
  return {
    account: "acc1",
    projects: ["p0", "p1"],
    namespaces: ids.map((id, number) => ({ id, project: `p${number % 2}` })),
    nexusEndpoints: [],
    connectivityRules: [],
    customRoles: [
      roleOn("few", ["ns-3", "ns-2999"]),
      roleOn(
        "many",
        ids.filter((_, number) => number % 5 === 0),
      ),
      roleOn("gone", ["ns-4", "never"]),
    ],
    groups: [{ id: "g", name: "g", access: { ...nothing, customRoles: ["many"] } }],
    principals: ["few", "many", "gone"].map((role) => ({
      id: role,
      kind: "user",
      name: role,
      active: true,
      access: { ...nothing, customRoles: [role] },
      groups: role === "few" ? ["g"] : [],
    })),
  };
}

describe("apply", () => {
  it("leaves every older snapshot as it was, through hundreds of changes", () => {
    const random = createRandom(20_260_101);
    let data = randomPolicy(random);
    let snapshot = policy.compile(data);
    const kept: { data: policy.PolicyData; snapshot: policy.Snapshot }[] = [];
    for (let step = 0; step < 600; step++) {
      if (step % 60 === 0) kept.push({ data, snapshot });
      const change = randomChange(random);
      data = changeData(data, change);
      snapshot = policy.apply(snapshot, [change]);
    }
    for (const old of [...kept, { data, snapshot }]) {
      for (let i = 0; i < 40; i++) {
        const { principal, operation, resource, now } = randomQuestion(random, old.data);
        const expected = referenceCheck(old.data, principal, operation, resource, now);
        assert.equal(policy.check(old.snapshot, principal, operation, resource, now), expected);
        const who = policy.whoCan(old.snapshot, operation, resource, now).sort();
        assert.deepEqual(who, referenceWhoCan(old.data, operation, resource, now).sort());
      }
    }
  });

  it("moves to a new arena when more is dead than alive, and answers as before", () => {
    const first = policy.compile(largeWorld(3000));
    let snapshot = first;
    for (let step = 0; step < 400; step++) {
      snapshot = policy.apply(snapshot, [{ kind: "custom-role", id: "many", role: roleOn("many", [`ns-${step}`]) }]);
    }
    assert.notEqual(snapshot.arena, first.arena);
    assert.ok(snapshot.arena.length < first.arena.length * 3);
    assert.deepEqual(policy.listAllowed(snapshot, "many", "cloud.namespace.get", "namespaces", NOW), ["ns-399"]);
    assert.deepEqual(policy.listAllowed(snapshot, "few", "cloud.namespace.get", "namespaces", NOW), [
      "ns-3",
      "ns-399",
      "ns-2999",
    ]);
    assert.equal(policy.listAllowed(first, "many", "cloud.namespace.get", "namespaces", NOW).length, 600);
  });

  it("touches a role's holders in no way when the role is edited", () => {
    const before = policy.compile(largeWorld(100));
    const after = policy.apply(before, [{ kind: "custom-role", id: "few", role: roleOn("few", ["ns-7"]) }]);
    assert.equal(after.principals, before.principals);
    assert.equal(after.groups, before.groups);
    assert.equal(after.principalHolders, before.principalHolders);
    assert.equal(after.arena, before.arena);
    assert.ok(policy.check(after, "few", "cloud.namespace.get", { type: "namespaces", id: "ns-7" }, NOW));
    assert.ok(!policy.check(before, "few", "cloud.namespace.get", { type: "namespaces", id: "ns-7" }, NOW));
  });

  it("gives two branches from one snapshot their own answers", () => {
    const base = policy.compile(largeWorld(100));
    const left = policy.apply(base, [{ kind: "custom-role", id: "few", role: roleOn("few", ["ns-7"]) }]);
    const right = policy.apply(base, [{ kind: "custom-role", id: "few", role: roleOn("few", ["ns-8"]) }]);
    const seen = (snapshot: policy.Snapshot): string[] =>
      ["ns-3", "ns-7", "ns-8"].filter((id) =>
        policy.check(snapshot, "few", "cloud.namespace.get", { type: "namespaces", id }, NOW),
      );
    assert.deepEqual([base, left, right].map(seen), [["ns-3"], ["ns-7"], ["ns-8"]]);
  });

  it("gives nothing on a Namespace that is made again under the id of one that a role names", () => {
    const base = policy.compile(largeWorld(10));
    // Callers give each incarnation a uid of its own, so "never" is what the role names and nothing else.
    const grown = policy.apply(base, [{ kind: "namespace", id: "never-2", project: "p0" }]);
    assert.deepEqual(policy.listAllowed(grown, "gone", "cloud.namespace.get", "namespaces", NOW), ["ns-4"]);
  });

  it("takes everything away at once when a role, a group or a principal goes", () => {
    const base = policy.compile(largeWorld(10));
    const can = (snapshot: policy.Snapshot): string[] =>
      policy.whoCan(snapshot, "cloud.namespace.get", { type: "namespaces", id: "ns-5" }, NOW).sort();
    assert.deepEqual(can(base), ["few", "many"]);
    assert.deepEqual(can(policy.apply(base, [{ kind: "custom-role", id: "many", role: null }])), []);
    assert.deepEqual(can(policy.apply(base, [{ kind: "group", id: "g", group: null }])), ["many"]);
    assert.deepEqual(can(policy.apply(base, [{ kind: "principal", id: "many", principal: null }])), ["few"]);
    assert.deepEqual(can(policy.apply(base, [{ kind: "namespace", id: "ns-5", project: null }])), []);
  });
});

describe("a policy with thousands of Namespaces", () => {
  it("answers as the reference does, for Namespaces old and new", () => {
    const data = largeWorld(3000);
    const grown: policy.PolicyData = {
      ...data,
      namespaces: [...data.namespaces, { id: "newer", project: "p1" }],
      customRoles: [...data.customRoles, roleOn("late", ["newer", "ns-1"])],
      principals: data.principals.map((one) => ({
        ...one,
        access: { ...one.access, customRoles: [...one.access.customRoles, "late"] },
      })),
    };
    const changed = policy.apply(policy.compile(data), [
      { kind: "namespace", id: "newer", project: "p1" },
      { kind: "custom-role", id: "late", role: roleOn("late", ["newer", "ns-1"]) },
      ...grown.principals.map((principal) => ({ kind: "principal", id: principal.id, principal }) as const),
    ]);
    for (const { id } of grown.principals) {
      const expected = referenceList(grown, id, "cloud.namespace.get", "namespaces", NOW).sort();
      assert.deepEqual(policy.listAllowed(changed, id, "cloud.namespace.get", "namespaces", NOW).sort(), expected, id);
      const checked = grown.namespaces.filter((one) =>
        policy.check(changed, id, "cloud.namespace.get", { type: "namespaces", id: one.id }, NOW),
      );
      assert.deepEqual(checked.map((one) => one.id).sort(), expected, id);
    }
  });

  it("keeps apart more sets of operations than fit a byte", () => {
    const actions = [
      "get",
      "update",
      "delete",
      "addRegion",
      "deleteRegion",
      "failoverRegion",
      "updateTags",
      "setUserAccess",
      "setUserGroupAccess",
    ];
    const data = largeWorld(512);
    const permissions = data.namespaces.map(({ id }, number) => ({
      actions: actions.filter((_, bit) => (number >> bit) & 1).map((verb) => `cloud.namespace.${verb}`),
      resourceType: "namespaces" as const,
      allowAll: false,
      resourceIds: [id],
    }));
    const snapshot = policy.apply(policy.compile(data), [
      { kind: "custom-role", id: "many", role: { id: "many", name: "many", permissions } },
    ]);
    for (const [bit, verb] of actions.entries()) {
      const expected = data.namespaces.filter((_, number) => (number >> bit) & 1).map(({ id }) => id);
      const operation = `cloud.namespace.${verb}`;
      assert.deepEqual(policy.listAllowed(snapshot, "many", operation, "namespaces", NOW), expected, verb);
      const checked = data.namespaces.filter(({ id }) =>
        policy.check(snapshot, "many", operation, { type: "namespaces", id }, NOW),
      );
      assert.deepEqual(
        checked.map(({ id }) => id),
        expected,
        verb,
      );
    }
  });
});
