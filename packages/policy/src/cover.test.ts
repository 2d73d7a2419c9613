// What the corpus cannot say, because a store keeps one temporary grant for each principal and Namespace.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as policy from "./index.ts";

const NOW = 1_800_000_000_000;
const nothing: policy.Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };

const temporary = (expiresAt: number | null): policy.ImpliedGrant => ({
  kind: "temporary",
  gives: { kind: "namespace-access", namespace: "orders", permission: "read" },
  expiresAt,
});

function holderOf(...implied: policy.ImpliedGrant[]): policy.Snapshot {
  return policy.compile({
    account: "acc1",
    projects: ["p"],
    namespaces: [{ id: "orders", project: "p" }],
    nexusEndpoints: [],
    connectivityRules: [],
    customRoles: [],
    groups: [],
    principals: [{ id: "tina", kind: "user", name: "tina", active: true, access: { ...nothing, implied }, groups: [] }],
  });
}

const reading = (expiresAt: number | null): policy.Grant => ({
  operation: "cloud.namespace.get",
  scope: { kind: "resource", resource: { type: "namespaces", id: "orders" } },
  expiresAt,
});

const missing = (snapshot: policy.Snapshot, until: number | null): number =>
  policy.missingCover(snapshot, "tina", [reading(until)], NOW).length;

describe("access that is held for a time, twice", () => {
  it("covers what ends with the longer one, nothing later, and nothing for ever", () => {
    const snapshot = holderOf(temporary(NOW + 1_000), temporary(NOW + 2_000));
    assert.deepEqual(
      [NOW + 2_000, NOW + 2_001, null].map((until) => missing(snapshot, until)),
      [0, 1, 1],
    );
  });

  it("covers what never ends when one of the two never does", () => {
    const snapshot = holderOf(temporary(NOW + 1_000), { ...temporary(null), kind: "creator" });
    assert.equal(missing(snapshot, null), 0);
  });
});
