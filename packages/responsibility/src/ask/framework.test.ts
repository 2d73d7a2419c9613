import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeFacts, makeModel, orders, platform } from "../../test-kit/organisation.ts";
import { resolveTeams } from "../resolve.ts";
import { answerFramework, decideFromFacts, needsAccountAdmin } from "./framework.ts";

const model = makeModel([]);
const { matrix } = model;
const resolved = resolveTeams(model, makeFacts());
const decide = (namespaces: string[], operation: string | null = null) =>
  decideFromFacts(matrix, resolved, { namespaces, operation });

describe("decision framework", () => {
  it("asks one question after the other until a yes", () => {
    const answers = new Map<string, boolean>();
    assert.equal(answerFramework(matrix, answers).next?.id, "several");
    answers.set("several", false);
    assert.equal(answerFramework(matrix, answers).next?.id, "application");
    answers.set("application", true);
    const { answer, next } = answerFramework(matrix, answers);
    assert.deepEqual([answer?.kind, next], ["application", null]);
  });

  it("ends without an answer when everything was no", () => {
    const answers = new Map(matrix.framework.map(({ id }) => [id, false]));
    assert.deepEqual(answerFramework(matrix, answers), { answer: null, next: null });
  });

  it("needs nobody's answer for two Namespaces, of one team or of several", () => {
    const several = decide(["uid-orders", "uid-payments"]);
    assert.deepEqual(
      [several?.kind, several?.why, several?.teams],
      ["platform", "it is about 2 Namespaces of 2 teams", [platform]],
    );
    assert.equal(decide(["uid-orders", "uid-orders-staging"])?.why, "it is about 2 Namespaces");
    assert.equal(decide(["uid-orders", "uid-orders"]), null, "the same one twice is one");
  });

  it("leads what needs Global Admin to the platform team", () => {
    const found = decide([], "cloud.usergroup.create");
    assert.deepEqual([found?.question.id, found?.teams], ["admin", [platform]]);
    assert.equal(found?.why, "cloud.usergroup.create comes with no role below Global Admin");
  });

  it("leads what is done inside one Namespace to the team that owns it", () => {
    const found = decide(["uid-orders"], "temporal.workflow.signal");
    assert.deepEqual([found?.kind, found?.teams], ["application", [orders]]);
  });

  it("decides nothing where only a person can say", () => {
    assert.equal(decide([]), null);
    assert.equal(decide(["uid-orders"]), null);
    assert.equal(decide(["uid-orders"], "cloud.namespace.update"), null);
    assert.equal(decide([], "cloud.nothing"), null);
  });

  it("counts as an admin's operation only what no lower role, level or project role has", () => {
    const expected = {
      "cloud.user.create": true,
      "cloud.customrole.create": true,
      "cloud.namespace.update": false,
      "cloud.namespace.create": false,
      "cloud.usage.get": false,
      "cloud.migration.start": false,
      toString: false,
    };
    const found = Object.keys(expected).map((operation) => [operation, needsAccountAdmin(operation)]);
    assert.deepEqual(Object.fromEntries(found), expected);
  });
});
