import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keyOfFinding } from "./mend.ts";

describe("what the pages can mend by themselves", () => {
  it("is a finding about one API key, whatever its id is made of", () => {
    assert.equal(keyOfFinding({ kind: "key-unused", id: "key-unused/k1" }), "k1");
    assert.equal(keyOfFinding({ kind: "key-expired", id: "key-expired/a%2Fb%25" }), "a/b%");
    assert.equal(keyOfFinding({ kind: "over-reach", id: "over-reach/k1" }), null);
  });
});
