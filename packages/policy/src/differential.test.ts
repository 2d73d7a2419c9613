// The core against the naive reference on random policies. POLICY_SEED repeats a run; the seed is in every failure.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareWithReference } from "../test-kit/differential.ts";
import * as policy from "./index.ts";

const CASES = 20_000;

describe("the compiled core and the naive reference", () => {
  it(`agree on ${CASES} random decisions, and on lists, holders, covers and changes`, (t) => {
    const seed = Number(process.env.POLICY_SEED ?? Date.now() % 1_000_000_000);
    const { mismatch, ...count } = compareWithReference(policy, CASES, seed);
    t.diagnostic(`seed ${seed}: ${JSON.stringify(count)}`);
    assert.equal(mismatch, null, JSON.stringify(mismatch, null, 2));
    assert.ok(count.decisions >= CASES);
    // Both answers have to be common, or agreement would say little.
    assert.ok(count.allowed > CASES / 20, `only ${count.allowed} of ${count.decisions} allowed`);
  });
});
