// What stands elsewhere than before, in things whose order is shown.
import type { Difference } from "./difference.ts";
import { findMoved } from "./order.ts";

/** A thing in its list; the whole matrix has one list of categories, and one of rows for each category. */
export interface Placed {
  readonly id: string;
  readonly name: string;
  readonly list: string;
}

/** One difference for each thing of both that changed its list, or its place among those that stayed in its list. */
export function diffPlaces(
  what: Difference["what"],
  before: readonly Placed[],
  after: readonly Placed[],
): readonly Difference[] {
  const old = findPositions(before);
  const now = findPositions(after);
  const stayed = ({ id, list }: Placed): boolean => old.get(id)?.list === list && now.get(id)?.list === list;
  const moved = new Set<string>();
  for (const list of new Set(after.map((placed) => placed.list))) {
    const ids = (things: readonly Placed[]) =>
      things.filter((each) => each.list === list && stayed(each)).map(({ id }) => id);
    for (const id of findMoved(ids(before), ids(after))) moved.add(id);
  }
  return after.flatMap(({ id, name, list }): Difference[] => {
    const [from, to] = [old.get(id), now.get(id)];
    if (from === undefined || to === undefined) return [];
    if (from.list !== list) {
      return [{ change: "moved", what, id, name, fields: [{ field: "category", before: from.list, after: list }] }];
    }
    if (!moved.has(id)) return [];
    const fields = [{ field: "position", before: String(from.position), after: String(to.position) }];
    return [{ change: "moved", what, id, name, fields }];
  });
}

/** Id → its list and position in it, counted from 1. */
function findPositions(things: readonly Placed[]): ReadonlyMap<string, { list: string; position: number }> {
  const counts = new Map<string, number>();
  return new Map(
    things.map(({ id, list }) => {
      const position = (counts.get(list) ?? 0) + 1;
      counts.set(list, position);
      return [id, { list, position }];
    }),
  );
}
