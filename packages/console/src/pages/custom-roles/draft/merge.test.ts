import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { mergeDrafts } from "./merge.ts";
import { validRole } from "./random-role.test-support.ts";
import {
  addScope,
  everyOf,
  fromSpec,
  isSameRole,
  type RoleDraft,
  removeEntry,
  setActions,
  setScope,
  toSpec,
} from "./role-draft.ts";

const base = fromSpec({
  name: "auditor",
  description: "reads",
  permissions: [
    {
      actions: ["cloud.namespace.get", "cloud.namespace.update"],
      resources: { resourceType: "namespaces", allowAll: true, resourceIds: [] },
    },
    { actions: ["cloud.user.list"], resources: { resourceType: "accounts", allowAll: true, resourceIds: [] } },
  ],
});
const turn = (draft: RoleDraft, operation: string, on: boolean) => setActions(draft, 0, [operation], on);
const role = validRole({ namespaces: ["a", "b"] });

describe("two changes of one role", () => {
  it("are put together when they do not touch", () => {
    const mine = { ...turn(base, "cloud.namespace.update", false), description: "reads only" };
    const theirs = addScope(
      { ...turn(base, "cloud.namespace.updateTags", true), name: "auditors" },
      everyOf("projects"),
    );
    const {
      merged,
      theirs: said,
      conflicts,
    } = mergeDrafts(base, mine, setActions(theirs, 2, ["cloud.project.get"], true));
    assert.deepEqual(conflicts, []);
    assert.equal(merged.name, "auditors");
    assert.equal(merged.description, "reads only");
    assert.deepEqual(
      toSpec(merged).permissions.map(({ actions }) => actions),
      [["cloud.namespace.get", "cloud.namespace.updateTags"], ["cloud.user.list"], ["cloud.project.get"]],
    );
    assert.deepEqual(said, [
      "the name is now “auditors”",
      "turned on, all namespaces: cloud.namespace.updateTags",
      "turned on, all projects: cloud.project.get",
    ]);
  });

  it("are refused where they meet, and what was typed stays", () => {
    const mine = { ...turn(base, "cloud.namespace.delete", true), name: "mine" };
    const theirs = { ...removeEntry(base, 0), name: "theirs" };
    const { merged, conflicts } = mergeDrafts(base, mine, theirs);
    assert.deepEqual(conflicts, [
      "the name: “theirs” there, “mine” here",
      "all namespaces: changed here, taken out there",
    ]);
    assert.ok(
      isSameRole(
        { ...merged, entries: merged.entries.filter(({ type }) => type === "namespaces") },
        {
          ...mine,
          entries: mine.entries.filter(({ type }) => type === "namespaces"),
        },
      ),
    );
  });

  it("are refused when one narrows a scope in which the other turns something on", () => {
    const narrowed = setScope(base, 0, { allowAll: false, ids: ["orders"] });
    const { conflicts } = mergeDrafts(base, turn(base, "cloud.namespace.delete", true), narrowed);
    assert.deepEqual(conflicts, ["all namespaces: changed here, taken out there"]);
  });

  it("give mine when the other changed nothing, and theirs when I changed nothing", () => {
    fc.assert(
      fc.property(role, role, (before, after) => {
        const [old, other] = [fromSpec(before), fromSpec(after)];
        assert.ok(
          isSameRole(mergeDrafts(old, other, old).merged, other) ||
            sameSets(mergeDrafts(old, other, old).merged, other),
        );
        assert.ok(isSameRole(mergeDrafts(old, old, other).merged, other));
        assert.deepEqual(mergeDrafts(old, other, other).conflicts, []);
      }),
    );
  });

  it("never give what neither of the two wanted, nor keep what one of them took away", () => {
    fc.assert(
      fc.property(role, role, role, (before, left, right) => {
        const [old, mine, theirs] = [fromSpec(before), fromSpec(left), fromSpec(right)];
        const { merged, conflicts } = mergeDrafts(old, mine, theirs);
        const [was, a, b, result] = [old, mine, theirs, merged].map(atoms) as [
          Set<string>,
          Set<string>,
          Set<string>,
          Set<string>,
        ];
        for (const atom of result) assert.ok(a.has(atom) || b.has(atom), `${atom} came from nowhere`);
        if (conflicts.length > 0) return;
        for (const atom of was) assert.ok(!result.has(atom) || (a.has(atom) && b.has(atom)), `${atom} came back`);
        for (const atom of [...a, ...b]) assert.ok(was.has(atom) || result.has(atom), `${atom} was lost`);
      }),
    );
  });
});

const atoms = ({ entries }: RoleDraft): Set<string> =>
  new Set(
    entries.flatMap(({ type, allowAll, ids, actions }) =>
      actions.map((action) => `${action} ${type} ${allowAll ? "*" : [...ids].sort().join(",")}`),
    ),
  );

/** The order of entries may be that of what is stored. */
const sameSets = (a: RoleDraft, b: RoleDraft): boolean =>
  a.entries.length === b.entries.length &&
  JSON.stringify([...atoms(a)].sort()) === JSON.stringify([...atoms(b)].sort());
