import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeDelivery } from "./delivery.ts";

describe("how delivery goes", () => {
  it("tells what fails from what is late, and from what is not meant to run", () => {
    const tell = (stream: Partial<Parameters<typeof describeDelivery>[0]>): string =>
      describeDelivery({ enabled: false, healthy: false, errorMessage: "", ...stream });
    assert.equal(tell({ enabled: true, healthy: true }), "healthy");
    assert.equal(tell({ enabled: true, healthy: true, errorMessage: "no route" }), "failing");
    assert.equal(tell({ enabled: true, errorMessage: "no route" }), "failing");
    assert.equal(tell({ enabled: true }), "behind");
    assert.equal(tell({ errorMessage: "no route" }), "disabled");
  });
});
