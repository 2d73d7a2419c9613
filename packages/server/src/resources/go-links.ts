// Where a go-link leads, as the matrix says.
import { nearest } from "@remit/policy";
import type { Database } from "../store/database.ts";
import { readMatrix } from "../store/matrix.ts";
import { toMatrix } from "./model.ts";

/** The address of a name, or null with the names that are nearest to it. */
export async function findGoLink(
  { db }: Database,
  name: string,
): Promise<{ readonly url: string } | { readonly url: null; readonly nearest: readonly string[] }> {
  const { goLinks } = toMatrix(await readMatrix(db));
  const found = goLinks.find((link) => link.name === name);
  if (found !== undefined) return { url: found.url };
  const near = nearest(
    name,
    goLinks.map((link) => link.name),
  );
  return { url: null, nearest: near === null ? [] : [near] };
}
