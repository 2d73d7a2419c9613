// What the rows name for a team.
import { findPermission } from "@remit/policy";
import type { Matrix, Ownership, Responsibility } from "../model.ts";
import { expandOperations } from "../operations.ts";
import type { ResolvedTeam } from "../resolve.ts";
import type { Named } from "./compiled.ts";

/** The team's part in a row; undefined when it has none, or the row is hidden. */
export function ownershipOf(row: Responsibility, { team, kind }: ResolvedTeam): Ownership | undefined {
  if (row.hidden || !Object.hasOwn(row.owners, kind.id)) return undefined;
  const ownership = row.owners[kind.id];
  return ownership === undefined || (ownership.team !== "" && ownership.team !== team.id) ? undefined : ownership;
}

/** Operation → ids of the rows that name it for the team, both sorted. What does nothing yet is left out. */
export function nameOperations({ responsibilities }: Matrix, team: ResolvedTeam): Named {
  const rowsOf = new Map<string, Set<string>>();
  for (const row of responsibilities) {
    for (const operation of expandOperations(ownershipOf(row, team)?.operations ?? [])) {
      if (findPermission(operation)?.inert !== false) continue;
      rowsOf.set(operation, (rowsOf.get(operation) ?? new Set()).add(row.id));
    }
  }
  return new Map([...rowsOf].sort(byKey).map(([operation, rows]) => [operation, [...rows].sort()]));
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
