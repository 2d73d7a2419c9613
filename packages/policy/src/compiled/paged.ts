// Persistent vectors: a change copies one page and the list of pages, everything else is shared with the old version.

const BITS = 8;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;

/** A vector of T, read by number; what was never set reads as undefined. */
export type Paged<T> = readonly (readonly (T | undefined)[] | undefined)[];

export function getAt<T>(vector: Paged<T>, at: number): T | undefined {
  return vector[at >>> BITS]?.[at & MASK];
}

/** A copy with one element set. */
export function setAt<T>(vector: Paged<T>, at: number, value: T | undefined): Paged<T> {
  const pages = vector.slice();
  const page = pages[at >>> BITS]?.slice() ?? [];
  while (page.length <= (at & MASK)) page.push(undefined);
  page[at & MASK] = value;
  while (pages.length < at >>> BITS) pages.push(undefined);
  pages[at >>> BITS] = page;
  return pages;
}

export function fromArray<T>(values: readonly (T | undefined)[]): Paged<T> {
  const pages: (T | undefined)[][] = [];
  for (let at = 0; at < values.length; at += SIZE) pages.push(values.slice(at, at + SIZE));
  return pages;
}
