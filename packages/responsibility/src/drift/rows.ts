// Rows that nobody answers for, and teams that answer and cannot be reached.
import { ownershipOf } from "../compile/named-operations.ts";
import type { Contacts, Matrix, Model, Responsibility } from "../model.ts";
import { expandOperations } from "../operations.ts";
import type { ResolvedTeam, ResolvedTeams } from "../resolve.ts";
import { type Finding, makeFinding } from "./finding.ts";

/** The first row by id that names an operation for a team. */
export function rowNaming({ responsibilities }: Matrix, team: ResolvedTeam, operation: string): string | null {
  const naming = responsibilities.filter((row) =>
    expandOperations(ownershipOf(row, team)?.operations ?? []).has(operation),
  );
  return naming.map(({ id }) => id).sort()[0] ?? null;
}

/** A kind that has no team at all is one finding, however many rows wait for it. */
export function findRowsWithoutOwner({ matrix }: Model, { teams }: ResolvedTeams): Finding[] {
  const shown = matrix.responsibilities.filter(({ hidden }) => !hidden);
  const known = new Set(matrix.kinds.map(({ id }) => id));
  const ofKinds = matrix.kinds.flatMap(({ id, title }) => {
    const waiting = shown.filter(({ owners }) => owners[id]?.team === "").length;
    if (waiting === 0 || teams.some(({ kind }) => kind.id === id)) return [];
    const text = `there is no team of the kind ${title}, which answers for ${waiting} ${waiting === 1 ? "row" : "rows"}`;
    return [makeFinding({ kind: "row-without-owner", risk: "medium", text }, "kind", id)];
  });
  const ofRows = shown.flatMap((row) => {
    const reason = reasonForNoOwner(row, known, teams);
    if (reason === null) return [];
    const text = `nobody answers for "${row.name}": ${reason}`;
    return [makeFinding({ kind: "row-without-owner", risk: "medium", text, responsibility: row.id }, row.id)];
  });
  return [...ofKinds, ...ofRows];
}

function reasonForNoOwner(
  row: Responsibility,
  known: ReadonlySet<string>,
  teams: readonly ResolvedTeam[],
): string | null {
  const owners = Object.entries(row.owners).sort(([a], [b]) => (a < b ? -1 : 1));
  if (owners.length === 0) return "it has no owner";
  const missing = owners.flatMap(([kind, { team, part }]) => {
    if (teams.some((one) => one.kind.id === kind && ownershipOf(row, one) !== undefined)) return [];
    const forPart = part === "" ? "" : ` for its part "${part}"`;
    if (team !== "") return [`there is no team ${team}${forPart}`];
    return known.has(kind) ? [] : [`there is no kind of team ${kind}`];
  });
  return missing.length === 0 ? null : missing.join(", and ");
}

/** Teams that answer for something and have no contact at all. */
export function findTeamsWithoutContact({ matrix }: Model, { teams }: ResolvedTeams): Finding[] {
  return teams.flatMap((team) => {
    const { id, name, contacts } = team.team;
    const rows = matrix.responsibilities.filter((row) => ownershipOf(row, team) !== undefined);
    if (rows.length === 0 || hasContact(contacts)) return [];
    const text = `team ${name} answers for ${rows.length} rows and has no contact: nobody can turn to it`;
    return [makeFinding({ kind: "team-without-contact", risk: "medium", text, team: id }, id)];
  });
}

const hasContact = ({ chat, email, onCall, ticket }: Contacts): boolean =>
  [chat, email, onCall, ticket].some((contact) => contact !== "");
