import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findPermission, validateRole } from "@remit/policy";
import { applyPreset, presets } from "./presets.ts";
import { emptyDraft, toSpec } from "./role-draft.ts";

const presetOf = (id: string) => {
  const found = presets.find((preset) => preset.id === id);
  assert.ok(found, id);
  return found;
};

describe("presets", () => {
  it("are the predefined roles that can be given", () => {
    const ids = presets.map(({ id }) => id);
    assert.ok(
      ids.includes("account:developer") && ids.includes("namespace:admin") && ids.includes("project:contribute"),
    );
    assert.ok(!ids.includes("project:developer"), "it is only inherited");
  });

  it("give roles that the server takes, and name all that they leave out", () => {
    for (const preset of presets) {
      const { draft, left } = applyPreset({ ...emptyDraft, name: "role" }, preset);
      const spec = toSpec(draft);
      assert.deepEqual(validateRole(spec, { exists: () => true }), [], preset.id);
      const given = spec.permissions.flatMap(({ actions }) => actions);
      assert.deepEqual([...given, ...left].sort(), [...preset.operations].sort(), preset.id);
      for (const operation of left) {
        const row = findPermission(operation);
        assert.ok(
          row?.grantable === false || !row?.resourceTypes.some((type) => preset.types.includes(type)),
          operation,
        );
      }
    }
  });

  it("keep the name and the description, and put their permissions in place of others", () => {
    const draft = { ...applyPreset(emptyDraft, presetOf("account:owner")).draft, name: "mine", description: "text" };
    const next = applyPreset(draft, presetOf("namespace:read")).draft;
    assert.equal(next.name, "mine");
    assert.equal(next.description, "text");
    assert.deepEqual(
      next.entries.map(({ type, allowAll }) => [type, allowAll]),
      [["namespaces", true]],
    );
  });

  it("start Namespace permissions with what is done inside a Namespace, too", () => {
    const actionsOf = (id: string) => toSpec(applyPreset(emptyDraft, presetOf(id)).draft).permissions[0]?.actions ?? [];
    assert.ok(actionsOf("namespace:read").includes("temporal.workflow.list"));
    assert.ok(!actionsOf("namespace:read").includes("temporal.workflow.start"));
    assert.ok(actionsOf("namespace:write").includes("temporal.workflow.start"));
  });
});
