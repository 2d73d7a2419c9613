import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toPolicyData } from "../test-kit/corpus.ts";
import * as policy from "./index.ts";

const NOW = Date.parse("2026-01-01T12:00:00Z");
const snapshot = policy.compile(
  toPolicyData({
    account: "acme01",
    now: "2026-01-01T12:00:00Z",
    projects: ["payments"],
    namespaces: { orders: "payments" },
    roles: { auditor: [{ on: "namespaces", all: true, actions: ["cloud.namespace.get"] }] },
    groups: { oncall: { roles: ["auditor"], namespaces: { orders: "read" } } },
    principals: {
      "ann@example.com": {
        account: "read",
        groups: ["oncall"],
        temporary: [{ namespace: "orders", permission: "write", until: "2026-01-01T13:00:00Z" }],
      },
      "bob@example.com": { account: "read", active: false },
    },
  }),
);
const orders = { type: "namespaces", id: "orders" } as const;

function lines(principal: string, operation: string, resource: policy.Resource = orders): string[] {
  return policy.explain(snapshot, principal, operation, resource, NOW).split("\n");
}

describe("explain", () => {
  it("names every path that allows an operation", () => {
    assert.deepEqual(lines("ann@example.com", "cloud.namespace.get"), [
      "allowed: ann@example.com may cloud.namespace.get on namespaces/orders",
      "  by temporary Namespace permission write on namespaces/orders, until 2026-01-01T13:00:00.000Z",
      "  by Namespace permission read on namespaces/orders, through group oncall",
      "  by custom role auditor on all namespaces, through group oncall",
    ]);
  });

  it("says of a denial what would allow it, the least first", () => {
    assert.deepEqual(lines("ann@example.com", "cloud.namespace.update"), [
      "denied: ann@example.com may not cloud.namespace.update on namespaces/orders",
      "  because nothing that the principal holds, itself or through a group, grants it",
      "  any one of these would allow it:",
      "    Namespace permission admin on orders",
      "    project role admin on payments",
      "    account role admin",
      "    account role owner",
      "    a custom role with cloud.namespace.update on namespaces/orders",
    ]);
  });

  it("says when no custom role could help, and why", () => {
    const [last] = lines("ann@example.com", "cloud.namespace.moveToProject").slice(-1);
    assert.equal(last, "  no custom role can: moving between projects belongs to the Project Admin of both projects");
  });

  it("says that nothing would allow what no call leads to", () => {
    const text = lines("ann@example.com", "cloud.migration.start", { type: "accounts", id: "acme01" });
    assert.deepEqual(text.slice(2), [
      "  nothing would allow it",
      "  no custom role can: nothing asks for it: no API call leads to this operation",
    ]);
  });

  it("proposes the operation that was probably meant", () => {
    const [, because] = lines("ann@example.com", "cloud.namspace.get");
    assert.equal(because, "  because there is no operation cloud.namspace.get; did you mean cloud.namespace.get?");
  });

  it("says what is unknown, inactive or does not fit, and offers no remedy for it", () => {
    assert.deepEqual(lines("eve", "cloud.namespace.get").slice(1), ["  because there is no such principal"]);
    assert.deepEqual(lines("bob@example.com", "cloud.namespace.get").slice(1), [
      "  because the principal is not active",
    ]);
    assert.deepEqual(lines("ann@example.com", "cloud.namespace.get", { type: "namespaces", id: "x" }).slice(1), [
      "  because there is no such resource",
    ]);
    assert.deepEqual(lines("ann@example.com", "cloud.account.get").slice(1), [
      "  because cloud.account.get is not an operation on namespaces",
    ]);
  });
});

describe("effectivePermissions", () => {
  it("has each grant once, with every way in which it is held and the latest end", () => {
    const held = policy.effectivePermissions(snapshot, "ann@example.com", NOW);
    const keys = held.map(({ operation, scope }) => JSON.stringify([operation, scope]));
    assert.equal(new Set(keys).size, keys.length);
    const read = held.find(({ operation, scope }) => operation === "cloud.namespace.get" && scope.kind === "resource");
    assert.deepEqual(
      read?.reasons.map(({ kind }) => kind),
      ["temporary", "namespace-access"],
    );
    assert.equal(read?.expiresAt, null);
    const write = held.find(({ operation }) => operation === "temporal.workflow.terminate");
    assert.equal(write?.expiresAt, Date.parse("2026-01-01T13:00:00Z"));
  });

  it("is empty for a principal that is not active", () => {
    assert.deepEqual(policy.effectivePermissions(snapshot, "bob@example.com", NOW), []);
  });
});

describe("diffRole", () => {
  const wider: policy.CustomRole = {
    id: "auditor",
    name: "auditor",
    permissions: [{ actions: ["cloud.namespace.update"], resourceType: "namespaces", allowAll: true, resourceIds: [] }],
  };

  it("says who gains and who loses what when a role changes", () => {
    assert.deepEqual(policy.diffRole(snapshot, "auditor", wider, NOW), [
      {
        principal: "ann@example.com",
        gains: [{ operation: "cloud.namespace.update", scope: { kind: "all", type: "namespaces" } }],
        loses: [{ operation: "cloud.namespace.get", scope: { kind: "all", type: "namespaces" } }],
      },
    ]);
  });

  it("lets who holds the role for a time gain and lose until then, and who held it not at all", () => {
    const until = Date.parse("2026-01-01T12:30:00Z");
    const forTime = (id: string, expiresAt: number): policy.PolicyChange => ({
      kind: "principal",
      id,
      principal: {
        id,
        kind: "user",
        name: id,
        active: true,
        groups: [],
        access: {
          accountRole: "read",
          customRoles: [],
          namespaces: [],
          projects: [],
          implied: [{ kind: "temporary", gives: { kind: "custom-role", customRole: "auditor" }, expiresAt }],
        },
      },
    });
    const lent = policy.apply(snapshot, [
      { kind: "principal", id: "ann@example.com", principal: null },
      forTime("tess@example.com", until),
      forTime("past@example.com", NOW),
    ]);
    const scope: policy.Scope = { kind: "all", type: "namespaces" };
    assert.deepEqual(policy.diffRole(lent, "auditor", wider, NOW), [
      {
        principal: "tess@example.com",
        gains: [{ operation: "cloud.namespace.update", scope, expiresAt: until }],
        loses: [{ operation: "cloud.namespace.get", scope, expiresAt: until }],
      },
    ]);
    assert.deepEqual(policy.holdersOfRole(lent, "auditor", NOW), ["tess@example.com"]);
    assert.deepEqual(policy.holdersOfRole(lent, "auditor", until), []);
    assert.deepEqual(policy.directHoldersOfRole(lent, "auditor"), { principals: [], groups: ["oncall"] });
  });

  it("knows when a role ends for who holds it in several ways", () => {
    const end = (principal: string): number | null | undefined => policy.endOfRole(snapshot, principal, "auditor", NOW);
    assert.equal(end("ann@example.com"), null);
    assert.equal(end("bob@example.com"), undefined);
    assert.equal(end("eve"), undefined);
    assert.equal(policy.endOfRole(snapshot, "ann@example.com", "nothing", NOW), undefined);
  });

  it("names nobody when nothing changes, or when the role is unknown", () => {
    const same = {
      ...wider,
      permissions: [{ ...wider.permissions[0], actions: ["cloud.namespace.get"] } as policy.RolePermission],
    };
    assert.deepEqual(policy.diffRole(snapshot, "auditor", same, NOW), []);
    assert.deepEqual(policy.diffRole(snapshot, "nothing", wider, NOW), []);
  });

  it("does not count as lost what is held by other ways", () => {
    const onOrders = {
      ...wider,
      permissions: [
        { actions: ["cloud.namespace.get"], resourceType: "namespaces", allowAll: false, resourceIds: ["orders"] },
      ],
    } as policy.CustomRole;
    const narrowed = policy.apply(snapshot, [{ kind: "custom-role", id: "auditor", role: onOrders }]);
    assert.deepEqual(policy.diffRole(narrowed, "auditor", null, NOW), []);
  });
});
