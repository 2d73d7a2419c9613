// What spans the matrix and the teams, and the teams among each other.
import type { Model, Team } from "../model.ts";
import { findCircles } from "./escalation.ts";
import { matrixLimits as limits } from "./limits.ts";
import { noteRepeats } from "./lists.ts";
import { at, collectProblems, note, noteUnknown, type Place, type Problem } from "./problem.ts";

/**
 * What is wrong between parts that `checkMatrix` and `checkTeam` accepted: a matrix that no longer fits the teams, teams
 * that name each other. Paths begin with "matrix" or "teams" and the team's position.
 */
export function checkModel({ matrix, teams }: Model): readonly Problem[] {
  const [, problems] = collectProblems((top) => {
    noteTeams(at(top, "teams"), teams, new Set(matrix.kinds.map(({ id }) => id)));
    const byId = new Map(teams.map((team) => [team.id, team]));
    for (const [index, row] of matrix.responsibilities.entries()) {
      for (const [kind, { team }] of Object.entries(row.owners)) {
        noteOwner(at(top, "matrix", "responsibilities", index, "owners", kind, "team"), kind, team, byId);
      }
    }
    noteEscalations(at(top, "teams"), teams, byId);
  });
  return problems;
}

function noteTeams(place: Place, teams: readonly Team[], kinds: ReadonlySet<string>): void {
  if (teams.length > limits.teams) note(place, `must have at most ${limits.teams} entries, and has ${teams.length}`);
  const ids = teams.map(({ id }) => id);
  noteRepeats(place, ids, ["id"]);
  for (const [index, { kind }] of teams.entries()) {
    if (!kinds.has(kind)) noteUnknown(at(place, index, "kind"), "kind of team", kind, [...kinds]);
  }
}

function noteOwner(place: Place, kind: string, id: string, byId: ReadonlyMap<string, Team>): void {
  if (id === "") return;
  const team = byId.get(id);
  if (team === undefined) noteUnknown(place, "team", id, idsOfKind(byId, kind));
  else if (team.kind !== kind) note(place, `team ${id} is of kind ${team.kind}, and the owner must be of kind ${kind}`);
}

const idsOfKind = (byId: ReadonlyMap<string, Team>, kind: string): string[] =>
  [...byId.values()].filter((team) => team.kind === kind).map(({ id }) => id);

function noteEscalations(place: Place, teams: readonly Team[], byId: ReadonlyMap<string, Team>): void {
  const ids = [...byId.keys()];
  for (const [index, { escalation }] of teams.entries()) {
    for (const [position, id] of escalation.entries()) {
      if (!byId.has(id)) noteUnknown(at(place, index, "escalation", position), "team", id, ids);
    }
  }
  const indexes = new Map(teams.map(({ id }, index) => [id, index]));
  for (const circle of findCircles(new Map(teams.map(({ id, escalation }) => [id, escalation])))) {
    const first = circle[0] ?? "";
    note(at(place, indexes.get(first) ?? 0, "escalation"), () => `goes in a circle: ${renderCircle(circle)}`);
  }
}

const circleShown = 10;

function renderCircle(circle: readonly string[]): string {
  const shown = circle.length > circleShown ? [...circle.slice(0, circleShown), "…"] : circle;
  return [...shown, circle[0]].join(" → ");
}
