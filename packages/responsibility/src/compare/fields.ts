// A thing of the model as a set of fields with values, so that whatever the model gains later is compared too.
import type { FieldChange } from "./difference.ts";

interface FieldValue {
  readonly field: string;
  /** What makes two values the same. */
  readonly key: string;
  /** What people read. */
  readonly text: string;
}

/** Lists whose order says something; the others are sets. */
const ordered: ReadonlySet<string> = new Set(["escalation"]);

/** What is not given is no field: an empty text, an empty list, false. */
function* listFields(value: unknown, field: string): Generator<FieldValue> {
  if (Array.isArray(value)) {
    if (value.length === 0) return;
    if (ordered.has(field)) yield { field, key: JSON.stringify(value), text: value.join(" → ") };
    else for (const item of value) yield { field, key: keyOf(item), text: renderItem(item) };
  } else if (typeof value === "object" && value !== null) {
    for (const [name, below] of Object.entries(value))
      yield* listFields(below, field === "" ? name : `${field}.${name}`);
  } else if (value !== "" && value !== false && value !== undefined) {
    yield { field, key: JSON.stringify(value), text: render(value) };
  }
}

/** The same for the same content, in whatever order its fields were written. */
const keyOf = (item: unknown): string =>
  JSON.stringify(typeof item === "object" && item !== null ? Object.entries(item).sort(byName) : item);

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const renderItem = (item: unknown): string =>
  typeof item === "object" && item !== null ? Object.values(item).map(render).join(" ") : render(item);

const render = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What differs between two things, in the order of the fields; nothing when they mean the same. */
export function diffFields(before: unknown, after: unknown): readonly FieldChange[] {
  const [old, now] = [before, after].map((thing) => groupByField(thing)) as [Grouped, Grouped];
  const fields = [...new Set([...now.keys(), ...old.keys()])];
  return fields.flatMap((field) => diffField(field, old.get(field) ?? new Map(), now.get(field) ?? new Map()));
}

/** Field → what is in it, by key. */
type Grouped = Map<string, Map<string, string>>;

function groupByField(thing: unknown): Grouped {
  const grouped: Grouped = new Map();
  for (const { field, key, text } of listFields(thing, "")) {
    const values = grouped.get(field) ?? new Map<string, string>();
    grouped.set(field, values.set(key, text));
  }
  return grouped;
}

function diffField(
  field: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly FieldChange[] {
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, text]) => text);
  const come = [...after].filter(([key]) => !before.has(key)).map(([, text]) => text);
  const [old, now] = [gone[0], come[0]];
  // One value in place of one other reads best as a change; in a list it is one out and one in.
  if (old !== undefined && now !== undefined && before.size === 1 && after.size === 1) {
    return [{ field, before: old, after: now }];
  }
  return [
    ...gone.map((text) => ({ field, before: text, after: null })),
    ...come.map((text) => ({ field, before: null, after: text })),
  ];
}
