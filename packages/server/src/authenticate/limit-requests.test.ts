import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RemitError } from "../errors.ts";
import { LimitRequests } from "./limit-requests.ts";

const rates = { accountPerSecond: 16, userPerSecond: 4, serviceAccountPerSecond: 8 };
const user = (principalId: string) => ({ kind: "user" as const, principalId });
const machine = (principalId: string) => ({ kind: "serviceaccount" as const, principalId });

/** How many of `count` calls at one moment are taken, and what the first refused one says. */
function taken(limit: LimitRequests, caller: Parameters<LimitRequests["take"]>[0], now: number, count = 100) {
  let passed = 0;
  let refusal: RemitError | undefined;
  for (let call = 0; call < count; call++) {
    try {
      limit.take(caller, now);
      passed += 1;
    } catch (error) {
      refusal ??= error as RemitError;
    }
  }
  return { passed, refusal };
}

describe("requests per second", () => {
  it("are counted for each user and each service account apart", () => {
    const limit = new LimitRequests(rates, () => 1, 0);
    assert.equal(taken(limit, user("ann"), 0).passed, 4);
    assert.equal(taken(limit, user("ben"), 0).passed, 4);
    assert.equal(taken(limit, machine("ci"), 0).passed, 8);
  });

  it("are counted for the account, and whoever is over its own limit takes nothing from it", () => {
    const limit = new LimitRequests({ ...rates, accountPerSecond: 6 }, () => 1, 0);
    assert.equal(taken(limit, user("ann"), 0, 1_000).passed, 4);
    const { passed, refusal } = taken(limit, user("ben"), 0);
    assert.equal(passed, 2);
    assert.match(refusal?.message ?? "", /in this account/);
  });

  it("come back with time, and the refusal says when", () => {
    const limit = new LimitRequests(rates, () => 1, 0);
    const { refusal } = taken(limit, user("ann"), 0);
    assert.ok(refusal instanceof RemitError);
    assert.equal(refusal.reason, "RATE_LIMITED");
    assert.equal(refusal.detail.retryAfterMs, 250);
    assert.equal(taken(limit, user("ann"), 249).passed, 0);
    assert.equal(taken(limit, user("ann"), 250).passed, 1);
  });

  it("are shared by the processes that run, and there is always one", () => {
    let processes = 2;
    const limit = new LimitRequests({ ...rates, accountPerSecond: 0 }, () => processes, 0);
    assert.equal(taken(limit, user("ann"), 0).passed, 2);
    processes = 100;
    assert.equal(taken(limit, user("ben"), 0).passed, 1);
  });

  it("are not counted where there is no limit", () => {
    const none = { accountPerSecond: 0, userPerSecond: 0, serviceAccountPerSecond: 0 };
    assert.equal(taken(new LimitRequests(none, () => 1, 0), user("ann"), 0).passed, 100);
  });
});
