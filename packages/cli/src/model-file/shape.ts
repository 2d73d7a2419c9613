// Whether a parsed file has the shape of responsibilities.yaml, and in our own words where it has not.
import { nearest } from "@remit/policy";
import type { Path, Problem } from "@remit/responsibility";
import type { z } from "zod";
import { type FileInput, fileWithTeamList, fileWithTeamsById } from "./schema.ts";

export interface ShapeProblem extends Problem {
  /** Whether it is the name of the field that is wrong, or what it holds. */
  readonly part: "key" | "value";
}

/** The input, or all that is wrong with its shape. */
export function checkShape(raw: unknown): { input: FileInput } | { problems: readonly ShapeProblem[] } {
  const schema = hasTeamList(raw) ? fileWithTeamList : fileWithTeamsById;
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { input: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => toProblems(issue, raw, schema)) };
}

export const hasTeamList = (raw: unknown): boolean =>
  typeof raw === "object" && raw !== null && "teams" in raw && Array.isArray(raw.teams);

function toProblems(issue: z.core.$ZodIssue, raw: unknown, schema: z.ZodType): ShapeProblem[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") {
    const known = fieldsAt(path, schema);
    return issue.keys.map((key) => ({ path: [...path, key], message: explainKey(key, known), part: "key" }));
  }
  return [{ path, message: explainValue(issue, valueAt(path, raw)), part: "value" }];
}

function explainKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return `there is no such field${near === null ? `; there are ${known.join(", ")}` : `; did you mean ${near}?`}`;
}

const nouns: Readonly<Record<string, string>> = {
  string: "a text",
  boolean: "true or false",
  number: "a number",
  int: "a whole number",
  array: "a list",
  object: "a map of fields",
  record: "a map",
};

function explainValue(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return "is required";
  if (issue.code !== "invalid_type") return issue.message;
  return `must be ${nouns[issue.expected] ?? issue.expected}, and is ${nameValue(value)}`;
}

function nameValue(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object"
    ? "a map"
    : `the ${typeof value === "string" ? "text" : typeof value} ${JSON.stringify(value)}`;
}

const valueAt = (path: Path, raw: unknown): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, part)
        ? (value as Readonly<Record<string | number, unknown>>)[part]
        : undefined,
    raw,
  );

/** As far as these schemas go: optional, objects, lists and maps. */
interface SchemaParts {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
}

/** The fields that the schema has at a place. */
function fieldsAt(path: Path, top: z.core.$ZodType): readonly string[] {
  const found = path.reduce<z.core.$ZodType | undefined>((schema, part) => {
    const { shape, element, valueType } = partsOf(schema);
    return shape?.[String(part)] ?? element ?? valueType;
  }, top);
  return Object.keys(partsOf(found).shape ?? {});
}

function partsOf(schema: z.core.$ZodType | undefined): SchemaParts {
  const parts = (schema?._zod.def ?? {}) as SchemaParts;
  return parts.innerType === undefined ? parts : partsOf(parts.innerType);
}
