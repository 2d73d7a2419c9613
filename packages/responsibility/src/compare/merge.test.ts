import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Matrix, Responsibility } from "../model.ts";
import { template } from "../template/template.ts";
import { compareMatrix } from "./compare.ts";
import { mergeMatrix } from "./merge.ts";
import { mergeOrder } from "./merge-order.ts";

const editRow = (matrix: Matrix, id: string, change: Partial<Responsibility>): Matrix => ({
  ...matrix,
  responsibilities: matrix.responsibilities.map((row) => (row.id === id ? { ...row, ...change } : row)),
});

const withoutRow = (matrix: Matrix, id: string): Matrix => ({
  ...matrix,
  responsibilities: matrix.responsibilities.filter((row) => row.id !== id),
});

const rowOf = ({ responsibilities }: Matrix, id: string): Responsibility | undefined =>
  responsibilities.find((row) => row.id === id);

const renamed = editRow(template, "cloud-access", { name: "Access to the platform" });
const described = editRow(template, "cloud-access", { description: "Ask here." });

describe("two versions of one matrix", () => {
  it("merge to the one that was changed when the other was not", () => {
    assert.deepEqual(mergeMatrix(template, renamed, template), { merged: renamed, conflicts: [] });
    assert.deepEqual(mergeMatrix(template, template, renamed), { merged: renamed, conflicts: [] });
    assert.deepEqual(mergeMatrix(template, renamed, renamed), { merged: renamed, conflicts: [] });
  });

  it("keep what either changed, also within one row", () => {
    const { merged, conflicts } = mergeMatrix(template, renamed, described);
    assert.deepEqual(conflicts, []);
    const { name, description } = rowOf(merged, "cloud-access") ?? assert.fail();
    assert.deepEqual([name, description], ["Access to the platform", "Ask here."]);
    assert.equal(compareMatrix(template, merged).length, 1);
  });

  it("conflict where both changed one field, and either side can be chosen", () => {
    const other = editRow(template, "cloud-access", { name: "Getting in" });
    const kept = mergeMatrix(template, renamed, other);
    assert.deepEqual(kept.conflicts, [
      {
        what: "responsibility",
        id: "cloud-access",
        name: "Access to the platform",
        field: "name",
        mine: "Access to the platform",
        theirs: "Getting in",
      },
    ]);
    assert.equal(rowOf(kept.merged, "cloud-access")?.name, "Access to the platform");
    assert.deepEqual(mergeMatrix(template, renamed, other, () => "theirs").merged, other);
  });

  it("do not let one side's removal swallow the other's change", () => {
    const gone = withoutRow(template, "cloud-access");
    const kept = mergeMatrix(template, renamed, gone);
    assert.equal(rowOf(kept.merged, "cloud-access")?.name, "Access to the platform");
    assert.deepEqual([kept.conflicts[0]?.field, kept.conflicts[0]?.theirs], ["", null]);
    assert.equal(rowOf(mergeMatrix(template, template, gone).merged, "cloud-access"), undefined);
  });

  it("say of owners which part differs, and let both sides' parts stand beside each other", () => {
    const owner = { share: "shared" as const, part: "theirs", team: "", operations: [] };
    const mine = editRow(template, "data-compliance", {
      owners: { platform: { ...owner, part: "a" }, application: owner },
    });
    const theirs = editRow(template, "data-compliance", { owners: { platform: { ...owner, part: "b" } } });
    const { conflicts } = mergeMatrix(
      editRow(template, "data-compliance", { owners: { platform: owner } }),
      mine,
      theirs,
    );
    assert.deepEqual(
      conflicts.map(({ field, mine: own, theirs: other }) => [field, own, other]),
      [["owners.platform.part", "a", "b"]],
    );
  });
});

describe("the order of both", () => {
  it("is that of whoever moved something, with what the other added where it stood", () => {
    assert.deepEqual(mergeOrder(["a", "b", "c"], ["a", "x", "b", "c"], ["c", "a", "b"]), ["c", "a", "x", "b"]);
    assert.deepEqual(mergeOrder(["a", "b", "c"], ["c", "b", "a"], ["a", "y", "b", "c", "z"]), [
      "c",
      "z",
      "b",
      "a",
      "y",
    ]);
    assert.deepEqual(mergeOrder(["a"], ["n", "a"], ["a", "m"]), ["n", "a", "m"]);
  });
});
