// The lenient reader of role files: takes the forms and spellings seen in documents and tools, and says what it changed.
// Nothing it gives is trusted: the result goes through `validateRole` like any other role.
import { typeNames } from "../compiled/vocabulary.ts";
import { findPermission } from "../permissions/catalogue.ts";
import type { ResourceType } from "../types.ts";
import { isResourceType, normaliseRole, type RoleSpec, type RoleSpecPermission } from "./role-spec.ts";
import type { RoleError } from "./validate-role.ts";

/** A role read from a file. `spec` is null when nothing of it could be read; `errors` say what could not. */
export interface RoleImport {
  readonly spec: RoleSpec | null;
  /** What was changed and why, one sentence each. */
  readonly changes: readonly string[];
  readonly errors: readonly RoleError[];
}

/**
 * Reads a role in the wire form, `permissions[]{actions[], resources{…}}` in snake or camel case, or in the form
 * `grants[]{operation, resourceType, scope: {all} | {ids}}` of an early page on custom roles.
 */
export function importRole(json: unknown): RoleImport {
  const reading: Reading = { changes: new Set(), errors: [] };
  const role = asObject(json, "", reading);
  const body = role && "spec" in role && isObject(role.spec) ? role.spec : role;
  if (!body) return { spec: null, changes: [], errors: reading.errors };
  for (const key of unknownKeys(body, ["name", "description", "grants", "permissions"])) {
    reading.changes.add(`left out ${JSON.stringify(key)}: a role has no such field`);
  }
  const entries = readEntries(body, reading);
  const spec = normaliseRole({
    name: readString(body, "name", reading),
    description: readString(body, "description", reading),
    permissions: moveToValidTypes(entries, reading),
  });
  return { spec, changes: [...reading.changes], errors: reading.errors };
}

interface Reading {
  readonly changes: Set<string>;
  readonly errors: RoleError[];
}

type JsonObject = Readonly<Record<string, unknown>>;

// The spellings of each field, the wire's own first.
const actionsKeys = ["actions", "operations"];
const operationKeys = ["operation", "action"];
const typeKeys = ["resource_type", "resourceType", "type"];
const grantTypeKeys = ["resourceType", "resource_type"];
const idsKeys = ["resource_ids", "resourceIds", "ids"];
const allKeys = ["allow_all", "allowAll", "all"];

/** One operation on one scope, as read. */
interface Entry {
  readonly action: string;
  readonly type: string;
  readonly allowAll: boolean;
  readonly ids: readonly string[];
  /** Entries of one group stay one permission unless a type has to change. */
  readonly group: string;
}

function readEntries(body: JsonObject, reading: Reading): Entry[] {
  const grants = body.grants;
  const permissions = body.permissions;
  if (grants !== undefined && permissions !== undefined) {
    reading.errors.push({ field: "permissions", message: "grants is there too: keep one of the two" });
    return [];
  }
  if (Array.isArray(grants)) {
    reading.changes.add("turned grants[] into permissions[], one permission for each resource type and scope");
    return grants.flatMap((grant, index) => readGrant(grant, `grants[${index}]`, reading));
  }
  if (Array.isArray(permissions)) {
    return permissions.flatMap((item, index) => readPermission(item, index, reading));
  }
  reading.errors.push({ field: "permissions", message: "expected a list of permissions or of grants" });
  return [];
}

function readGrant(json: unknown, field: string, reading: Reading): Entry[] {
  const grant = asObject(json, field, reading);
  if (!grant) return [];
  refuseUnknown(grant, [...operationKeys, ...grantTypeKeys, "scope"], field, reading);
  const action = pick(grant, operationKeys, field, reading);
  if (typeof action !== "string") {
    reading.errors.push({ field: `${field}.operation`, message: "expected a string" });
    return [];
  }
  const type = readType(pick(grant, grantTypeKeys, field, reading), `${field}.resourceType`, reading);
  const scope = asObject(grant.scope, `${field}.scope`, reading) ?? {};
  refuseUnknown(scope, [...idsKeys, ...allKeys], `${field}.scope`, reading);
  const { ids, allowAll } = readScope(scope, `${field}.scope`, reading);
  return [{ action, type, allowAll, ids, group: "" }];
}

function readPermission(json: unknown, index: number, reading: Reading): Entry[] {
  const field = `permissions[${index}]`;
  const permission = asObject(json, field, reading);
  if (!permission) return [];
  // Older tools put the resource fields beside the actions.
  const inner = pick(permission, ["resources", "resource"], field, reading);
  const resources = inner === undefined ? permission : asObject(inner, `${field}.resources`, reading);
  if (!resources) return [];
  const resourceKeys = [...typeKeys, ...idsKeys, ...allKeys];
  if (inner === undefined) refuseUnknown(permission, [...actionsKeys, ...resourceKeys], field, reading);
  else {
    refuseUnknown(permission, [...actionsKeys, "resources", "resource"], field, reading);
    refuseUnknown(resources, resourceKeys, `${field}.resources`, reading);
  }
  const type = readType(pick(resources, typeKeys, field, reading), `${field}.resources`, reading);
  const { ids, allowAll } = readScope(resources, field, reading);
  return readStrings(pick(permission, actionsKeys, field, reading), `${field}.actions`, reading).map((action) => ({
    action,
    type,
    allowAll,
    ids,
    group: String(index),
  }));
}

function readScope(json: JsonObject, field: string, reading: Reading): Pick<Entry, "ids" | "allowAll"> {
  const ids = readStrings(pick(json, idsKeys, field, reading), `${field}.resource_ids`, reading);
  const all = pick(json, allKeys, field, reading);
  if (all !== undefined && all !== null && typeof all !== "boolean") {
    reading.errors.push({ field: `${field}.allow_all`, message: "expected true or false, without quotes" });
  }
  return { ids, allowAll: all === true };
}

/** Spellings without case, spaces, hyphens, underscores and the plural. */
const typeBySpelling = new Map<string, ResourceType>(typeNames.map((type) => [spellingKey(type), type]));

function spellingKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]/g, "")
    .replace(/s$/, "");
}

function readType(value: unknown, field: string, reading: Reading): string {
  if (typeof value !== "string") {
    reading.errors.push({ field, message: "expected a resource type" });
    return "";
  }
  if (isResourceType(value)) return value;
  const type = typeBySpelling.get(spellingKey(value));
  if (type === undefined) {
    reading.errors.push({ field, message: `unknown resource type: ${value}; valid types are ${typeNames.join(", ")}` });
    return value;
  }
  reading.changes.add(`wrote resource type "${value}" as "${type}", its spelling on the wire`);
  return type;
}

/** Moves an action off a type it does not fit, when all of the type is meant and there is one wider type that fits. */
function moveToValidTypes(entries: readonly Entry[], reading: Reading): RoleSpecPermission[] {
  const permissions = new Map<string, { actions: string[]; type: string; allowAll: boolean; ids: readonly string[] }>();
  for (const entry of entries) {
    const type = validTypeFor(entry, reading);
    const key = JSON.stringify([entry.group, type, entry.allowAll, [...entry.ids].sort()]);
    const known = permissions.get(key);
    if (known) known.actions.push(entry.action);
    else permissions.set(key, { actions: [entry.action], type, allowAll: entry.allowAll, ids: entry.ids });
  }
  return [...permissions.values()].map(({ actions, type, allowAll, ids }) => ({
    actions,
    resources: { resourceType: type, allowAll, resourceIds: ids },
  }));
}

function validTypeFor({ action, type, allowAll }: Entry, reading: Reading): string {
  const row = findPermission(action);
  const wider = row?.resourceTypes[0];
  if (!row || !wider || !isResourceType(type) || row.resourceTypes.includes(type) || !allowAll) return type;
  // Never the other way round: a grant on all accounts must not become one on every resource of a type.
  if (wider !== "accounts" || !row.grantable) return type;
  const valid = row.resourceTypes.join(" and ");
  reading.changes.add(`moved ${action} from ${type} to ${wider}: it is valid for ${valid} only`);
  return wider;
}

function readString(body: JsonObject, name: string, reading: Reading): string {
  const value = body[name];
  if (typeof value === "string") return value;
  if (value !== undefined && value !== null) reading.errors.push({ field: name, message: "expected a string" });
  return "";
}

function readStrings(value: unknown, field: string, reading: Reading): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  reading.errors.push({ field, message: "expected a list of strings" });
  return [];
}

/** The value under whichever of the names it has; under two of them, one would be lost unseen. */
function pick(object: JsonObject, names: readonly string[], field: string, reading: Reading): unknown {
  const [first, second] = names.filter((name) => object[name] !== undefined);
  if (second !== undefined) {
    reading.errors.push({ field: `${field}.${second}`, message: `${first} is there too: keep one of the two` });
  }
  return first === undefined ? undefined : object[first];
}

const unknownKeys = (object: JsonObject, known: readonly string[]): string[] =>
  Object.keys(object).filter((key) => !known.includes(key));

/** Inside a grant an unknown word may be what narrows it, as a condition would: without it the role would give more. */
function refuseUnknown(object: JsonObject, known: readonly string[], field: string, reading: Reading): void {
  for (const key of unknownKeys(object, known)) {
    reading.errors.push({ field: `${field}.${key}`, message: `is not understood; known are ${known.join(", ")}` });
  }
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function asObject(json: unknown, field: string, reading: Reading): JsonObject | null {
  if (isObject(json)) return json;
  reading.errors.push({ field, message: "expected an object" });
  return null;
}
