import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { digestToken, isWellFormed, mintToken } from "./token.ts";

describe("tokens", () => {
  it("hold 256 random bits behind a prefix that scanners can find", () => {
    const token = mintToken("key");
    assert.match(token, /^remit_key_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/);
    assert.notEqual(token, mintToken("key"));
    assert.equal(digestToken(token).length, 32);
  });

  it("are refused when truncated, extended, changed in one place or in case, or of the other kind", () => {
    const token = mintToken("key");
    assert.ok(isWellFormed("key", token));
    for (const other of ["invite", "session", "signin"] as const) {
      assert.ok(!isWellFormed(other, token), other);
      assert.ok(isWellFormed(other, mintToken(other)) && !isWellFormed("key", mintToken(other)), other);
    }
    for (let end = 0; end < token.length; end++) assert.ok(!isWellFormed("key", token.slice(0, end)));
    for (const wrong of [`${token}0`, ` ${token}`, `${token}\n`, token.toUpperCase()])
      assert.ok(!isWellFormed("key", wrong));
    for (let at = 10; at < token.length; at++) {
      const other = token[at] === "a" ? "b" : "a";
      assert.ok(!isWellFormed("key", token.slice(0, at) + other + token.slice(at + 1)), `place ${at}`);
    }
  });
});
