// A page of what a filter keeps that the database cannot evaluate: reads on in steps until the page is full.
import { type Page, type PageRequest, toPage } from "./paging.ts";

const stepSize = 500;

export interface PageSource<T> {
  /** Up to `limit` rows after the key, in the list's order. */
  readonly read: (after: readonly string[] | null, limit: number) => Promise<readonly T[]>;
  readonly keyOf: (row: T) => readonly string[];
  /** Absent: everything. */
  readonly keep?: ((row: T) => boolean) | undefined;
}

export async function collectPage<T>(page: PageRequest, { read, keyOf, keep }: PageSource<T>): Promise<Page<T>> {
  const wanted = page.size + 1;
  if (keep === undefined) return toPage(page, await read(page.after, wanted), keyOf);
  const found: T[] = [];
  let after = page.after;
  while (found.length < wanted) {
    const rows = await read(after, stepSize);
    found.push(...rows.filter(keep));
    const last = rows.at(-1);
    if (last === undefined || rows.length < stepSize) break;
    after = keyOf(last);
  }
  return toPage(page, found, keyOf);
}
