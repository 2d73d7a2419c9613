import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mergeMatrix, template } from "@remit/responsibility";
import { editRow, removeRow, setOwner } from "./edits.ts";
import { takeField } from "./take-field.ts";

const owner = (part: string) => ({ share: "shared" as const, part, team: "", operations: [] });

describe("settling a conflict for the other side", () => {
  it("takes that field alone, at any depth", () => {
    const shared = setOwner("cloud-access", "platform", owner("a"))(template);
    const mine = editRow("cloud-access", { name: "Mine" })(setOwner("cloud-access", "platform", owner("b"))(shared));
    const theirs = setOwner("cloud-access", "platform", owner("c"))(shared);
    const { merged, conflicts } = mergeMatrix(shared, mine, theirs);
    const settled = conflicts.reduce((matrix, conflict) => takeField(theirs, conflict)(matrix), merged);
    const row = settled.responsibilities.find(({ id }) => id === "cloud-access");
    assert.deepEqual([row?.name, row?.owners.platform?.part], ["Mine", "c"]);
  });

  it("takes the removal, or what was removed, as a whole", () => {
    const renamed = editRow("cloud-access", { name: "Mine" })(template);
    const gone = removeRow("cloud-access")(template);
    const [conflict = assert.fail()] = mergeMatrix(template, renamed, gone).conflicts;
    assert.deepEqual(takeField(gone, conflict)(renamed), gone);
    const back = takeField(renamed, conflict)(gone);
    assert.equal(back.responsibilities.at(-1)?.name, "Mine");
  });
});
