// Custom search attributes: they can be added and renamed, never removed or retyped, because what workflows recorded
// under them would be lost.
import {
  type NamespaceSpec,
  NamespaceSpec_SearchAttributeType as Type,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { invalidField, quote } from "../errors.ts";
import { requireText } from "./checks.ts";
import type { LimitName, Limits } from "./limits.ts";

type Attributes = NamespaceSpec["searchAttributes"];

/** The types by number, named as Temporal servers and the limits name them. */
const types: ReadonlyMap<number, TypeName> = new Map([
  [Type.TEXT, "Text"],
  [Type.KEYWORD, "Keyword"],
  [Type.INT, "Int"],
  [Type.DOUBLE, "Double"],
  [Type.BOOL, "Bool"],
  [Type.DATETIME, "Datetime"],
  [Type.KEYWORD_LIST, "KeywordList"],
]);
export type TypeName = "Text" | "Keyword" | "Int" | "Double" | "Bool" | "Datetime" | "KeywordList";

/** Attribute name → type, in the server's words. */
export function namedTypes(attributes: Attributes): Record<string, TypeName> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, type]) => {
      const named = types.get(type);
      return named === undefined ? [] : [[name, named]];
    }),
  );
}

/** The same the other way round. */
export function toSearchAttributes(named: Readonly<Record<string, TypeName>>): Attributes {
  const numbers = new Map([...types].map(([number, name]) => [name, number as Type]));
  return Object.fromEntries(Object.entries(named).map(([name, type]) => [name, numbers.get(type) ?? Type.UNSPECIFIED]));
}

/** Attributes that every Temporal server has of its own; it refuses to add others of these names. */
const system = new Set([
  "BatcherNamespace",
  "BatcherUser",
  "BinaryChecksums",
  "BuildIds",
  "CloseTime",
  "ExecutionDuration",
  "ExecutionStatus",
  "ExecutionTime",
  "HistoryLength",
  "HistorySizeBytes",
  "ParentRunId",
  "ParentWorkflowId",
  "RootRunId",
  "RootWorkflowId",
  "RunId",
  "StartTime",
  "StateTransitionCount",
  "TaskQueue",
  "VisibilityTime",
  "WorkflowId",
  "WorkflowType",
]);

/** @throws RemitError INVALID_FIELD */
export function requireAttributeName(name: string, field: string): void {
  const says = "must be 1 to 64 letters, digits, spaces and . , : - _ / @";
  requireText(name, field, { max: 64, pattern: /^[A-Za-z0-9.,:\-_/@ ]+$/, says });
  if (system.has(name) || name.startsWith("Temporal"))
    throw invalidField(field, `${quote(name)} is a name of Temporal's own`);
}

export interface AttributeContext {
  /** What the namespace has already; null for a new one. */
  readonly present: Attributes | null;
  readonly limits: Limits;
  /** What the server can hold of each type in one namespace; null when it sets no limit or cannot be asked now. */
  readonly room: Readonly<Record<string, number>> | null;
}

/** @throws RemitError INVALID_FIELD */
export function requireSearchAttributes(wanted: Attributes, { present, limits, room }: AttributeContext): void {
  for (const [name, type] of Object.entries(present ?? {}))
    requireKept(name, type, Object.hasOwn(wanted, name) ? wanted[name] : undefined);
  for (const [name, type] of Object.entries(wanted)) {
    const field = fieldOf(name);
    if (!types.has(type)) throw invalidField(field, `must have one of the types ${[...types.values()].join(", ")}`);
    if (present === null || !Object.hasOwn(present, name)) requireAttributeName(name, field);
  }
  requireRoomPerType(wanted, present ?? {}, limits, room);
}

function requireKept(name: string, before: number, after: number | undefined): void {
  if (after === undefined) throw invalidField(fieldOf(name), "search attributes cannot be removed");
  if (after !== before) throw invalidField(fieldOf(name), "the type of a search attribute cannot change");
}

/** More than allowed may be there from before the limit was lowered: only adding is refused. */
function requireRoomPerType(
  wanted: Attributes,
  present: Attributes,
  limits: Limits,
  room: AttributeContext["room"],
): void {
  for (const [number, name] of types) {
    const count = countOf(wanted, number);
    if (count <= countOf(present, number)) continue;
    const allowed = allowedOf(limits, room, name);
    if (count > allowed) {
      throw invalidField(
        "spec.search_attributes",
        `at most ${allowed} of type ${name} are possible here, this has ${count}`,
      );
    }
  }
}

function allowedOf(limits: Limits, room: AttributeContext["room"], type: TypeName): number {
  const documented = limits[`searchAttributes${type}` satisfies LimitName];
  return Math.min(documented === 0 ? Number.POSITIVE_INFINITY : documented, room?.[type] ?? Number.POSITIVE_INFINITY);
}

const countOf = (attributes: Attributes, type: number): number =>
  Object.values(attributes).filter((other) => other === type).length;

const fieldOf = (name: string): string => `spec.search_attributes[${JSON.stringify(name.slice(0, 64))}]`;
