import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeLag } from "./audit-log-sinks.ts";

describe("how delivery goes, in words", () => {
  it("says how much waits, and since when where that is worth a word", () => {
    const say = (lagRecords: bigint, lagSeconds: bigint): string => describeLag({ lagRecords, lagSeconds });
    assert.equal(say(0n, 0n), "Nothing");
    assert.equal(say(1n, 5n), "1 record");
    assert.equal(say(1_200n, 60n), "1,200 records, for 1 minute");
    assert.equal(say(2n, 7_300n), "2 records, for 2 hours");
    assert.equal(say(2n, 200_000n), "2 records, for 2 days");
  });
});
