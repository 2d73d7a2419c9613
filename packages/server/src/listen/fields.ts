// Sets fields of a request from text: path variables and query parameters, named as in the .proto or as in JSON.
import {
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  type Message,
  mergeFromJson,
  type Registry,
  ScalarType,
} from "@bufbuild/protobuf";
import { invalidField } from "../errors.ts";
import { reasonOf } from "./misfit.ts";

/** The fields along a dotted path, `spec.name`, each but the last a single message; undefined if there is none. */
export function resolveField(message: DescMessage, path: string): DescField[] | undefined {
  const fields: DescField[] = [];
  let within: DescMessage | undefined = message;
  for (const name of path.split(".")) {
    const field: DescField | undefined = within?.fields.find((one) => one.name === name || one.jsonName === name);
    if (field === undefined) return undefined;
    fields.push(field);
    within = field.fieldKind === "message" ? field.message : undefined;
  }
  return fields;
}

/** Sets the field at `path`, replacing what was there. Throws InvalidArgument with the path as the field's name. */
export function setField(target: Message, desc: DescMessage, path: string, values: string[], registry: Registry): void {
  const fields = resolveField(desc, path);
  const last = fields?.at(-1);
  if (fields === undefined || last === undefined) throw invalidField(path, "unknown parameter");
  if (last.fieldKind === "map") throw invalidField(path, "a map cannot be given in a query");
  if (last.fieldKind !== "list" && values.length > 1) throw invalidField(path, "given more than once");
  const elements = values.map((text) => toJsonValue(last, text, path));
  const leaf = last.fieldKind === "list" ? elements : (elements[0] ?? null);
  const json = fields.reduceRight<JsonValue>((inner, field) => ({ [field.jsonName]: inner }), leaf) as JsonObject;
  try {
    mergeFromJson(desc, target, json, { registry });
  } catch (error) {
    throw invalidField(path, reasonOf(error));
  }
}

/** Text as the JSON value of one element: JSON takes numbers and 64-bit integers as text, but no booleans. */
function toJsonValue(field: DescField, text: string, path: string): JsonValue {
  if (elementScalar(field) === ScalarType.BOOL) return toBoolean(text, path);
  const isEnum = field.fieldKind === "enum" || (field.fieldKind === "list" && field.listKind === "enum");
  if (isEnum && /^-?\d{1,10}$/.test(text)) return Number(text);
  return text;
}

function elementScalar(field: DescField): ScalarType | undefined {
  if (field.fieldKind === "scalar") return field.scalar;
  if (field.fieldKind === "list" && field.listKind === "scalar") return field.scalar;
  if (field.fieldKind === "message" && field.message.typeName === "google.protobuf.BoolValue") return ScalarType.BOOL;
  return undefined;
}

function toBoolean(text: string, path: string): boolean {
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw invalidField(path, "must be true or false");
}
