// Ids as dense integers. The tables only grow: an id keeps its number for ever, so every snapshot of one lineage can
// share them, and whether a thing exists is said by the snapshot, never by these tables.
import { typeNames } from "./vocabulary.ts";

/** Ids of one kind, both ways. */
export interface IdTable {
  readonly numbers: Map<string, number>;
  readonly names: string[];
}

/** All id tables of a lineage of snapshots. */
export interface Ids {
  /** By resource type number; custom roles and projects among them. */
  readonly resources: readonly IdTable[];
  readonly groups: IdTable;
  readonly principals: IdTable;
}

export function createIds(): Ids {
  return { resources: typeNames.map(createIdTable), groups: createIdTable(), principals: createIdTable() };
}

function createIdTable(): IdTable {
  return { numbers: new Map(), names: [] };
}

/** The number of an id, given one if it is new. */
export function numberFor(table: IdTable, id: string): number {
  const known = table.numbers.get(id);
  if (known !== undefined) return known;
  const number = table.names.length;
  table.numbers.set(id, number);
  table.names.push(id);
  return number;
}

/** The id table of a resource type; there is one for each. */
export function tableOf(ids: Ids, type: number): IdTable {
  const table = ids.resources[type];
  if (table === undefined) throw new RangeError(`no resource type has the number ${type}`);
  return table;
}
