import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Matrix, Team } from "../model.ts";
import { template } from "../template/template.ts";
import { findCircles } from "./escalation.ts";
import { checkModel } from "./model.ts";
import { checkTeam } from "./team.ts";

function team(id: string, kind: string, escalation: readonly string[] = []): Team {
  return checkTeam(id, { name: id, kind, escalation }, template).team;
}

const teams = [team("sre", "platform"), team("payments", "application", ["sre"])];

/** The template with one row owned by one team. */
function ownedBy(id: string): Matrix {
  const [first] = template.responsibilities;
  const owner = { share: "responsible" as const, part: "", team: id, operations: [] };
  return { ...template, responsibilities: first === undefined ? [] : [{ ...first, owners: { platform: owner } }] };
}

function problemsOf(matrix: Matrix, of: readonly Team[]): string[] {
  return checkModel({ matrix, teams: of }).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("checkModel", () => {
  it("accepts teams that fit the matrix, and a row owned by one of them", () => {
    assert.deepEqual(problemsOf(template, teams), []);
    assert.deepEqual(problemsOf(ownedBy("sre"), teams), []);
  });

  it("refuses an owner that is not there or of another kind", () => {
    const at = "matrix.responsibilities.0.owners.platform.team";
    assert.deepEqual(problemsOf(ownedBy("srr"), teams), [`${at}: there is no team "srr"; did you mean sre?`]);
    assert.deepEqual(problemsOf(ownedBy("payments"), teams), [
      `${at}: team payments is of kind application, and the owner must be of kind platform`,
    ]);
  });

  it("finds teams of a kind that the matrix has no more, and ids that two teams have", () => {
    assert.deepEqual(problemsOf({ ...template, kinds: template.kinds.slice(0, 1) }, [...teams, ...teams.slice(0, 1)]), [
      'teams.2.id: "sre" is there already, as entry 1',
      'teams.1.kind: there is no kind of team "application"; known: platform',
    ]);
  });

  it("refuses to escalate to a team that is not there, or in a circle", () => {
    assert.deepEqual(problemsOf(template, [team("a", "platform", ["plattform"]), team("platform", "platform")]), [
      'teams.0.escalation.0: there is no team "plattform"; did you mean platform?',
    ]);
    const circle = [
      team("x", "platform", ["a"]),
      team("a", "platform", ["b"]),
      team("b", "platform", ["c"]),
      team("c", "platform", ["a"]),
    ];
    assert.deepEqual(problemsOf(template, circle), ["teams.1.escalation: goes in a circle: a → b → c → a"]);
  });

  it("takes a chain as long as there may be teams, and says when there are more", () => {
    const chain = Array.from({ length: 2001 }, (_, index) =>
      team(`t${index}`, "platform", index === 0 ? [] : [`t${index - 1}`]),
    );
    assert.deepEqual(problemsOf(template, chain.slice(0, 2000).reverse()), []);
    assert.deepEqual(problemsOf(template, chain), ["teams: must have at most 2000 entries, and has 2001"]);
  });
});

describe("findCircles", () => {
  it("finds one exactly when a team can be reached from itself", () => {
    const nodes = ["a", "b", "c", "d", "e"];
    const graph = fc.tuple(...nodes.map(() => fc.uniqueArray(fc.constantFrom(...nodes), { maxLength: 3 })));
    fc.assert(
      fc.property(graph, (edges) => {
        const next = new Map(nodes.map((id, index) => [id, edges[index] ?? []]));
        const circles = findCircles(next);
        assert.equal(
          circles.length > 0,
          nodes.some((id) => reaches(next, id)),
        );
        for (const circle of circles) {
          for (const [index, id] of circle.entries()) {
            const following = circle[(index + 1) % circle.length] ?? "";
            assert.ok(next.get(id)?.includes(following), circle.join());
          }
        }
      }),
    );
  });
});

function reaches(next: ReadonlyMap<string, readonly string[]>, start: string): boolean {
  const seen = new Set<string>();
  const open = [...(next.get(start) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === start) return true;
    if (!seen.has(id)) open.push(...(next.get(id) ?? []));
    seen.add(id);
  }
  return false;
}
