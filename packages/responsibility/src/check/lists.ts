// Lists: how many, each item at its place, nothing twice.
import { at, note, type Place, quoteShort } from "./problem.ts";

/** Each item read at its position; what is past the limit is noted once and not looked at. */
export function readList<Input, Item>(
  place: Place,
  items: readonly Input[] | undefined,
  max: number,
  read: (place: Place, item: Input) => Item,
): Item[] {
  const given = items ?? [];
  if (given.length > max) note(place, `must have at most ${max} entries, and has ${given.length}`);
  return given.slice(0, max).map((item, index) => read(at(place, index), item));
}

/** A list of names, none of them twice. */
export function readNames(
  place: Place,
  names: readonly string[] | undefined,
  max: number,
  read: (place: Place, name: string) => string,
): string[] {
  const each = readList(place, names, max, read);
  noteRepeats(place, each, []);
  return each;
}

/** Notes each entry whose name an earlier one has; `field` is where the name stands in an entry. */
export function noteRepeats(place: Place, names: readonly string[], field: readonly string[]): void {
  const first = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, index);
    else if (name !== "")
      note(at(place, index, ...field), `${quoteShort(name)} is there already, as entry ${earlier + 1}`);
  }
}
