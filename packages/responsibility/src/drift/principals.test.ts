// Owners, people, service accounts and keys that nobody watches over.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { agreed, disturb, theOnly } from "../../test-kit/agreed-account.ts";
import { DAY, key, NOW, person, serviceAccount } from "../../test-kit/small-account.ts";
import { applyChanges } from "../apply-changes.ts";
import { findDrift, joinFixes } from "./find-drift.ts";

describe("a principal out of place", () => {
  it("finds an Account Owner in no team for the account, and an owner who is not active any more", () => {
    const { model, facts } = agreed();
    const outside = theOnly(
      model,
      disturb(facts, "ann", () => ({ accountRole: "owner" })),
      "owner-outside-team",
    );
    assert.equal(outside.risk, "high");
    const gone = person("zoe", [], { accountRole: "owner" }, false);
    const withGone = { ...facts, policy: { ...facts.policy, principals: [...facts.policy.principals, gone] } };
    assert.equal(theOnly(model, withGone, "owner-left").subject?.id, "zoe");
  });

  it("finds people and service accounts in no team", () => {
    const { model, facts } = agreed();
    const { fact, principal } = serviceAccount("s2", "forgotten");
    const people = [person("zoe", [], { accountRole: "read" }), principal];
    const policy = { ...facts.policy, principals: [...facts.policy.principals, ...people] };
    const found = findDrift(model, { ...facts, policy, serviceAccounts: [...facts.serviceAccounts, fact] });
    assert.deepEqual(
      found.map(({ kind, risk, text }) => [kind, risk, text]),
      [
        ["principal-outside-teams", "low", "service account forgotten is in no team"],
        ["principal-outside-teams", "low", "user zoe@example.com is in no team"],
      ],
    );
  });

  it("finds keys that expired and keys that nobody uses, and says nothing where use is not known", () => {
    const { model, facts } = agreed();
    const keys = [
      key("expired", "s1", { expiresAt: NOW }),
      key("fresh", "s1", { lastUsedAt: null }),
      key("never", "s1", { lastUsedAt: null, createdAt: NOW - 90 * DAY }),
      key("idle", "s1", { lastUsedAt: NOW - 90 * DAY }),
      key("used", "s1", { lastUsedAt: NOW - 89 * DAY }),
      key("unknown", "s1", { lastUsedAt: undefined, createdAt: NOW - 400 * DAY }),
      key("disabled", "s1", { lastUsedAt: null, createdAt: NOW - 400 * DAY, disabled: true }),
    ];
    const found = findDrift(model, { ...facts, keys });
    assert.deepEqual(
      found.map(({ id, risk }) => [id, risk]),
      [
        ["key-unused/idle", "medium"],
        ["key-unused/never", "medium"],
        ["key-expired/expired", "low"],
        ["key-unused/fresh", "low"],
      ],
    );
    const left = applyChanges({ ...facts, keys }, joinFixes(facts, found)).keys.map(({ id }) => id);
    assert.deepEqual(left, ["used", "unknown", "disabled"]);
    assert.deepEqual(
      findDrift(model, { ...facts, keys: [keys[4] ?? key("", "")] }, { keyUnusedDays: 30 }).map(({ kind }) => kind),
      ["key-unused"],
    );
  });
});
