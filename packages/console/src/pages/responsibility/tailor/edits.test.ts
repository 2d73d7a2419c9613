import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkMatrix, compareMatrix, type Matrix, template } from "@remit/responsibility";
import {
  addCategory,
  addKind,
  addRow,
  editRow,
  makeId,
  moveCategory,
  moveRow,
  putGoLink,
  removeCategory,
  removeGoLink,
  removeKind,
  setOwner,
} from "./edits.ts";

const rowsOf = ({ responsibilities }: Matrix, category: string): string[] =>
  responsibilities.filter((row) => row.category === category).map(({ id }) => id);

const changes = (after: Matrix): string[] =>
  compareMatrix(template, after).map(({ change, what, id }) => `${change} ${what} ${id}`);

describe("tailoring a matrix", () => {
  it("moves a row within its category, and nowhere past its end", () => {
    const [first = "", second = ""] = rowsOf(template, "cost");
    assert.deepEqual(rowsOf(moveRow(first, 1)(template), "cost"), [second, first]);
    assert.deepEqual(moveRow(first, -1)(template), template);
    assert.deepEqual(changes(moveRow(second, -1)(template)).length, 1);
  });

  it("adds a category and a row that pass the checks once somebody answers", () => {
    const made = addRow("rota", "on-call", "On-call rota")(addCategory({ id: "on-call", title: "On call" })(template));
    const owned = setOwner("rota", "platform", { share: "responsible", part: "", team: "", operations: [] })(made);
    assert.deepEqual(checkMatrix(owned).problems, []);
    assert.deepEqual(changes(owned), ["added category on-call", "added responsibility rota"]);
    assert.deepEqual(setOwner("rota", "platform", undefined)(owned), made);
  });

  it("takes a category with its rows, and a kind of team from every row and question", () => {
    const without = removeCategory("cost")(template);
    assert.deepEqual(rowsOf(without, "cost"), []);
    assert.deepEqual(checkMatrix(without).problems, []);
    const wider = addKind({ id: "security", title: "Security", description: "", scope: "account" })(template);
    assert.deepEqual(removeKind("security")(wider), template);
    assert.ok(removeKind("application")(template).framework.every(({ kind }) => kind !== "application"));
  });

  it("moves a category, and hides a row without losing it", () => {
    const moved = moveCategory("cost", -1)(template);
    assert.equal(moved.categories.at(-1)?.id, "operation");
    const hidden = editRow("cloud-access", { hidden: true })(template);
    assert.deepEqual(changes(hidden), ["hidden responsibility cloud-access"]);
  });

  it("lets rows follow a go-link's name, and lose it with the link", () => {
    const named = template.responsibilities.find(({ goLink }) => goLink === "temporal-request")?.id ?? assert.fail();
    const renamed = putGoLink("temporal-request", { name: "access", url: "/requests/new", title: "Ask" })(template);
    const linkOf = (matrix: Matrix) => matrix.responsibilities.find(({ id }) => id === named)?.goLink;
    assert.equal(linkOf(renamed), "access");
    assert.equal(linkOf(removeGoLink("access")(renamed)), "");
  });

  it("makes an id of any name", () => {
    assert.equal(makeId("On-call rota (EU)", []), "on-call-rota-eu");
    assert.equal(makeId("Änderung", ["anderung"]), "anderung-2");
    assert.equal(makeId("🔥", []), "row");
    assert.equal(makeId("x", ["x", "x-2"]), "x-3");
  });
});
