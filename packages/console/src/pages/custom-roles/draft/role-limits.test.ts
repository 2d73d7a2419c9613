import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { validateRole } from "@remit/policy";
import { addScope, emptyDraft, everyOf, fromSpec, setActions, toSpec } from "./role-draft.ts";
import { countRole, isOver } from "./role-limits.ts";

describe("the counter of a role's limits", () => {
  it("counts what would be saved", () => {
    const scoped = addScope(addScope(emptyDraft, everyOf("namespaces")), everyOf("projects"));
    const draft = setActions(scoped, 1, ["cloud.project.get", "cloud.project.update"], true);
    const { permissions, operations } = countRole(draft);
    assert.deepEqual(permissions, { used: 1, limit: 20 });
    assert.equal(operations, 2);
  });

  it("is over exactly where the rules say too much", () => {
    for (const [name, description, count] of [
      ["a".repeat(64), "😀".repeat(256), 20],
      ["a".repeat(65), "😀".repeat(257), 21],
    ] as const) {
      const permission = {
        actions: ["cloud.namespace.get"],
        resources: { resourceType: "namespaces", allowAll: true, resourceIds: [] },
      };
      const draft = fromSpec({ name, description, permissions: Array.from({ length: count }, () => permission) });
      const counts = countRole(draft);
      const over = [counts.name, counts.description, counts.permissions].filter(isOver).length;
      assert.equal(over, validateRole(toSpec(draft), { exists: () => true }).length);
    }
  });
});
