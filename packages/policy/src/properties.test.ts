// What must hold of every policy, on random ones. The seed is in each failure.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { allOperations } from "../test-kit/facts.ts";
import { createRandom, type Random } from "../test-kit/random.ts";
import {
  allTypes,
  NOW,
  type Question,
  randomAccess,
  randomEntry,
  randomPolicy,
  randomQuestion,
  someIds,
} from "../test-kit/random-policy.ts";
import * as policy from "./index.ts";

const seed = Number(process.env.POLICY_SEED ?? Date.now() % 1_000_000_000);
const POLICIES = 60;

function forRandomPolicies(promise: (random: Random, data: policy.PolicyData, at: string) => void): void {
  for (let number = seed; number < seed + POLICIES; number++) {
    const random = createRandom(number);
    promise(random, randomPolicy(random), `POLICY_SEED=${number}`);
  }
}

function ask(snapshot: policy.Snapshot, { principal, operation, resource, now }: Question): boolean {
  return policy.check(snapshot, principal, operation, resource, now);
}

function questions(random: Random, data: policy.PolicyData): Question[] {
  return Array.from({ length: 60 }, () => randomQuestion(random, data));
}

/** The same policy with something more given to somebody. */
function withMore(random: Random, data: policy.PolicyData): policy.PolicyData {
  const added = randomAccess(random);
  const join = (access: policy.Access): policy.Access => ({
    accountRole: access.accountRole,
    customRoles: [...access.customRoles, ...added.customRoles],
    namespaces: [...access.namespaces, ...added.namespaces],
    projects: [...access.projects, ...added.projects],
    implied: [...access.implied, ...added.implied],
  });
  const some = <T>(items: readonly T[], change: (item: T) => T): T[] =>
    items.map((item) => (random.chance(0.5) ? change(item) : item));
  return {
    ...data,
    customRoles: some(data.customRoles, (role) => ({
      ...role,
      permissions: [...role.permissions, randomEntry(random)],
    })),
    groups: some(data.groups, (group) => ({ ...group, access: join(group.access) })),
    principals: some(data.principals, (principal) => ({
      ...principal,
      access: join(principal.access),
      groups: [...principal.groups, random.pick(someIds)],
    })),
  };
}

function shuffle<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => [random.next(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

/** The same policy in another order, with its lists repeated. */
function reordered(random: Random, data: policy.PolicyData): policy.PolicyData {
  const twice = <T>(items: readonly T[]): T[] => shuffle(random, [...items, ...items]);
  const access = (given: policy.Access): policy.Access => ({
    accountRole: given.accountRole,
    customRoles: twice(given.customRoles),
    namespaces: twice(given.namespaces),
    projects: twice(given.projects),
    implied: twice(given.implied),
  });
  const lastOfEach = <T extends { readonly id: string }>(items: readonly T[]): T[] => [
    ...new Map(items.map((item) => [item.id, item])).values(),
  ];
  return {
    account: data.account,
    projects: twice(data.projects),
    namespaces: twice(lastOfEach(data.namespaces)),
    nexusEndpoints: twice(lastOfEach(data.nexusEndpoints)),
    connectivityRules: twice(lastOfEach(data.connectivityRules)),
    customRoles: twice(lastOfEach(data.customRoles)).map((role) => ({
      ...role,
      permissions: twice(role.permissions).map((entry) => ({
        ...entry,
        actions: twice(entry.actions),
        resourceIds: twice(entry.resourceIds),
      })),
    })),
    groups: twice(lastOfEach(data.groups)).map((group) => ({ ...group, access: access(group.access) })),
    principals: twice(lastOfEach(data.principals)).map((principal) => ({
      ...principal,
      access: access(principal.access),
      groups: twice(principal.groups),
    })),
  };
}

describe("every policy", () => {
  it("still allows what it allowed when grants are added", () => {
    forRandomPolicies((random, data, at) => {
      const [before, after] = [policy.compile(data), policy.compile(withMore(random, data))];
      for (const question of questions(random, data)) {
        if (ask(before, question)) assert.ok(ask(after, question), `${at} ${JSON.stringify(question)}`);
      }
    });
  });

  it("answers the same in any order and with anything repeated", () => {
    forRandomPolicies((random, data, at) => {
      const [before, after] = [policy.compile(data), policy.compile(reordered(random, data))];
      for (const question of questions(random, data)) {
        assert.equal(ask(after, question), ask(before, question), `${at} ${JSON.stringify(question)}`);
      }
    });
  });

  it("lists exactly what it decides", () => {
    forRandomPolicies((random, data, at) => {
      const snapshot = policy.compile(data);
      const { principal, operation } = randomQuestion(random, data);
      for (const type of allTypes) {
        const ids = type === "accounts" ? [data.account] : someIds;
        const allowed = ids.filter((id) => {
          return policy.decide(snapshot, principal, operation, { type, id }, NOW).effect === "allow";
        });
        const listed = policy.listAllowed(snapshot, principal, operation, type, NOW);
        assert.deepEqual([...listed].sort(), [...allowed].sort(), `${at} ${principal} ${operation} ${type}`);
      }
    });
  });

  it("names as those who can exactly those for whom it decides so", () => {
    forRandomPolicies((random, data, at) => {
      const snapshot = policy.compile(data);
      const { operation, resource } = randomQuestion(random, data);
      const allowed = someIds.filter((id) => policy.decide(snapshot, id, operation, resource, NOW).effect === "allow");
      assert.deepEqual(policy.whoCan(snapshot, operation, resource, NOW).sort(), allowed.sort(), `${at} ${operation}`);
    });
  });

  it("denies unknown principals, operations, types and resources", () => {
    forRandomPolicies((random, data, at) => {
      const snapshot = policy.compile(data);
      const { principal, operation, resource } = randomQuestion(random, data);
      const wrong: [string, string, policy.Resource][] = [
        ["nobody", operation, resource],
        [principal, "cloud.nothing.get", resource],
        [principal, operation, { type: resource.type, id: "nowhere" }],
        [principal, operation, { type: "planets" as policy.ResourceType, id: resource.id }],
      ];
      for (const [who, what, on] of wrong) assert.equal(policy.check(snapshot, who, what, on, NOW), false, at);
    });
  });

  it("gives an actor cover for all that the actor holds, and an inactive one for nothing", () => {
    forRandomPolicies((_, data, at) => {
      const snapshot = policy.compile(data);
      for (const { id, active } of new Map(data.principals.map((one) => [one.id, one])).values()) {
        const held = policy.grantsOfPrincipal(snapshot, id, NOW);
        assert.deepEqual(policy.missingCover(snapshot, id, held, NOW), [], at);
        if (!active) assert.deepEqual(held, [], at);
      }
    });
  });

  it("says of a group what somebody who is in it alone may do, and no more", () => {
    forRandomPolicies((random, data, at) => {
      if (data.groups.length === 0) return;
      const group = random.pick(data.groups);
      const nothing = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };
      const member = {
        id: "member",
        kind: "user",
        name: "",
        active: true,
        access: nothing,
        groups: [group.id],
      } as const;
      const snapshot = policy.compile({ ...data, principals: [...data.principals, member] });
      const held = policy.permissionsOfGroup(snapshot, group.id, NOW);
      assert.deepEqual(held, policy.effectivePermissions(snapshot, "member", NOW), at);
      assert.deepEqual(policy.permissionsOfGroup(snapshot, "nowhere", NOW), [], at);
    });
  });

  it("lets nobody cover what they may not do now", () => {
    forRandomPolicies((random, data, at) => {
      const snapshot = policy.compile(data);
      const { principal, resource } = randomQuestion(random, data);
      for (const operation of random.some(allOperations, 10)) {
        const grant: policy.Grant = { operation, scope: { kind: "resource", resource } };
        const covered = policy.missingCover(snapshot, principal, [grant], NOW).length === 0;
        // Where an operation is not valid there is nothing to cover: no grant could ever have an effect.
        const fits = policy.findPermission(operation)?.resourceTypes.includes(resource.type) === true;
        if (covered && fits && policy.resourceExists(snapshot, resource.type, resource.id)) {
          assert.ok(policy.check(snapshot, principal, operation, resource, NOW), `${at} ${principal} ${operation}`);
        }
      }
    });
  });
});
