import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toRates } from "./capacity-stats.ts";

describe("the rates of a Namespace's actions", () => {
  it("count hours without an action", () => {
    assert.deepEqual(toRates([3_600], 2), { mean: 0.5, p90: 1, p99: 1 });
  });

  it("are of the hours below which nine and ninety-nine of a hundred stay", () => {
    const hours = Array.from({ length: 100 }, (_, index) => index * 3_600);
    assert.deepEqual(toRates(hours, 100), { mean: 49.5, p90: 89, p99: 98 });
  });
});
