// Which rows of a list are shown, and in which order. Lists may have ten thousand rows: what can be kept from one letter
// that is typed to the next is kept.
import { useMemo } from "react";

export interface Sorting<Item> {
  readonly by: ((item: Item) => string | number) | undefined;
  readonly down: boolean;
}

/** Rows whose text has every word of `search`. Keep `textOf` the same from one drawing to the next. */
export function useShownRows<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  search: string,
  { by, down }: Sorting<Item>,
): readonly Item[] {
  const texts = useMemo(() => makeOnce(() => items.map((item) => textOf(item).toLowerCase())), [items, textOf]);
  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return items;
    const known = texts();
    return items.filter((_, index) => words.every((word) => known[index]?.includes(word)));
  }, [items, texts, search]);
  return useMemo(() => {
    if (by === undefined) return found;
    const direction = down ? -1 : 1;
    return found.toSorted((a, b) => direction * compare(by(a), by(b)));
  }, [found, by, down]);
}

/** Nobody searches most of the lists that are opened: their texts are not made. */
function makeOnce<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** One for all: `localeCompare` would make a new one for each of the comparisons that ten thousand rows need. */
const collator = new Intl.Collator("en", { numeric: true });

const compare = (a: string | number, b: string | number): number =>
  typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
