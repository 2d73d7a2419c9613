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
  const action = pick(grant, ["operation", "action"]);
  if (typeof action !== "string") {
    reading.errors.push({ field: `${field}.operation`, message: "expected a string" });
    return [];
  }
  const type = readType(pick(grant, ["resourceType", "resource_type"]), `${field}.resourceType`, reading);
  const scope = asObject(grant.scope, `${field}.scope`, reading) ?? {};
  const ids = readStrings(pick(scope, ["ids", "resourceIds", "resource_ids"]), `${field}.scope.ids`, reading);
  const allowAll = pick(scope, ["all", "allowAll", "allow_all"]) === true;
  return [{ action, type, allowAll, ids, group: "" }];
}

function readPermission(json: unknown, index: number, reading: Reading): Entry[] {
  const field = `permissions[${index}]`;
  const permission = asObject(json, field, reading);
  if (!permission) return [];
  // Older tools put the resource fields beside the actions.
  const inner = permission.resources ?? permission.resource;
  const resources = inner === undefined ? permission : asObject(inner, `${field}.resources`, reading);
  if (!resources) return [];
  const type = readType(pick(resources, ["resource_type", "resourceType", "type"]), `${field}.resources`, reading);
  const ids = readStrings(pick(resources, ["resource_ids", "resourceIds", "ids"]), `${field}.resource_ids`, reading);
  const allowAll = pick(resources, ["allow_all", "allowAll", "all"]) === true;
  return readStrings(pick(permission, ["actions", "operations"]), `${field}.actions`, reading).map((action) => ({
    action,
    type,
    allowAll,
    ids,
    group: String(index),
  }));
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

function pick(object: JsonObject, names: readonly string[]): unknown {
  return names.map((name) => object[name]).find((value) => value !== undefined);
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function asObject(json: unknown, field: string, reading: Reading): JsonObject | null {
  if (isObject(json)) return json;
  reading.errors.push({ field, message: "expected an object" });
  return null;
}
