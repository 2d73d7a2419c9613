import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDeeperThan } from "./json-depth.ts";

describe("the depth of JSON", () => {
  it("counts brackets, and none inside strings", () => {
    assert.equal(isDeeperThan("[[{}]]", 3), false);
    assert.equal(isDeeperThan("[[{}]]", 2), true);
    assert.equal(isDeeperThan("[][][]{}", 1), false);
    assert.equal(isDeeperThan(String.raw`{"[[[[":"\"[[[\\"}`, 1), false);
    assert.equal(isDeeperThan(String.raw`["\\",[`, 1), true);
  });

  it("takes one pass over text that is no JSON", () => {
    // An expression that looks for the end of each string would scan from every quote to the end of 4 MB.
    assert.equal(isDeeperThan(`"${String.raw`\"`.repeat(2_000_000)}`, 1), false);
    assert.equal(isDeeperThan("[".repeat(4_000_000), 64), true);
  });
});
