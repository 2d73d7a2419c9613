// One field of one thing, as another version of the matrix has it.
import type { Conflict, Matrix } from "@remit/responsibility";
import type { Edit } from "./edits.ts";

const lists = {
  kind: "kinds",
  category: "categories",
  responsibility: "responsibilities",
  question: "framework",
  "go-link": "goLinks",
} as const;

/** Everything else stays as it is. */
export const takeField =
  (source: Matrix, { what, id, field }: Pick<Conflict, "what" | "id" | "field">): Edit =>
  (matrix) => {
    if (what === "team") return matrix;
    const path = field === "" ? [] : field.split(".");
    if (what === "settings") return copyPath(matrix, source, path) as Matrix;
    const list = lists[what];
    const idOf = (thing: object): unknown => Reflect.get(thing, what === "go-link" ? "name" : "id");
    const theirs = source[list].find((thing) => idOf(thing) === id);
    const mine = matrix[list].find((thing) => idOf(thing) === id);
    if (theirs === undefined) return { ...matrix, [list]: matrix[list].filter((thing) => thing !== mine) };
    if (mine === undefined) return { ...matrix, [list]: [...matrix[list], theirs] };
    const taken = copyPath(mine, theirs, path);
    return { ...matrix, [list]: matrix[list].map((thing) => (thing === mine ? taken : thing)) };
  };

/** `into` with what `from` has at the path; a field that `from` does not have goes. */
function copyPath(into: object, from: object, [first, ...rest]: readonly string[]): object {
  if (first === undefined) return from;
  const { [first]: mine, ...others } = into as Readonly<Record<string, unknown>>;
  const theirs = Object.hasOwn(from, first) ? (from as Readonly<Record<string, unknown>>)[first] : undefined;
  if (theirs === undefined) return others;
  const isDeeper =
    rest.length > 0 && typeof mine === "object" && mine !== null && typeof theirs === "object" && theirs !== null;
  return { ...into, [first]: isDeeper ? copyPath(mine, theirs, rest) : theirs };
}
