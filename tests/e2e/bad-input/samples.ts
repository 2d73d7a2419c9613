// A believable request for every RPC, made from its descriptor: what is then spoilt in one place is refused for that
// place and not for something before it.
import { type DescField, type DescMessage, type DescMethod, ScalarType } from "@bufbuild/protobuf";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Values by field name, snake_case: ids of things that exist, and texts that pass the checks of their fields. */
export type Samples = Readonly<Record<string, Json>>;

const deepest = 5;

/** @param samples of `makeSamples`; the version of the thing that the request names is looked up in `versions` */
export function sampleRequest(method: DescMethod, samples: Samples, versions: ReadonlyMap<string, string>): JsonObject {
  const request = sampleMessage(method.input, samples, 0);
  const named = Object.values(request).find((value) => typeof value === "string" && versions.has(value));
  if ("resourceVersion" in request && typeof named === "string") {
    // Nothing is deleted: what the next request is about must still be there.
    request.resourceVersion = method.name.startsWith("Delete") ? "1" : (versions.get(named) ?? "1");
  }
  return request;
}

export function sampleMessage(desc: DescMessage, samples: Samples, depth: number): JsonObject {
  const fields = desc.fields.filter((field) => isSampled(field));
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = sampleField(field, samples, depth);
      return value === undefined ? [] : [[field.jsonName, value]];
    }),
  );
}

/** Of a oneof the first member; of a deprecated pair the new member. */
function isSampled(field: DescField): boolean {
  if (field.proto.options?.deprecated) return false;
  return field.oneof === undefined || field.oneof.fields[0] === field || field.oneof.fields.length === 1;
}

export function sampleField(field: DescField, samples: Samples, depth: number): Json | undefined {
  const named = samples[field.name];
  // The id of a thing has the name of a message that says more of it elsewhere.
  if (named !== undefined && (field.fieldKind !== "message" || typeof named !== "string")) return named;
  if (field.fieldKind === "map") {
    const value = field.mapKind === "message" ? sampleInner(field.message, samples, depth) : sampleScalar(field.scalar);
    return value === undefined ? undefined : { key: value };
  }
  if (field.fieldKind === "list") {
    const item = field.listKind === "message" ? sampleInner(field.message, samples, depth) : sampleScalar(field.scalar);
    return item === undefined ? undefined : [item];
  }
  if (field.fieldKind === "message") return sampleInner(field.message, samples, depth);
  if (field.fieldKind === "enum") return field.enum.values[1]?.name ?? 0;
  return sampleScalar(field.scalar);
}

function sampleInner(desc: DescMessage, samples: Samples, depth: number): Json | undefined {
  if (desc.typeName === "google.protobuf.Timestamp") return new Date(Date.now() + 86_400_000).toISOString();
  if (desc.typeName === "google.protobuf.Duration") return "3600s";
  return depth >= deepest ? undefined : sampleMessage(desc, samples, depth + 1);
}

function sampleScalar(scalar: ScalarType | undefined): Json {
  switch (scalar) {
    case ScalarType.STRING:
      return "text";
    case ScalarType.BYTES:
      return "dGV4dA==";
    case ScalarType.BOOL:
      return false;
    case undefined:
      return 1;
    default:
      return 1;
  }
}
