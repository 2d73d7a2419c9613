import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeSpecChange } from "./spec-changes.ts";

const spec = (name: string, actions: string[]) => ({
  name,
  permissions: [{ actions, resources: { resourceType: "namespaces", allowAll: true } }],
});

describe("what changed in a role", () => {
  it("is what was given and taken, and the new name", () => {
    assert.deepEqual(describeSpecChange(spec("a", ["cloud.namespace.get"]), spec("b", ["cloud.namespace.update"])), [
      "name: “a” → “b”",
      "+ cloud.namespace.update on all namespaces",
      "- cloud.namespace.get on all namespaces",
    ]);
  });

  it("is everything when the role is made, and when it is deleted", () => {
    assert.deepEqual(describeSpecChange(undefined, spec("a", ["x"])), ["+ x on all namespaces"]);
    assert.deepEqual(describeSpecChange(spec("a", ["x"]), undefined), ["- x on all namespaces"]);
  });

  it("is nothing where the log holds no role", () => {
    assert.deepEqual(describeSpecChange(undefined, undefined), []);
    assert.deepEqual(describeSpecChange("x", 7), []);
  });
});
