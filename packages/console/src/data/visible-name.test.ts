import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { visibleName } from "./visible-name.ts";

describe("visibleName", () => {
  it("keeps a name as it is, awkward characters included", () => {
    for (const name of ["orders", " lead", "ad\u200bmin", "\u202eevil", "سلام", "👩\u200d👧"])
      assert.equal(visibleName(name, "id-1"), name);
  });

  it("is the id where nothing of the name can be seen", () => {
    for (const name of [
      undefined,
      "",
      "  ",
      "\u00a0\u3000",
      "\u200b\u200d",
      "\u3164",
      "\u2800",
      "\u202e",
      "\t\n",
      "\u{e0041}",
    ])
      assert.equal(visibleName(name, "id-1"), "id-1", JSON.stringify(name));
  });
});
