import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseWhole } from "./whole-number.ts";

describe("a whole number of a flag", () => {
  it("is digits that the wire holds, and anything else is told by the flag", () => {
    assert.deepEqual(
      ["0", "8", "2147483647"].map((text) => parseWhole(text, "--hours")),
      [0, 8, 2_147_483_647],
    );
    for (const text of ["", "8h", "1.5", "-1", "1e3", "2147483648"]) {
      assert.throws(() => parseWhole(text, "--hours"), /^UsageError: --hours takes a whole number, as 8, not "/, text);
    }
  });
});
