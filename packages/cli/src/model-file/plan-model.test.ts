import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  checkMatrix,
  checkModel,
  checkTeam,
  compareMatrix,
  compareTeams,
  type Matrix,
  type Model,
  type Team,
  template,
} from "@remit/responsibility";
import fc from "fast-check";
import type { FileModel } from "./check-file.ts";
import { type ModelPlan, planModel, type Step } from "./plan-model.ts";

const file = (model: Model): FileModel => ({ ...model, hasMatrix: true, hasTeams: true });

const teamOf = (id: string, kind: string, escalation: readonly string[] = []): Team =>
  checkTeam(id, { name: id, kind, escalation }, template).team;

/** A small matrix with these kinds, whose rows may name one team of a kind. */
function matrixOf(
  kinds: readonly string[],
  owners: readonly { readonly kind: string; readonly team: string }[],
): Matrix {
  const { matrix, problems } = checkMatrix({
    kinds: kinds.map((id) => ({ id, title: id, scope: "account" })),
    categories: [{ id: "c", title: "C" }],
    responsibilities: owners.map(({ kind, team }, index) => ({
      id: `r${index}`,
      category: "c",
      name: `R${index}`,
      owners: { [kind]: { share: "responsible", team } },
    })),
  });
  assert.deepEqual(problems, []);
  return matrix;
}

/** What the server does with a step; it refuses what does not fit. */
function carryOut({ matrix, teams }: Model, step: Step): Model {
  const without = (id: string) => teams.filter((team) => team.id !== id);
  const after: Model =
    step.kind === "update-matrix"
      ? { matrix: step.matrix, teams }
      : { matrix, teams: step.kind === "delete-team" ? without(step.team.id) : [...without(step.team.id), step.team] };
  if (step.kind === "update-matrix") assert.notDeepEqual(compareMatrix(matrix, step.matrix), []);
  assert.deepEqual(checkModel(after), [], `${step.kind} is refused`);
  return after;
}

const carryOutAll = (model: Model, { steps }: ModelPlan): Model => steps.reduce(carryOut, model);

describe("a plan from one model to another", () => {
  it("is empty when they mean the same", () => {
    const model = { matrix: template, teams: [teamOf("a", "platform")] };
    assert.deepEqual(planModel(model, file(model), true).steps, []);
  });

  it("makes a team before the row that names it, and the kind before the team", () => {
    const now = { matrix: matrixOf(["old"], [{ kind: "old", team: "a" }]), teams: [teamOf("a", "old")] };
    const wanted = { matrix: matrixOf(["new"], [{ kind: "new", team: "b" }]), teams: [teamOf("b", "new", [])] };
    const plan = planModel(now, file(wanted), true);
    assert.deepEqual(
      plan.steps.map((step) => (step.kind === "update-matrix" ? [step.kind, step.interim] : [step.kind, step.team.id])),
      [
        ["update-matrix", true],
        ["create-team", "b"],
        ["delete-team", "a"],
        ["update-matrix", false],
      ],
    );
    assert.deepEqual(compareMatrix(carryOutAll(now, plan).matrix, wanted.matrix), []);
  });

  it("turns an escalation round without a circle on the way", () => {
    const matrix = matrixOf(["k"], []);
    const now = { matrix, teams: [teamOf("a", "k", ["b"]), teamOf("b", "k")] };
    const wanted = { matrix, teams: [teamOf("a", "k"), teamOf("b", "k", ["a"])] };
    assert.deepEqual(carryOutAll(now, planModel(now, file(wanted), false)).teams.length, 2);
  });

  it("keeps teams that the file does not have, unless they are to go", () => {
    const matrix = matrixOf(["k"], []);
    const now = { matrix, teams: [teamOf("a", "k"), teamOf("b", "k")] };
    const wanted = file({ matrix, teams: [teamOf("a", "k")] });
    const kept = planModel(now, wanted, false);
    assert.deepEqual([kept.steps, kept.kept.map(({ id }) => id)], [[], ["b"]]);
    assert.deepEqual(
      planModel(now, wanted, true).steps.map(({ kind }) => kind),
      ["delete-team"],
    );
    const untouched = planModel(now, { ...wanted, teams: now.teams, hasTeams: false }, true);
    assert.deepEqual(untouched.steps, []);
  });

  it("says what kept teams stand in the way of", () => {
    const now = { matrix: matrixOf(["old", "k"], []), teams: [teamOf("b", "old")] };
    const wanted = file({ matrix: matrixOf(["k"], []), teams: [] });
    assert.match(planModel(now, wanted, false).problems[0] ?? "", /there is no kind of team "old"/);
    assert.deepEqual(planModel(now, wanted, true).problems, []);
  });

  it("is accepted step by step, ends at what was wanted, and is empty then, between any two models", () => {
    fc.assert(
      fc.property(models, models, (now, wanted) => {
        const end = carryOutAll(now, planModel(now, file(wanted), true));
        assert.deepEqual(compareMatrix(end.matrix, wanted.matrix), []);
        assert.deepEqual(compareTeams(end.teams, wanted.teams), []);
        assert.deepEqual(planModel(end, file(wanted), true).steps, []);
      }),
      { numRuns: 300 },
    );
  });
});

const ids = ["a", "b", "c", "d", "e"];
const kindIds = ["k1", "k2", "k3"];

/** Models without problems: teams turn only to teams later in a random order. */
const models: fc.Arbitrary<Model> = fc
  .record({
    order: fc.shuffledSubarray(ids),
    kinds: fc.shuffledSubarray(kindIds, { minLength: 1 }),
    kindOf: fc.array(fc.nat(2), { minLength: ids.length, maxLength: ids.length }),
    turnsTo: fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }),
    named: fc.array(fc.nat(4), { maxLength: 4 }),
  })
  .map(({ order, kinds, kindOf, turnsTo, named }) => {
    const kindFor = (index: number): string => kinds[(kindOf[index] ?? 0) % kinds.length] ?? "";
    const teams = order.map((id, index) =>
      teamOf(
        id,
        kindFor(index),
        order.slice(index + 1).filter((_, later) => turnsTo[index * 5 + later] === true),
      ),
    );
    const owners = named.flatMap((index) => teams[index] ?? []).map(({ id, kind }) => ({ kind, team: id }));
    return { matrix: matrixOf(kinds, owners), teams };
  })
  .filter((model) => checkModel(model).length === 0);
