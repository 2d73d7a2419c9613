// One call of a story: a request in JSON, in which {{names}} stand for what earlier answers gave. Plain data, so that
// programs in other languages can make the same calls.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Step {
  readonly rpc: string;
  /** Its last text is one that could be another, so that a different request can be made of it. */
  readonly request: JsonObject;
  /** Name → where its value stands in the answer, by a dotted path. */
  readonly keep?: Readonly<Record<string, string>>;
  /** The code that it must be refused with, by name; absent: it is accepted. */
  readonly refused?: string;
}

/** What stands for each name so far. */
export type Names = Map<string, string>;

/** @throws Error for a name that no step before kept */
export function fillIn<Value extends Json>(value: Value, names: ReadonlyMap<string, string>): Value {
  const walk = (inner: Json): Json => {
    if (typeof inner === "string") return inner.replace(/\{\{(\w+)\}\}/g, (_, name: string) => findName(names, name));
    if (inner === null || typeof inner !== "object") return inner;
    if (Array.isArray(inner)) return inner.map(walk);
    const entries = Object.entries(inner as JsonObject);
    return Object.fromEntries(entries.map(([key, item]) => [walk(key) as string, walk(item)]));
  };
  return walk(value) as Value;
}

function findName(names: ReadonlyMap<string, string>, name: string): string {
  const value = names.get(name);
  if (value === undefined) throw new Error(`no step before has kept {{${name}}}`);
  return value;
}

/** What stands at a dotted path; undefined where there is nothing. */
export const readAt = (value: Json | undefined, path: string): Json | undefined =>
  path
    .split(".")
    .reduce<Json | undefined>(
      (inner, key) =>
        typeof inner === "object" && inner !== null ? (inner as Record<string, Json | undefined>)[key] : undefined,
      value,
    );

/** A scalar as text, anything else as JSON. */
export const toText = (value: Json | undefined): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);
