import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RemitError } from "../errors.ts";
import { parseBearer } from "./bearer.ts";

const isUnauthenticated = (error: unknown): boolean =>
  error instanceof RemitError && error.reason === "UNAUTHENTICATED" && !error.message.includes("abc");

describe("the credential of a data-plane call", () => {
  it("is the token of one Bearer value", () => {
    assert.equal(parseBearer("Bearer abc.d-e_f~+/="), "abc.d-e_f~+/=");
    assert.equal(parseBearer("bearer abc"), "abc");
    assert.equal(parseBearer(["Bearer abc"]), "abc");
  });

  for (const [name, value] of [
    ["none", undefined],
    ["no value", []],
    ["an empty one", ""],
    ["two values", ["Bearer abc", "Bearer abc"]],
    ["two values joined by a comma", "Bearer abc, Bearer abd"],
    ["a token with a comma", "Bearer abc,"],
    ["another scheme", "Basic abc"],
    ["a token without a scheme", "abc"],
    ["a scheme without a token", "Bearer "],
    ["two blanks", "Bearer  abc"],
    ["something after the token", "Bearer abc d"],
    ["a line break", "Bearer abc\n"],
    ["a control character", "Bearer abc\u0000"],
    ["a credential beyond any sense", `Bearer ${"a".repeat(20_000)}`],
  ] as const) {
    it(`refuses ${name}`, () => assert.throws(() => parseBearer(value), isUnauthenticated));
  }
});
