import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { mapInParallel } from "./in-parallel.ts";

describe("work in parallel", () => {
  it("keeps the order, and never does more at once than it may", async () => {
    let [busy, most] = [0, 0];
    const results = await mapInParallel([3, 1, 2, 0, 5], 2, async (turns) => {
      busy += 1;
      most = Math.max(most, busy);
      for (let n = 0; n < turns; n++) await turn();
      busy -= 1;
      return turns * 10;
    });
    assert.deepEqual([results, most], [[30, 10, 20, 0, 50], 2]);
    assert.deepEqual(await mapInParallel([], 2, () => Promise.resolve(1)), []);
  });

  it("fails with the first failure", async () => {
    await assert.rejects(
      mapInParallel([1, 2], 2, (n) => (n === 2 ? Promise.reject(new Error("no")) : turn(n))),
      /no/,
    );
  });
});
