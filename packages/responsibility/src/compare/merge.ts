// Two people tailored the same matrix: what both changed together, and where they changed the same thing differently.
import type { Matrix, Team } from "../model.ts";
import type { Difference } from "./difference.ts";
import { mergeOrder } from "./merge-order.ts";

/** The same field, changed by both and not alike. */
export interface Conflict {
  readonly what: Difference["what"];
  /** Of the thing; empty for settings, of which there is one. */
  readonly id: string;
  readonly name: string;
  /** Field names with dots, "owners.platform.share"; empty when one side removed the whole thing. */
  readonly field: string;
  /** Each side's value; null: removed, or not there. */
  readonly mine: string | null;
  readonly theirs: string | null;
}

/** Which side's value stands. */
export type Choose = (conflict: Conflict) => "mine" | "theirs";

export interface Merged<Value> {
  readonly merged: Value;
  /** Every conflict, however it was chosen. */
  readonly conflicts: readonly Conflict[];
}

const keepMine: Choose = () => "mine";

/**
 * What both sides made of `base`. A thing that one side removed and the other changed is a conflict, and so is a field
 * that both set differently; whatever only one side touched is as that side has it. The result may break rules that
 * each side alone kept: `checkMatrix` says so.
 */
export function mergeMatrix(base: Matrix, mine: Matrix, theirs: Matrix, choose: Choose = keepMine): Merged<Matrix> {
  const conflicts: Conflict[] = [];
  const merge = { choose, conflicts };
  const titled = { id: ({ id }: Titled) => id, name: ({ title }: Titled) => title };
  const settings = ({ organization, baseline, requests }: Matrix) => ({ organization, baseline, requests });
  const at = { ...merge, what: "settings" as const, id: "", name: "" };
  const merged: Matrix = {
    ...(mergeFields(at, "", settings(base), settings(mine), settings(theirs)) as ReturnType<typeof settings>),
    kinds: mergeThings(merge, { what: "kind", ...titled }, base.kinds, mine.kinds, theirs.kinds),
    categories: mergeThings(
      merge,
      { what: "category", ...titled },
      base.categories,
      mine.categories,
      theirs.categories,
    ),
    responsibilities: mergeThings(
      merge,
      { what: "responsibility", id: ({ id }) => id, name: ({ name }) => name },
      base.responsibilities,
      mine.responsibilities,
      theirs.responsibilities,
    ),
    framework: mergeThings(
      merge,
      { what: "question", id: ({ id }) => id, name: ({ question }) => question },
      base.framework,
      mine.framework,
      theirs.framework,
    ),
    goLinks: mergeThings(
      merge,
      { what: "go-link", id: ({ name }) => name, name: ({ title }) => title },
      base.goLinks,
      mine.goLinks,
      theirs.goLinks,
    ),
  };
  return { merged, conflicts };
}

interface Titled {
  readonly id: string;
  readonly title: string;
}

/** The same for one team. */
export function mergeTeam(base: Team, mine: Team, theirs: Team, choose: Choose = keepMine): Merged<Team> {
  const conflicts: Conflict[] = [];
  const at = { choose, conflicts, what: "team" as const, id: mine.id, name: mine.name };
  return { merged: mergeFields(at, "", base, mine, theirs) as Team, conflicts };
}

interface Merging {
  readonly choose: Choose;
  readonly conflicts: Conflict[];
}

interface Sort<Thing> {
  readonly what: Difference["what"];
  readonly id: (thing: Thing) => string;
  readonly name: (thing: Thing) => string;
}

function mergeThings<Thing extends object>(
  merging: Merging,
  sort: Sort<Thing>,
  base: readonly Thing[],
  mine: readonly Thing[],
  theirs: readonly Thing[],
): readonly Thing[] {
  const [before, own, other] = [base, mine, theirs].map((things) => new Map(things.map((one) => [sort.id(one), one])));
  const order = mergeOrder(base.map(sort.id), mine.map(sort.id), theirs.map(sort.id));
  return order.flatMap((id) => {
    const thing = mergeThing(merging, sort, id, before?.get(id), own?.get(id), other?.get(id));
    return thing === undefined ? [] : [thing];
  });
}

/** Undefined: it is not there, before or now. */
function mergeThing<Thing extends object>(
  merging: Merging,
  { what, name }: Sort<Thing>,
  id: string,
  before: Thing | undefined,
  mine: Thing | undefined,
  theirs: Thing | undefined,
): Thing | undefined {
  if (isSame(mine, before)) return theirs;
  if (isSame(theirs, before) || isSame(mine, theirs)) return mine;
  const known = mine ?? theirs;
  const at = { ...merging, what, id, name: known === undefined ? "" : name(known) };
  if (mine !== undefined && theirs !== undefined) return mergeFields(at, "", before ?? {}, mine, theirs) as Thing;
  return settle(at, "", mine, theirs);
}

type At = Merging & Pick<Conflict, "what" | "id" | "name">;

/** Field by field, down to values that are no objects: lists are one value. */
function mergeFields(at: At, path: string, before: object, mine: object, theirs: object): object {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const fields = names.flatMap((name) => {
    const [was, own, other] = [before, mine, theirs].map((one) =>
      Object.hasOwn(one, name) ? Reflect.get(one, name) : undefined,
    );
    const value = mergeValue(at, path === "" ? name : `${path}.${name}`, was, own, other);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(fields);
}

function mergeValue(at: At, path: string, was: unknown, own: unknown, other: unknown): unknown {
  if (isSame(own, was)) return other;
  if (isSame(other, was) || isSame(own, other)) return own;
  if (isPlain(own) && isPlain(other)) return mergeFields(at, path, isPlain(was) ? was : {}, own, other);
  return settle(at, path, own, other);
}

function settle<Value>({ choose, conflicts, what, id, name }: At, field: string, mine: Value, theirs: Value): Value {
  const conflict = { what, id, name, field, mine: toText(mine), theirs: toText(theirs) };
  conflicts.push(conflict);
  return choose(conflict) === "mine" ? mine : theirs;
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Alike in all fields, whatever their order. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => isSame(one, b[at]));
  if (!isPlain(a) || !isPlain(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(Reflect.get(a, name), Reflect.get(b, name)))
  );
}

const toText = (value: unknown): string | null =>
  value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);
