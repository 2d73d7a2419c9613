import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Access,
  type CustomRole,
  check,
  compile,
  type PolicyData,
  permissions,
  type Resource,
  toRolePermissions,
} from "@remit/policy";
import fc from "fast-check";
import { createRandom } from "../../../policy/test-kit/random.ts";
import { NOW as RANDOM_NOW, randomPolicy, randomQuestion } from "../../../policy/test-kit/random-policy.ts";
import { DAY, makeFacts, NOW } from "../../test-kit/organisation.ts";
import type { Change, HeldAccess } from "../changes.ts";
import type { Facts } from "../facts.ts";
import { type ReviewOptions, reviewAccess } from "./review-access.ts";
import type { Use, UseByPrincipal } from "./use.ts";

const none: Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };

function makeUser(id: string, access: Partial<Access>, groups: string[] = []) {
  return { id, kind: "user" as const, name: `${id}@abc.example`, active: true, access: { ...none, ...access }, groups };
}

function makeRole(id: string, actions: string[], resourceType: "accounts" | "namespaces" = "accounts"): CustomRole {
  return { id, name: id, permissions: [{ actions, resourceType, allowAll: true, resourceIds: [] }] };
}

function factsOf(policy: Partial<PolicyData>): Facts {
  const facts = makeFacts();
  return { ...facts, policy: { ...facts.policy, ...policy } };
}

/** "ann cloud.user.create" for each use, a day ago; on `resources` where given. */
function makeUse(used: readonly string[], resources: readonly Resource[] = [], daysAgo = 1): UseByPrincipal {
  const use = new Map<string, Map<string, Use>>();
  for (const [principal = "", operation = ""] of used.map((text) => text.split(" "))) {
    const operations = use.get(principal) ?? new Map<string, Use>();
    use.set(principal, operations.set(operation, { count: 1, lastAt: NOW - daysAgo * DAY, resources }));
  }
  return use;
}

const review = (policy: Partial<PolicyData>, use: UseByPrincipal, options: Partial<ReviewOptions> = {}) =>
  reviewAccess(factsOf(policy), use, { days: 90, ...options });
/** As if somebody counted everything. */
const allCounted = { isRecorded: () => true };

describe("a review of access", () => {
  const users = [makeUser("ann", { customRoles: ["keeper"] }), makeUser("bob", {}, ["team"])];
  const groups = [{ id: "team", name: "Team", access: { ...none, customRoles: ["keeper"] } }];
  const keeper = makeRole("keeper", [
    "cloud.user.create",
    "cloud.user.delete",
    "cloud.usergroup.create",
    "cloud.user.list",
  ]);
  const policy = { principals: users, groups, customRoles: [keeper] };

  it("says of each principal what was granted, used, unused, and not known", () => {
    const { principals } = review(policy, makeUse(["ann cloud.user.create"]));
    assert.deepEqual(principals[0], {
      id: "ann",
      name: "ann@abc.example",
      granted: ["cloud.user.create", "cloud.user.delete", "cloud.user.list", "cloud.usergroup.create"],
      used: ["cloud.user.create"],
      unused: ["cloud.user.delete", "cloud.usergroup.create"],
      notKnown: ["cloud.user.list"],
    });
    assert.deepEqual(principals[1]?.used, [], "what others use by the same role is not one's own use");
  });

  it("proposes a role with what any of its holders uses and what nobody counts", () => {
    const { ready, roles } = review(policy, makeUse(["ann cloud.user.create", "bob cloud.usergroup.create"]), {
      roleDescriptions: new Map([["keeper", "Keeps users."]]),
    });
    assert.deepEqual(roles[0]?.holders, ["ann", "bob"]);
    assert.deepEqual(ready, [
      {
        change: {
          kind: "update-role",
          roleId: "keeper",
          role: {
            name: "keeper",
            description: "Keeps users.",
            permissions: [
              {
                actions: ["cloud.user.create", "cloud.usergroup.create", "cloud.user.list"],
                resources: { resourceType: "accounts", resourceIds: [], allowAll: true },
              },
            ],
          },
        },
        why: "Role keeper without what its holders do not use.",
        unlessUsed: [],
      },
    ]);
  });

  it("proposes to go further only beside, and says what that would refuse", () => {
    const { possible } = review(policy, makeUse(["ann cloud.user.create"]));
    assert.deepEqual(
      possible.map(({ change, unlessUsed }) => [change.kind, unlessUsed]),
      [["update-role", ["cloud.user.list"]]],
    );
  });

  it("takes a role from its holders before it deletes it, when nothing of it is used", () => {
    const unused = { ...policy, customRoles: [makeRole("keeper", ["cloud.user.create"])] };
    const { ready } = review(unused, new Map());
    assert.deepEqual(
      ready.map(({ change }) =>
        change.kind === "set-access" ? [change.holder.id, change.access.customRoles] : change.kind,
      ),
      [["team", []], ["ann", []], "delete-role"],
    );
  });

  it("leaves a role alone that only an empty group holds, and deletes one that nobody holds", () => {
    const waiting = { groups, customRoles: [keeper, makeRole("forgotten", ["cloud.user.list"])], principals: [] };
    assert.deepEqual(
      review(waiting, new Map()).ready.map(({ change }) => change),
      [{ kind: "delete-role", roleId: "forgotten", name: "forgotten" }],
    );
  });

  it("counts who holds a role for a time among its holders, and does not delete it under them", () => {
    const gives = { kind: "custom-role" as const, customRole: "keeper" };
    const implied = [{ kind: "temporary" as const, gives, expiresAt: NOW + DAY }];
    const lent = {
      principals: [makeUser("eve", { implied })],
      customRoles: [makeRole("keeper", ["cloud.user.create"])],
    };
    const { roles, principals, ready } = review(lent, new Map());
    assert.deepEqual([roles[0]?.holders, principals[0]?.granted, ready], [["eve"], ["cloud.user.create"], []]);
  });

  it("counts use in the last days only", () => {
    const use = makeUse(["ann cloud.user.create"], [], 91);
    assert.deepEqual(review(policy, use).principals[0]?.used, []);
    assert.deepEqual(review(policy, use, { days: 91 }).principals[0]?.used, ["cloud.user.create"]);
  });

  it("keeps a level as long as nobody counts what the lower one lacks, and lowers it when somebody does", () => {
    const access = {
      accountRole: "read" as const,
      namespaces: [{ namespace: "uid-orders", permission: "admin" as const }],
    };
    const use = makeUse(["ann temporal.workflow.start"], [{ type: "namespaces", id: "uid-orders" }]);
    const admin = { principals: [makeUser("ann", access)] };
    assert.deepEqual(review(admin, use).ready, []);
    const [counted] = review(admin, use, allCounted).ready;
    assert.equal(
      counted?.why,
      "ann@abc.example: Namespace Admin of Namespace orders.abc123 becomes Write of Namespace orders.abc123.",
    );
    const [possible] = review(admin, use).possible;
    assert.deepEqual(possible?.change, counted?.change);
    assert.ok(possible?.unlessUsed.includes("cloud.namespace.getUserNamespaceAssignments"));
    assert.ok(!possible.unlessUsed.includes("cloud.namespace.update"), "that it was not used is known");
  });

  it("tells Namespaces apart, unless it is not known on which something was used", () => {
    const namespaces = ["uid-orders", "uid-payments"].map((namespace) => ({ namespace, permission: "admin" as const }));
    const admin = { principals: [makeUser("ann", { namespaces })] };
    const held = (use: UseByPrincipal) =>
      review(admin, use, allCounted).ready.map(
        ({ change }) => change.kind === "set-access" && change.access.namespaces,
      );
    const used = ["ann cloud.namespace.update"];
    assert.deepEqual(held(makeUse(used, [{ type: "namespaces", id: "uid-orders" }])), [[namespaces[0]]]);
    assert.deepEqual(held(makeUse(used)), []);
  });

  it("leaves alone what the creator of a Namespace holds of it", () => {
    const namespaces = [{ namespace: "uid-orders", permission: "admin" as const }];
    const gives = { kind: "namespace-access" as const, namespace: "uid-orders", permission: "admin" as const };
    const implied = [{ kind: "creator" as const, gives, expiresAt: null }];
    assert.deepEqual(
      review({ principals: [makeUser("ann", { namespaces, implied })] }, new Map(), allCounted).ready,
      [],
    );
  });

  it("lowers an account role as far as the floor, and never gives a role that was not held", () => {
    const roleAfter = (
      accountRole: Access["accountRole"],
      used: string[],
      floorRole: Access["accountRole"] = "read",
    ) => {
      const { ready } = review({ principals: [makeUser("ann", { accountRole })] }, makeUse(used), {
        ...allCounted,
        floorRole,
      });
      const change = ready[0]?.change;
      return change?.kind === "set-access" ? change.access.accountRole : accountRole;
    };
    assert.equal(roleAfter("admin", []), "read");
    assert.equal(roleAfter("admin", [], null), null);
    assert.equal(roleAfter("admin", ["ann cloud.namespace.create"]), "developer");
    assert.equal(roleAfter("owner", ["ann cloud.billingreport.create"]), "finance_admin");
    assert.equal(roleAfter("owner", ["ann cloud.billingreport.create"], "developer"), "owner");
    assert.equal(roleAfter("metrics_read", []), "metrics_read");
  });

  it("takes refused attempts and principals that are not there for no use at all", () => {
    const { principals } = review(policy, makeUse(["gone cloud.user.create", "ann cloud.namespace.create"]));
    assert.deepEqual(principals[0]?.used, []);
  });
});

/** The policy after the changes, as a server would make them. */
function carryOut(policy: PolicyData, changes: readonly Change[]): PolicyData {
  let { customRoles, groups, principals } = policy;
  for (const change of changes) {
    if (change.kind === "delete-role") customRoles = customRoles.filter(({ id }) => id !== change.roleId);
    else if (change.kind === "update-role") {
      const entries = toRolePermissions(change.role);
      customRoles = customRoles.map((role) => (role.id === change.roleId ? { ...role, permissions: entries } : role));
    } else {
      assert.ok(change.kind === "set-access");
      const { holder, access } = change;
      if (holder.kind === "group") groups = setAccess(groups, holder.id, access);
      else principals = setAccess(principals, holder.id, access);
    }
  }
  return { ...policy, customRoles, groups, principals };
}

function setAccess<Thing extends { readonly id: string; readonly access: Access }>(
  things: readonly Thing[],
  id: string,
  access: HeldAccess,
): readonly Thing[] {
  return things.map((thing) => (thing.id === id ? { ...thing, access: { ...thing.access, ...access } } : thing));
}

describe("a review of any policy", () => {
  const seeds = fc.integer({ min: 1, max: 1_000_000 });

  /** A random policy, what may be done in it, and use of some of that. */
  function makeCase(seed: number) {
    const random = createRandom(seed);
    const policy = randomPolicy(random);
    const snapshot = compile(policy);
    const asked = Array.from({ length: 250 }, () => ({ ...randomQuestion(random, policy), now: RANDOM_NOW }));
    const allowed = asked.filter(({ principal, operation, resource, now }) =>
      check(snapshot, principal, operation, resource, now),
    );
    const use = new Map<string, Map<string, Use>>();
    for (const { principal, operation, resource } of allowed.filter(() => random.chance(0.4))) {
      const operations = use.get(principal) ?? new Map<string, Use>();
      const before = operations.get(operation)?.resources ?? [];
      use.set(principal, operations.set(operation, { count: 1, lastAt: RANDOM_NOW, resources: [...before, resource] }));
    }
    const facts: Facts = { ...makeFacts({ now: RANDOM_NOW, namespaces: [] }), policy };
    return { policy, facts, allowed, asked, use };
  }

  it("never proposes what would refuse what was used, nor, when ready, what is not known", () => {
    let narrowed = 0;
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, everythingCounted) => {
        const { policy, facts, allowed, use } = makeCase(seed);
        const isRecorded = everythingCounted ? () => true : undefined;
        const { ready, possible, principals } = reviewAccess(facts, use, {
          days: 90,
          ...(isRecorded && { isRecorded }),
        });
        narrowed += ready.length;
        const notKnown = new Map(principals.map((principal) => [principal.id, new Set(principal.notKnown)]));
        const isUsed = ({ principal, operation, resource }: (typeof allowed)[number]) =>
          use
            .get(principal)
            ?.get(operation)
            ?.resources.some(({ type, id }) => type === resource.type && id === resource.id);
        const plans = [
          {
            changes: ready,
            kept: allowed.filter((one) => isUsed(one) || notKnown.get(one.principal)?.has(one.operation)),
          },
          { changes: [...ready, ...possible], kept: allowed.filter(isUsed) },
        ];
        for (const { changes, kept } of plans) {
          const after = compile(
            carryOut(
              policy,
              changes.map(({ change }) => change),
            ),
          );
          const gone = changes.flatMap(({ change }) => (change.kind === "delete-role" ? [change.roleId] : []));
          for (const { principal, operation, resource, now } of kept) {
            // Nothing can be done any more to a role that is deleted, by nobody.
            if (resource.type === "custom-roles" && gone.includes(resource.id)) continue;
            assert.ok(
              check(after, principal, operation, resource, now),
              `${principal} ${operation} on ${resource.type} ${resource.id}`,
            );
          }
        }
        for (const { unlessUsed } of ready) assert.deepEqual(unlessUsed, []);
      }),
    );
    assert.ok(narrowed > 0, "the random policies leave something to take");
  });

  it("never gives anything", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { policy, facts, asked, use } = makeCase(seed);
        const { ready, possible } = reviewAccess(facts, use, { days: 90, isRecorded: () => true });
        const before = compile(policy);
        const after = compile(
          carryOut(
            policy,
            [...ready, ...possible].map(({ change }) => change),
          ),
        );
        for (const { principal, operation, resource, now } of asked) {
          if (check(after, principal, operation, resource, now))
            assert.ok(check(before, principal, operation, resource, now));
        }
      }),
    );
  });

  it("puts every granted operation into exactly one part", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { facts, use } = makeCase(seed);
        const { principals, roles } = reviewAccess(facts, use, { days: 90 });
        const names = new Set<string>(permissions.map(({ operation }) => operation));
        for (const { granted, used, unused, notKnown } of [...principals, ...roles]) {
          assert.deepEqual([...used, ...unused, ...notKnown].sort(), granted);
          assert.ok(granted.every((operation) => names.has(operation)));
        }
      }),
    );
  });
});
