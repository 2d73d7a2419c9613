// Two versions of a set of things with ids: what came, what went, what is different in those that stayed.
import type { Difference } from "./difference.ts";
import { diffFields } from "./fields.ts";

/** How things of one sort are told apart and called. */
export interface Sort<Thing> {
  readonly what: Difference["what"];
  readonly id: (thing: Thing) => string;
  readonly name: (thing: Thing) => string;
  /** What is compared; where a thing stands and whether it is hidden are differences of their own. */
  readonly content: (thing: Thing) => object;
}

/** Added and changed things in the order of `after`, then those removed. */
export function diffThings<Thing extends object>(
  before: readonly Thing[],
  after: readonly Thing[],
  { what, id, name, content }: Sort<Thing>,
): readonly Difference[] {
  const old = new Map(before.map((thing) => [id(thing), thing]));
  const now = new Set(after.map(id));
  const describe = (change: Difference["change"], thing: Thing, fields: Difference["fields"] = []): Difference => ({
    change,
    what,
    id: id(thing),
    name: name(thing),
    fields,
  });
  return [
    ...after.flatMap((thing) => {
      const earlier = old.get(id(thing));
      if (earlier === undefined) return [describe("added", thing, diffFields({}, thing))];
      const fields = diffFields(content(earlier), content(thing));
      const [wasHidden, hidden] = [isHidden(earlier), isHidden(thing)];
      return [
        ...(wasHidden === hidden ? [] : [describe(hidden ? "hidden" : "shown", thing)]),
        ...(fields.length === 0 ? [] : [describe("changed", thing, fields)]),
      ];
    }),
    ...before.filter((thing) => !now.has(id(thing))).map((thing) => describe("removed", thing)),
  ];
}

const isHidden = (thing: object): boolean => "hidden" in thing && thing.hidden === true;
