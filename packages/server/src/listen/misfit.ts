// Finds what a JSON decoder choked on, by its path. The library names the innermost type; callers know the path.
import { type DescField, type DescMessage, fromJson, type JsonValue, type Registry } from "@bufbuild/protobuf";

export interface Misfit {
  /** In snake_case with indexes, `spec.permissions[2].actions[0]`; "" for the whole. */
  readonly path: string;
  readonly reason: string;
}

/** The first value that does not fit the message, or undefined if all fit. Only for refusals: it decodes again. */
export function findMisfit(desc: DescMessage, json: JsonValue, registry: Registry): Misfit | undefined {
  const reason = reasonAgainst(desc, json, registry);
  if (reason === undefined) return undefined;
  if (!isObject(json) || isWellKnown(desc)) return { path: "", reason };
  for (const [key, value] of Object.entries(json)) {
    const field = desc.fields.find((one) => one.name === key || one.jsonName === key);
    if (field === undefined) return { path: key.slice(0, 100), reason: "unknown field" };
    const within = reasonAgainst(desc, { [key]: value }, registry);
    if (within !== undefined) return findInField(desc, field, value, within, registry);
  }
  return { path: "", reason };
}

function findInField(desc: DescMessage, field: DescField, json: JsonValue, reason: string, registry: Registry): Misfit {
  const whole = { path: field.name, reason };
  if (field.fieldKind === "message") return below(field.name, findMisfit(field.message, json, registry)) ?? whole;
  for (const [suffix, element, alone] of elementsOf(field, json)) {
    const within = reasonAgainst(desc, { [field.jsonName]: alone }, registry);
    if (within === undefined) continue;
    const path = `${field.name}[${suffix}]`;
    const message = field.fieldKind === "list" || field.fieldKind === "map" ? field.message : undefined;
    const inner = message === undefined ? undefined : below(path, findMisfit(message, element, registry));
    return inner ?? { path, reason: within };
  }
  return whole;
}

/** Each element of a list or map: how the path names it, its value, and a list or map of it alone. */
function elementsOf(field: DescField, json: JsonValue): [string, JsonValue, JsonValue][] {
  if (field.fieldKind === "list" && Array.isArray(json)) {
    return json.map((element, index) => [String(index), element, [element]]);
  }
  if (field.fieldKind === "map" && isObject(json)) {
    return Object.entries(json).map(([key, value]) => [key.slice(0, 100), value, { [key]: value }]);
  }
  return [];
}

function below(path: string, misfit: Misfit | undefined): Misfit | undefined {
  if (misfit === undefined) return undefined;
  return { path: misfit.path === "" ? path : `${path}.${misfit.path}`, reason: misfit.reason };
}

function reasonAgainst(desc: DescMessage, json: JsonValue, registry: Registry): string | undefined {
  try {
    fromJson(desc, json, { registry });
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

const isObject = (json: JsonValue): json is Record<string, JsonValue> =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** Their JSON is not an object of their fields. */
const isWellKnown = (desc: DescMessage): boolean => desc.typeName.startsWith("google.protobuf.");

/** What is wrong, in words for the caller: the library's text without the type's name in front. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, kind, text] = /^cannot decode (field|message|enum) \S+ from JSON: (.*)$/s.exec(message) ?? [];
  const reason = text ?? message;
  const short = reason.length > 200 ? `${reason.slice(0, 197)}...` : reason;
  if (kind === "enum") return `unknown value ${short}`;
  const isBareValue = kind === "message" && /^(?:["\d-]|Array\(|object|true|false|null)/.test(short);
  return isBareValue ? `wrong type, got ${short}` : short;
}
