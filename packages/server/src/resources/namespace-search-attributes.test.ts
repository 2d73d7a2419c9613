import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NamespaceSpec_SearchAttributeType as Type } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { RemitError } from "../errors.ts";
import { defaultLimits } from "./limits.ts";
import { namedTypes, requireAttributeName, requireSearchAttributes } from "./namespace-search-attributes.ts";

const refusedFor = (field: string) => (error: unknown) =>
  error instanceof RemitError && error.reason === "INVALID_FIELD" && error.detail.field === field;

const many = (count: number, type: Type) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`A${index}`, type]));

const context = { present: null, limits: defaultLimits, room: null };

describe("search attributes", () => {
  it("may be as many of each type as the documented limit says, and as the server has room for", () => {
    requireSearchAttributes(many(40, Type.KEYWORD), context);
    assert.throws(() => requireSearchAttributes(many(41, Type.KEYWORD), context), refusedFor("spec.search_attributes"));
    const room = { Keyword: 10 };
    requireSearchAttributes(many(10, Type.KEYWORD), { ...context, room });
    assert.throws(
      () => requireSearchAttributes(many(11, Type.KEYWORD), { ...context, room }),
      refusedFor("spec.search_attributes"),
    );
  });

  it("may stay more than a limit that was lowered, but not grow", () => {
    const present = many(12, Type.KEYWORD);
    const room = { Keyword: 10 };
    requireSearchAttributes(present, { ...context, present, room });
    requireSearchAttributes({ ...present, Total: Type.INT }, { ...context, present, room });
    assert.throws(() => requireSearchAttributes({ ...present, More: Type.KEYWORD }, { ...context, present, room }));
  });

  it("cannot be removed or retyped", () => {
    const present = { Total: Type.INT };
    const field = 'spec.search_attributes["Total"]';
    assert.throws(() => requireSearchAttributes({}, { ...context, present }), refusedFor(field));
    assert.throws(() => requireSearchAttributes({ Total: Type.TEXT }, { ...context, present }), refusedFor(field));
  });

  it("may be named like a member that every object has", () => {
    requireSearchAttributes({ constructor: Type.TEXT }, { ...context, present: {} });
    assert.throws(() => requireSearchAttributes({}, { ...context, present: { toString: Type.TEXT } }));
  });

  it("have names of the documented characters, and none of Temporal's own", () => {
    for (const name of ["a", "Customer Id", "a.b,c:d-e_f/g@h", "x".repeat(64)]) requireAttributeName(name, "f");
    for (const name of ["", "x".repeat(65), "a`b", "a'b", "ü", "a\\b", "RunId", "TemporalAnything"]) {
      assert.throws(() => requireAttributeName(name, "f"), refusedFor("f"), name);
    }
  });

  it("keep their names and get the server's words for their types", () => {
    assert.deepEqual(namedTypes({ A: Type.KEYWORD_LIST, B: Type.DATETIME }), { A: "KeywordList", B: "Datetime" });
  });
});
