// What holds of findings of every kind. Each kind has a test of its own beside it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { agreed, disturb, theOnly } from "../../test-kit/agreed-account.ts";
import { DAY, NOW, onNamespaces, role } from "../../test-kit/small-account.ts";
import { applyChanges } from "../apply-changes.ts";
import { findDrift, joinFixes } from "./find-drift.ts";

describe("findDrift", () => {
  it("finds nothing where access is as planned, whatever the baseline gives", () => {
    const { model, facts } = agreed();
    assert.deepEqual(findDrift(model, facts), []);
  });

  it("does not let an acknowledgement cover what is added later", () => {
    const { model, facts } = agreed();
    const custom = (actions: readonly string[]) => ({
      ...facts,
      policy: {
        ...facts.policy,
        customRoles: [
          ...facts.policy.customRoles,
          role("r9", "extra", [{ actions, resourceType: "namespaces", allowAll: true, resourceIds: [] }]),
        ],
      },
    });
    const held = (actions: readonly string[]) => disturb(custom(actions), "ann", () => ({ customRoles: ["r9"] }));
    const { id } = theOnly(model, held(["cloud.namespace.get"]), "over-reach");
    const acknowledged = [{ finding: id, reason: "audit", by: "pat", until: NOW + DAY }];
    assert.deepEqual(findDrift(model, held(["cloud.namespace.get"]), { acknowledged }), []);
    const shown = findDrift(model, held(["cloud.namespace.get"]), { acknowledged, includeAcknowledged: true });
    assert.equal(shown[0]?.acknowledgement?.reason, "audit");
    const grown = findDrift(model, held(["cloud.namespace.get", "cloud.namespace.delete"]), { acknowledged });
    assert.equal(grown.length, 1);
  });

  it("joins fixes of one holder into one call", () => {
    const { model, facts } = agreed();
    const more = disturb(facts, "ann", () => ({ accountRole: "developer", namespaces: onNamespaces("n2:admin") }));
    const found = findDrift(model, more);
    assert.equal(found.length, 2);
    const changes = joinFixes(more, found);
    assert.equal(changes.length, 1);
    assert.deepEqual(findDrift(model, applyChanges(more, changes)), []);
  });
});
