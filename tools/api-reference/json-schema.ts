// Messages as JSON Schema, in the mapping of proto3 JSON.
import { type DescEnum, type DescField, type DescMessage, type JsonObject, ScalarType } from "@bufbuild/protobuf";
import { sharedTypes, shortName } from "./messages.ts";

export const refTo = (type: DescMessage | DescEnum): JsonObject => ({
  $ref: `#/components/schemas/${shortName(type)}`,
});

/** A schema for each of these types and for all that the messages speak of, by short name. */
export function typeSchemas(roots: readonly DescMessage[], enums: readonly DescEnum[]): JsonObject {
  const types = [...new Set<DescMessage | DescEnum>([...roots, ...enums, ...sharedTypes(roots)])];
  const named = types.map(
    (type) => [shortName(type), type.kind === "enum" ? enumSchema(type) : messageSchema(type)] as const,
  );
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function enumSchema({ values }: DescEnum): JsonObject {
  return { type: "string", enum: values.map(({ name }) => name) };
}

function messageSchema({ fields, oneofs }: DescMessage): JsonObject {
  const choices = oneofs.map((oneof) => `At most one of ${oneof.fields.map((field) => field.jsonName).join(", ")}.`);
  return {
    type: "object",
    ...(choices.length > 0 && { description: choices.join(" ") }),
    ...(fields.length > 0 && {
      properties: Object.fromEntries(fields.map((field) => [field.jsonName, propertySchema(field)])),
    }),
  };
}

/** Beside a $ref, 3.1 allows further keywords. */
function propertySchema(field: DescField): JsonObject {
  return { ...fieldSchema(field), ...(field.deprecated && { deprecated: true }) };
}

export function fieldSchema(field: DescField): JsonObject {
  if (field.fieldKind === "list") return { type: "array", items: elementSchema(field) };
  if (field.fieldKind === "map") return { type: "object", additionalProperties: elementSchema(field) };
  return elementSchema(field);
}

function elementSchema(field: DescField): JsonObject {
  if (field.message !== undefined) return wellKnown[field.message.typeName] ?? refTo(field.message);
  if (field.enum !== undefined) return refTo(field.enum);
  const schema = field.scalar === undefined ? undefined : scalars[field.scalar];
  if (schema === undefined) throw new Error(`no JSON form for ${field.toString()}`);
  return schema;
}

/** Proto3 JSON writes 64-bit integers as strings and bytes in base64. */
const scalars: Readonly<Partial<Record<ScalarType, JsonObject>>> = {
  [ScalarType.BOOL]: { type: "boolean" },
  [ScalarType.STRING]: { type: "string" },
  [ScalarType.BYTES]: { type: "string", contentEncoding: "base64" },
  [ScalarType.INT32]: { type: "integer", format: "int32" },
  [ScalarType.INT64]: { type: "string", format: "int64" },
  [ScalarType.UINT32]: { type: "integer", minimum: 0 },
  [ScalarType.FLOAT]: { type: "number" },
  [ScalarType.DOUBLE]: { type: "number" },
};

const wellKnown: Readonly<Record<string, JsonObject>> = {
  "google.protobuf.Timestamp": { type: "string", format: "date-time" },
  "google.protobuf.Duration": { type: "string", pattern: "^-?\\d+(\\.\\d+)?s$" },
  "google.protobuf.Any": { type: "object", properties: { "@type": { type: "string" } }, required: ["@type"] },
  "google.protobuf.Struct": { type: "object" },
  "google.protobuf.Value": {},
  "google.protobuf.ListValue": { type: "array" },
};
