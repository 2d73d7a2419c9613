import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { wrap } from "./wrap.ts";

describe("long lines", () => {
  it("are broken between words and indented, and short ones stay", () => {
    assert.equal(wrap("short\n  gains aaa, bbb, ccc, ddd", 16), "short\n  gains aaa,\n      bbb, ccc,\n      ddd");
    assert.equal(wrap("  as it is", 80), "  as it is");
  });

  it("keep a word that is longer than the line, and lose nothing", () => {
    const text = `1. create ${"x".repeat(40)} on all of it`;
    assert.equal(wrap(text, 20).replace(/\n */g, " "), text);
  });
});
