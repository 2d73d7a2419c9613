import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { GetEvidenceResponse_RowSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { checkTeam, type Model, template } from "@remit/responsibility";
import { filterRows } from "./filter-rows.ts";
import { editRow } from "./tailor/edits.ts";

const team = (id: string, kind: string) => checkTeam(id, { name: id, kind }, template).team;
const named = editRow("codec-server-configuration", {
  owners: { application: { share: "responsible", part: "", team: "shop", operations: [] } },
})(template);
const model: Model = {
  matrix: editRow("cloud-access", { hidden: true })(named),
  teams: [team("office", "platform"), team("orders", "application"), team("shop", "application")],
};
const all = { q: "", team: "", state: "" };

const idsOf = (filter: Partial<typeof all>, evidence?: Parameters<typeof filterRows>[2]): string[] =>
  filterRows(model, { ...all, ...filter }, evidence).flatMap(({ rows }) => rows.map(({ row }) => row.id));

describe("the rows that the board shows", () => {
  it("are all that are not hidden", () => {
    assert.equal(idsOf({}).length, template.responsibilities.length - 1);
    assert.ok(!idsOf({}).includes("cloud-access"));
  });

  it("hold every word, of the row, its category or its part", () => {
    assert.ok(idsOf({ q: "CUSTOMIZATION" }).includes("worker-configuration"));
    assert.ok(idsOf({ q: "converter data security" }).length >= 2);
    assert.deepEqual(idsOf({ q: "xylophone" }), []);
  });

  it("are a team's unless another of its kind is named", () => {
    const [orders, shop] = [idsOf({ team: "orders" }), idsOf({ team: "shop" })];
    assert.ok(!orders.includes("codec-server-configuration"));
    assert.ok(shop.includes("codec-server-configuration"));
    assert.equal(shop.length, orders.length + 1);
    assert.deepEqual(idsOf({ team: "kind:application" }), shop);
    assert.deepEqual(idsOf({ team: "nobody" }), []);
  });

  it("are in a state, where what nobody looked at is not known", () => {
    const red = create(GetEvidenceResponse_RowSchema, { responsibilityId: "load-testing", state: "red" });
    const evidence = new Map([["load-testing", red]]);
    assert.deepEqual(idsOf({ state: "red" }, evidence), ["load-testing"]);
    assert.ok(!idsOf({ state: "unknown" }, evidence).includes("load-testing"));
    assert.equal(idsOf({ state: "unknown" }).length, idsOf({}).length);
  });
});
