import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RemitError } from "../errors.ts";
import { type CallLimits, LimitCalls } from "./limit-calls.ts";

const unlimited: CallLimits = {
  addressRequests: 0,
  principalRequests: 0,
  namespaceRequests: 0,
  namespaceActions: 0,
  unitRequests: 0,
  unitActions: 0,
};
const onDemand = (name: string) => ({ name, units: null });
const limitsOf = (limits: Partial<CallLimits>, gateways = () => 1) =>
  new LimitCalls({ ...unlimited, ...limits }, gateways, 0);

/** How many of a burst go through at one moment. */
function countOf(take: () => void, tries: number): number {
  let through = 0;
  for (let tried = 0; tried < tries; tried++) {
    try {
      take();
      through += 1;
    } catch (error) {
      assert.ok(error instanceof RemitError && error.reason === "RATE_LIMITED");
      assert.ok((error.detail.retryAfterMs ?? 0) > 0);
    }
  }
  return through;
}

describe("limits on calls", () => {
  it("of a Namespace count requests and actions apart", () => {
    const limits = limitsOf({ namespaceRequests: 10, namespaceActions: 4 });
    assert.equal(
      countOf(() => limits.takeNamespace(onDemand("orders"), 1, 0), 6),
      4,
    );
    assert.equal(
      countOf(() => limits.takeNamespace(onDemand("orders"), 0, 0), 10),
      4,
    );
    limits.takeNamespace(onDemand("payments"), 4, 0);
  });

  it("of a caller and of an address are each their own", () => {
    const limits = limitsOf({ principalRequests: 2, addressRequests: 3 });
    assert.equal(
      countOf(() => limits.takePrincipal("ann", 0), 5),
      2,
    );
    assert.equal(
      countOf(() => limits.takeAddress("10.0.0.1", 0), 5),
      3,
    );
    limits.takePrincipal("bob", 0);
    limits.takeAddress("10.0.0.2", 0);
  });

  it("are parted among the gateways that run, as many as they are at the moment", () => {
    let gateways = 4;
    const limits = limitsOf({ namespaceRequests: 20 }, () => gateways);
    assert.equal(
      countOf(() => limits.takeNamespace(onDemand("orders"), 0, 0), 40),
      5,
    );
    gateways = 1;
    assert.equal(
      countOf(() => limits.takeNamespace(onDemand("orders"), 0, 60_000), 40),
      20,
    );
  });

  it("leave each gateway one a second: more gateways than that must not stop everybody", () => {
    const limits = limitsOf({ namespaceRequests: 2 }, () => 10);
    assert.equal(
      countOf(() => limits.takeNamespace(onDemand("orders"), 0, 0), 5),
      1,
    );
  });

  it("of a Namespace with capacity of its own are so many units, also where all others have no limit", () => {
    const limits = limitsOf({ unitRequests: 5, unitActions: 2 });
    const provisioned = { name: "orders", units: 2 };
    assert.equal(
      countOf(() => limits.takeNamespace(provisioned, 1, 0), 20),
      4,
    );
    assert.equal(
      countOf(() => limits.takeNamespace({ name: "payments", units: 4 }, 0, 0), 20),
      20,
    );
    assert.equal(
      countOf(() => limits.takeNamespace(onDemand("orders"), 1, 0), 500),
      500,
      "once it is on demand again, the limit of all holds",
    );
  });

  it("that are 0 are none, however many gateways there are", () => {
    const limits = limitsOf({}, () => 3);
    assert.equal(
      countOf(() => limits.takeNamespace(onDemand("orders"), 100, 0), 500),
      500,
    );
  });
});
