// Teams that cannot do what they answer for, and what no plan can give them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { agreed, disturb, theOnly } from "../../test-kit/agreed-account.ts";
import { onNamespaces } from "../../test-kit/small-account.ts";
import { findDrift } from "./find-drift.ts";

describe("a team that cannot act", () => {
  it("finds a team that cannot do what it answers for, with the row, and gives it back", () => {
    const { model, facts } = agreed();
    const without = disturb(facts, "g-payments", () => ({ namespaces: [], customRoles: [] }));
    const finding = theOnly(model, without, "cannot-act");
    assert.equal(finding.risk, "high");
    assert.equal(finding.team, "payments");
    assert.equal(finding.responsibility, "codec");
    assert.deepEqual(finding.principals, ["ann", "ben"]);
    assert.match(
      finding.text,
      /^team payments answers for cloud\.namespace\.update .* on Namespace pay\.acc, and 2 of its 2 members cannot do it: group payments does not give it$/,
    );
  });

  it("is content when a member can act by another way", () => {
    const { model, facts } = agreed();
    const without = disturb(facts, "g-risk", () => ({ namespaces: [] }));
    const direct = disturb(without, "rio", () => ({ namespaces: onNamespaces("n2:write") }));
    assert.deepEqual(findDrift(model, direct), []);
  });

  it("tells of a compiled role that lost an operation once, for all groups that hold it", () => {
    const { model, facts } = agreed();
    const customRoles = facts.policy.customRoles.map((one) =>
      one.name === "remit-payments" ? { ...one, permissions: [] } : one,
    );
    const finding = theOnly(model, { ...facts, policy: { ...facts.policy, customRoles } }, "cannot-act");
    assert.match(finding.text, /custom role remit-payments is not what the matrix compiled it to$/);
    assert.deepEqual(
      finding.fix.map(({ kind }) => kind),
      ["update-role"],
    );
  });

  it("tells of what rows name and no plan can give, until members hold it", () => {
    const { model, facts } = agreed();
    const reader = disturb(facts, "pat", () => ({ accountRole: "read" }));
    const finding = theOnly(model, reader, "cannot-be-given");
    assert.equal(finding.text, "team platform: no custom role can carry cloud.user.update; Global Admin can");
    assert.equal(finding.responsibility, "users");
  });
});
