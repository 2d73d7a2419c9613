// A compiled policy at one moment. What a snapshot points at is never changed; id tables and the arena only grow, and
// what exists of each type is listed when first asked for.
import type { CustomRole } from "../types.ts";
import type { Arena } from "./arena.ts";
import type { Holders, Lists } from "./holders.ts";
import type { Ids } from "./ids.ts";
import type { Marks } from "./marks.ts";
import type { Paged } from "./paged.ts";
import { type CompiledVocabulary, PROJECTS, typeNumber } from "./vocabulary.ts";

/** The existing resources of one type. */
export interface Live {
  readonly ids: readonly string[];
  readonly marks: Marks;
}

/** Everything that decisions read. Opaque to callers: use the functions of this package. */
export interface Snapshot {
  readonly account: string;
  readonly vocabulary: CompiledVocabulary;
  readonly ids: Ids;
  readonly arena: Arena;
  /** Integers of the arena that were live when it was made: tells `apply` when it is time for a new one. */
  readonly arenaLive: number;
  /** Where records start in the arena, by number; 0 or beyond the end: there is none. */
  readonly principals: Int32Array;
  readonly groups: Int32Array;
  readonly roles: Int32Array;
  /** Every role has a direct table for the Namespaces with numbers below this, at least. */
  readonly directCover: number;
  /** By type, by number: 0 does not exist, 1 exists outside any project, otherwise its project's number + 2. */
  readonly places: readonly Int32Array[];
  /** By type; worked out when first asked for. */
  readonly live: readonly { known: Live | null }[];
  /** By child type: project number to the numbers of what lies in it. */
  readonly children: readonly Lists[];
  readonly roleSources: Paged<CustomRole>;
  readonly groupNames: Paged<string>;
  readonly groupHolders: Holders;
  readonly principalNames: Paged<string>;
  readonly principalHolders: Holders;
}

export const ABSENT = 0;
export const WITHOUT_PROJECT = 1;
/** Added to a project's number in a child's place. */
export const PLACE_OFFSET = 2;

/** The place of a resource; `ABSENT` when it does not exist in this snapshot. */
export function placeOf(snapshot: Snapshot, type: number, number: number): number {
  return snapshot.places[type]?.[number] ?? ABSENT;
}

/** A question about an existing resource, in numbers. */
export interface Target {
  readonly operation: number;
  readonly type: number;
  readonly number: number;
}

/** The project, -1 if none, that a resource is or lies in; a project that is gone is none. */
export function projectOf(snapshot: Snapshot, type: number, number: number): number {
  if (type === PROJECTS) return number;
  const place = placeOf(snapshot, type, number);
  if (place < PLACE_OFFSET) return -1;
  const project = place - PLACE_OFFSET;
  return placeOf(snapshot, PROJECTS, project) === ABSENT ? -1 : project;
}

/** Resolves names to numbers, or says which of them is not known or does not fit. */
export function resolveTarget(
  snapshot: Snapshot,
  operation: string,
  type: string,
  id: string,
): Target | "unknown-operation" | "unknown-resource" | "operation-does-not-fit-resource" {
  const { vocabulary } = snapshot;
  const number = vocabulary.numbers.get(operation);
  if (number === undefined) return "unknown-operation";
  const t = typeNumber(type);
  if (t < 0) return "unknown-resource";
  // An inert operation is valid nowhere by its mask, yet it is a known one: it is simply granted to nobody.
  const fits = vocabulary.source.operations[number]?.resourceTypes.some((valid) => valid === type) ?? false;
  if (!fits) return "operation-does-not-fit-resource";
  const resource = snapshot.ids.resources[t]?.numbers.get(id);
  if (resource === undefined || placeOf(snapshot, t, resource) === ABSENT) return "unknown-resource";
  return { operation: number, type: t, number: resource };
}

/** Whether a resource exists in this snapshot. */
export function resourceExists(snapshot: Snapshot, type: string, id: string): boolean {
  const t = typeNumber(type);
  const number = snapshot.ids.resources[t]?.numbers.get(id);
  return number !== undefined && placeOf(snapshot, t, number) !== ABSENT;
}
