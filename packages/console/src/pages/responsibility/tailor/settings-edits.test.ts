import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkMatrix, compareMatrix, type Matrix, mergeMatrix, template } from "@remit/responsibility";
import { removeRow } from "./edits.ts";
import { namePlace, problemsAt } from "./name-place.ts";
import {
  addQuestion,
  editQuestion,
  editRequests,
  moveQuestion,
  removeQuestion,
  setFloorRole,
  setOrganization,
} from "./settings-edits.ts";

const idsOf = ({ framework }: Matrix): string[] => framework.map(({ id }) => id);
const [first = "", second = "", third = ""] = idsOf(template);
const changes = (after: Matrix): string[] =>
  compareMatrix(template, after).map(({ change, what, id }) => `${change} ${what} ${id}`.trim());

describe("tailoring the questions", () => {
  it("adds, changes, moves and removes one, each told as a difference of its own", () => {
    const made = addQuestion({ id: "money", question: "Is it about money?", kind: "platform", subject: "" })(template);
    assert.deepEqual(checkMatrix(made).problems, []);
    assert.deepEqual(changes(made), ["added question money"]);
    assert.deepEqual(changes(editQuestion(second, { question: "Is it ours?" })(template)), [
      `changed question ${second}`,
    ]);
    assert.deepEqual(idsOf(moveQuestion(first, 1)(template)), [second, first, third]);
    assert.deepEqual(changes(moveQuestion(first, 1)(template)).length, 1);
    assert.deepEqual(moveQuestion(first, -1)(template), template);
    assert.deepEqual(changes(removeQuestion(third)(template)), [`removed question ${third}`]);
  });

  it("says at the field what is wrong with one", () => {
    const wrong = editQuestion(second, { question: "", kind: "nobody" })(template);
    const problems = problemsAt(checkMatrix(wrong).problems, ["framework", 1]);
    assert.deepEqual([...problems.keys()].sort(), ["kind", "question"]);
    assert.equal(problemsAt(checkMatrix(wrong).problems, ["framework", 0]).size, 0);
  });
});

describe("tailoring the settings", () => {
  it("changes the floor, the rules of requests and the name, all told as settings", () => {
    const rules = editRequests({ approvals: 2, maxHours: 24, namespaces: "" });
    const after = setOrganization("ABC Financial")(rules(setFloorRole("")(template)));
    assert.deepEqual(checkMatrix(after).problems, []);
    assert.deepEqual(changes(after), ["changed settings"]);
    const fields = compareMatrix(template, after)[0]?.fields.map(({ field }) => field);
    assert.deepEqual(fields?.toSorted(), [
      "baseline.floorRole",
      "organization",
      "requests.approvals",
      "requests.maxHours",
      "requests.namespaces",
    ]);
  });

  it("says at the field what is wrong, also when the row that decided has gone", () => {
    const wrong = editRequests({ maxHours: Number.NaN })(removeRow(template.requests.access)(template));
    const { problems } = checkMatrix(wrong);
    assert.deepEqual([...problemsAt(problems, ["requests"]).keys()].sort(), ["access", "maxHours"]);
    const whole = problems.map(({ path, message }) => ({ path: ["matrix", ...path], message }));
    assert.deepEqual(problemsAt(whole, ["requests"]), problemsAt(problems, ["requests"]));
    assert.deepEqual(whole.map(({ path }) => namePlace(path, wrong)).sort(), [
      "Longest access for a time",
      "Who decides on access",
    ]);
  });

  it("brings together what two people change in them at once", () => {
    const mine = editRequests({ approvals: 2 })(template);
    const theirs = editRequests({ maxHours: 24 })(setFloorRole("developer")(template));
    const { merged, conflicts } = mergeMatrix(template, mine, theirs);
    assert.deepEqual(conflicts, []);
    assert.deepEqual(merged.requests, { ...template.requests, approvals: 2, maxHours: 24 });
    assert.equal(merged.baseline.floorRole, "developer");
  });
});
