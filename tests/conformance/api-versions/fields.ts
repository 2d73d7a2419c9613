// Which field came with which version of the API, and what a caller of a version can say.
import { readFileSync } from "node:fs";
import type { DescField, DescMessage } from "@bufbuild/protobuf";
import type { Json, JsonObject } from "../../rpcs/step.ts";

export interface VersionedField {
  readonly message: string;
  readonly field: string;
  /** The first version that has it, as in the header of a call. */
  readonly since: string;
  /** The older member that says the same to callers before. */
  readonly instead?: string;
  readonly until?: string;
}

const file = new URL("fields.json", import.meta.url);
export const versionedFields = (JSON.parse(readFileSync(file, "utf8")) as { fields: readonly VersionedField[] }).fields;

const byName = new Map(versionedFields.map((row) => [`${row.message}.${row.field}`, row]));
const rowOf = (desc: DescMessage, field: DescField): VersionedField | undefined =>
  byName.get(`${desc.typeName}.${field.name}`);

const isNewer = (a: string, b: string): boolean => compare(a, b) > 0;
const compare = (a: string, b: string): number => {
  const [left, right] = [a, b].map((version) => version.slice(1).split(".").map(Number));
  return (left ?? []).map((part, at) => part - (right?.[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
};

/** The last version that does not have it: callers of it are the newest that must not take it away. */
export function versionBefore(since: string): string {
  const [major = 0, minor = 0, patch = 0] = since.slice(1).split(".").map(Number);
  return patch > 0 ? `v${major}.${minor}.${patch - 1}` : `v${major}.${minor - 1}.99`;
}

/** What a program of this version makes of a message that it reads and sends back: what it does not know is gone. */
export const forget = (desc: DescMessage, message: JsonObject, version: string): JsonObject =>
  transform(desc, message, (row) => isNewer(row.since, version));

/** The message without this one field. */
export const leaveOut = (desc: DescMessage, message: JsonObject, left: VersionedField): JsonObject =>
  transform(desc, message, (row) => row === left);

/** Where each versioned field that has a value stands, and its value. */
export function valuesOf(desc: DescMessage, message: JsonObject): Map<VersionedField, Json> {
  const values = new Map<VersionedField, Json>();
  transform(desc, message, (row, value) => {
    values.set(row, value);
    return false;
  });
  return values;
}

function transform(
  desc: DescMessage,
  message: JsonObject,
  drop: (row: VersionedField, value: Json) => boolean,
): JsonObject {
  const kept: [string, Json][] = [];
  for (const [name, value] of Object.entries(message)) {
    const field = desc.fields.find(({ jsonName }) => jsonName === name);
    if (field === undefined) throw new Error(`${desc.typeName} has no ${name}`);
    const row = rowOf(desc, field);
    if (row !== undefined && drop(row, value)) continue;
    kept.push([name, inside(field, value, (inner, of) => transform(inner, of, drop))]);
  }
  return Object.fromEntries(kept);
}

function inside(field: DescField, value: Json, walk: (desc: DescMessage, value: JsonObject) => JsonObject): Json {
  if (field.message === undefined || field.message.typeName.startsWith("google.")) return value;
  const { message } = field;
  if (Array.isArray(value)) return value.map((item: JsonObject) => walk(message, item));
  if (field.fieldKind !== "map") return walk(message, value as JsonObject);
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, item]) => [key, walk(message, item as JsonObject)]));
}
