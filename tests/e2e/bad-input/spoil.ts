// Ways to spoil one field of a request, as JSON text: some are wrong by type, some by value, some only look harmless.
import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { type Json, type JsonObject, type Samples, sampleField } from "./samples.ts";

export interface Place {
  /** Names as in JSON, from the request down. */
  readonly path: readonly string[];
  readonly field: DescField;
}

/** A request with one place spoilt; `json` is the whole text, which no parser need accept. */
export interface Spoilt {
  readonly what: string;
  readonly json: string;
}

/** Every field that the request has, and the members of its oneofs that it has not. */
export function* placesOf(desc: DescMessage, request: JsonObject, path: readonly string[] = []): Generator<Place> {
  for (const field of desc.fields) {
    const here = [...path, field.jsonName];
    yield { path: here, field };
    const value = request[field.jsonName];
    const inner = Array.isArray(value) ? value[0] : value;
    if (field.message === undefined || field.fieldKind === "map" || !isObject(inner)) continue;
    if (field.message.typeName.startsWith("google.protobuf.")) continue;
    yield* placesOf(field.message, inner, Array.isArray(value) ? [...here, "0"] : here);
  }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The request with each spoilt value in that place, and the same of another member beside it for a oneof. */
export function* spoil(request: JsonObject, { path, field }: Place, samples: Samples): Generator<Spoilt> {
  for (const [what, raw] of spoiltValues(field, samples)) {
    yield { what: `${path.join(".")}: ${what}`, json: withRaw(request, path, raw) };
  }
}

const marker = "@@here@@";

/** The text of the request with `raw` as the value at `path`. */
function withRaw(request: JsonObject, path: readonly string[], raw: string): string {
  const copy = structuredClone(request);
  let at: JsonObject = copy;
  for (const name of path.slice(0, -1)) {
    at[name] ??= {};
    at = at[name] as JsonObject;
  }
  at[path.at(-1) ?? ""] = marker;
  return JSON.stringify(copy).replace(JSON.stringify(marker), () => raw);
}

const quoted = (text: string): string => JSON.stringify(text);
const long = quoted("x".repeat(70_000));
const otherTypes: readonly [string, string][] = [
  ["null", "null"],
  ["true", "true"],
  ["a number", "7"],
  ["a huge number", "1e400"],
  ["an empty list", "[]"],
  ["an empty object", "{}"],
  ["a dangerous object", '{"__proto__":{"a":1},"constructor":{"prototype":1}}'],
  ["a text", '"text"'],
];

const texts: readonly [string, string][] = [
  ["nothing", '""'],
  ["NUL", '"\\u0000"'],
  ["NUL inside", '"a\\u0000b"'],
  ["a lone surrogate", '"\\ud800"'],
  ["a reversed pair", '"\\udc00\\ud800"'],
  ["70,000 characters", long],
  ["300 characters", quoted("y".repeat(300))],
  ["a byte order mark", '"\\ufefftext"'],
  ["a right-to-left override", '"\\u202etxt.exe"'],
  ["only blanks", '"   "'],
  ["line ends", '"a\\r\\nx-header: 1\\u2028"'],
  ["a dangerous name", '"__proto__"'],
  ["another dangerous name", '"constructor"'],
  ["a path", '"../../../../etc/passwd"'],
  ["SQL", quoted("' OR 1=1; --")],
  ["percent signs", '"%00%2e%2e%"'],
  ["letters of many bytes", quoted("\u{1F600}".repeat(100))],
  ["composed twins", '"e\\u0301\\u00e9"'],
];

const numbers: readonly [string, string][] = [
  ["-1", "-1"],
  ["the largest int32", "2147483647"],
  ["one more than that", "2147483648"],
  ["the smallest int32", "-2147483648"],
  ["a fraction", "1.5"],
  ["a number as text", '"-7"'],
  ["NaN", '"NaN"'],
  ["Infinity", '"Infinity"'],
  ["the largest int64", '"9223372036854775807"'],
  ["one more than int64", '"9223372036854775808"'],
  ["words", '"many"'],
];

const enums: readonly [string, string][] = [
  ["an unknown number", "9999"],
  ["a negative number", "-1"],
  ["the largest number", "2147483647"],
  ["an unknown name", '"NO_SUCH_VALUE"'],
  ["zero", "0"],
  ["no name", '""'],
];

const times: readonly [string, string][] = [
  ["year 0", '"0000-01-01T00:00:00Z"'],
  ["year 1", '"0001-01-01T00:00:00Z"'],
  ["the last moment", '"9999-12-31T23:59:59.999999999Z"'],
  ["after the last moment", '"10000-01-01T00:00:00Z"'],
  ["before the first", '"-0001-01-01T00:00:00Z"'],
  ["1970", '"1970-01-01T00:00:00Z"'],
  ["a word", '"yesterday"'],
  ["31 February", '"2026-02-31T00:00:00Z"'],
  ["parts", '{"seconds":1,"nanos":1}'],
];

const durations: readonly [string, string][] = [
  ["negative", '"-1s"'],
  ["longest", '"315576000000s"'],
  ["too long", '"999999999999s"'],
  ["without unit", '"5"'],
];

const bytes: readonly [string, string][] = [
  ["not base64", '"%%%"'],
  ["half a byte", '"A"'],
  ["70,000 characters", quoted("QUJD".repeat(17_500))],
];

const maps: readonly [string, string][] = [
  ["a dangerous key", '{"__proto__":1}'],
  ["an empty key", '{"":1}'],
  ["a key with NUL", '{"\\u0000":"a"}'],
  ["a surrogate as key", '{"\\ud800":"a"}'],
  ["a long key", `{${long}:"a"}`],
  ["null inside", '{"a":null}'],
  ["a key twice", '{"a":"1","a":"2"}'],
];

function spoiltValues(field: DescField, samples: Samples): readonly [string, string][] {
  const good = JSON.stringify(sampleField(field, samples, 1) ?? "text");
  const one = field.fieldKind === "list" ? good.replace(/^\[|\]$/g, "") : good;
  switch (field.fieldKind) {
    case "list":
      return [
        ...otherTypes,
        ["null inside", "[null]"],
        ["lists inside", "[[[]]]"],
        ["the same twice", `[${one},${one}]`],
        ["5,000 items", `[${Array.from({ length: 5_000 }, () => one).join(",")}]`],
        ...valuesOf(field, samples).map(([what, raw]) => [`an item of ${what}`, `[${raw}]`] as [string, string]),
      ];
    case "map": {
      const inner = JSON.stringify(Object.values(JSON.parse(good) as JsonObject)[0] ?? null);
      const keys = ["__proto__", "", "\u0000", "\ud800", "constructor", "k".repeat(70_000), "no.such", "a b"];
      const many = Array.from({ length: 3_000 }, (_, index) => `"k${index}":${inner}`).join(",");
      return [
        ...otherTypes,
        ...maps,
        ...keys.map((key) => [`the key ${quoted(key).slice(0, 20)}`, `{${quoted(key)}:${inner}}`] as [string, string]),
        ["3,000 keys", `{${many}}`],
      ];
    }
    default:
      return [...otherTypes, ...valuesOf(field, samples), ["a good value", good]];
  }
}

function valuesOf(field: DescField, samples: Samples): readonly [string, string][] {
  const type = field.message?.typeName;
  if (type === "google.protobuf.Timestamp") return times;
  if (type === "google.protobuf.Duration") return durations;
  if (type !== undefined)
    return [
      ["an unknown field", '{"noSuchField":1}'],
      ["depth", `${'{"a":'.repeat(300)}1${"}".repeat(300)}`],
    ];
  if (field.enum !== undefined) return enums;
  if (field.scalar === ScalarType.STRING) return [...texts, ...foreignIds(field, samples)];
  if (field.scalar === ScalarType.BYTES) return bytes;
  if (field.scalar === ScalarType.BOOL)
    return [
      ["a word", '"yes"'],
      ["one", "1"],
    ];
  return numbers;
}

/** Ids of things of another type. */
function foreignIds(field: DescField, samples: Samples): [string, string][] {
  if (!/(^|_)ids?$|namespace$/.test(field.name)) return [];
  return Object.entries(samples).flatMap(([name, id]) =>
    typeof id === "string" && name !== field.name && name.endsWith("_id") ? [[`a ${name}`, quoted(id)]] : [],
  );
}

/** Bodies that are no request at all. */
export const brokenBodies: readonly Spoilt[] = [
  ["nothing", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["a text", '"text"'],
  ["half an object", '{"spec":'],
  ["garbage behind", "{}garbage"],
  ["an unknown field", '{"noSuchField":1}'],
  ["a dangerous name", '{"__proto__":{"admin":true}}'],
  ["a field twice", '{"asyncOperationId":"a","asyncOperationId":"b"}'],
  ["both names of a field", '{"asyncOperationId":"a","async_operation_id":"b"}'],
  ["10,000 levels of lists", `{"spec":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
  ["10,000 levels of objects", `${'{"spec":'.repeat(10_000)}1${"}".repeat(10_000)}`],
  ["a byte order mark", "\ufeff{}"],
  ["comments", "{/* */}"],
].map(([what, json]) => ({ what: `body: ${what}`, json: json ?? "" }));
