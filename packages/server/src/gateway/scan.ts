// One pass over a request: which Namespace it names, and what it reaches. Values of a field that comes twice: the last
// one counts, as for every protobuf decoder. Messages that come twice where one is meant are refused, since decoders
// merge them, and so are two cases where one is chosen. Nothing is made for what is not found.
import type { Operation } from "@remit/policy";
import { requireOrdinaryName, requireOrdinaryQuery } from "./server-names.ts";
import type { Field, MessageField, Shape, ValueField } from "./shapes.ts";
import { type Cursor, readLength, readTag, readText, readVarint, skipField, startAt } from "./wire/cursor.ts";
import { malformed } from "./wire/malformed.ts";

/** An operation that a request needs beside its method's own. */
export interface Need {
  readonly operation: Operation;
  /** The Namespace in which; null: the request's own. */
  readonly namespace: string | null;
}

/** What a request says, as far as a decision depends on it. */
export interface Request {
  /** "" where the request has none. */
  namespace: string;
  /** DescribeNamespace's other way to say which. */
  namespaceId: string;
  taskToken: Buffer | null;
  /** Namespaces of requests inside the request. */
  inner: string[];
  needs: Need[];
  /** Nexus endpoints that it calls. */
  endpoints: string[];
}

/** More than any honest request has; what is found is compared with each other. */
const maxFound = 64;
/** Two numbers for each value that is waited for, in all messages that are open: no shape comes near it. */
const stackSize = 1024;

interface Scan {
  readonly cursor: Cursor;
  /** A name of the server's own may be read about, not written to. */
  readonly writes: boolean;
  readonly request: Request;
  /** Where the last value of each slot stands: start and end of a text, or the number and 0; -1 as end: not there. */
  readonly stack: Int32Array;
  top: number;
}

const stack = new Int32Array(stackSize);

/** @throws RemitError INVALID_ARGUMENT for what is malformed, PERMISSION_DENIED for what nobody may send */
export function scanRequest(message: Buffer, shape: Shape, writes: boolean): Request {
  const request: Request = { namespace: "", namespaceId: "", taskToken: null, inner: [], needs: [], endpoints: [] };
  scanMessage({ cursor: startAt(message), writes, request, stack, top: 0 }, shape, true);
  return request;
}

function scanMessage(scan: Scan, shape: Shape, outermost: boolean): void {
  const { cursor } = scan;
  const base = scan.top;
  scan.top += shape.slots.length * 2;
  scan.stack.fill(-1, base, scan.top);
  let seen = 0;
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor);
    const field = shape.fields[tag >>> 3];
    if (field === undefined) {
      if (shape.closed) throw malformed(`it has a field ${tag >>> 3} that is not known here`);
      skipField(cursor, tag & 7);
      continue;
    }
    if (field.chosen) seen = seeOnce(seen, 1, field);
    if (field.kind === "message") {
      if (field.single) seen = seeOnce(seen, field.seen, field);
      scanField(scan, field, tag & 7);
    } else if (field.kind === "known") skipField(cursor, tag & 7);
    else readValue(scan, base + field.slot * 2, field, tag & 7);
  }
  settle(scan, shape, base, outermost);
  scan.top = base;
}

function seeOnce(seen: number, bit: number, field: Field): number {
  if ((seen & bit) !== 0) throw malformed(`${field.name} stands beside another one where one is meant`);
  return seen | bit;
}

/** Moves the cursor behind the field. @returns where its bytes begin */
function enter(cursor: Cursor, field: Field, wireType: number): number {
  if (wireType !== 2) throw malformed(`${field.name} has another wire type than it must have`);
  const end = readLength(cursor);
  const start = cursor.at;
  cursor.at = end;
  return start;
}

/** Only remembers where it stands: another one may follow. */
function readValue(scan: Scan, at: number, field: ValueField, wireType: number): void {
  const { cursor } = scan;
  if (field.kind === "text") {
    scan.stack[at] = enter(cursor, field, wireType);
    scan.stack[at + 1] = cursor.at;
    return;
  }
  if (wireType !== 0) throw malformed(`${field.name} has another wire type than it must have`);
  const low = readVarint(cursor);
  // An enum is the lower 32 bits, a bool is true when any bit is set.
  scan.stack[at] = low;
  scan.stack[at + 1] = low !== 0 || cursor.high ? 1 : 0;
}

function scanField(scan: Scan, field: MessageField, wireType: number): void {
  const { cursor, request } = scan;
  const start = enter(cursor, field, wireType);
  if (field.forbidden) throw malformed(`${field.name} is the server's own and nobody else sends it`);
  if (field.needs !== null) addNeed(request, field.needs, null);
  if (field.shape === null) return;
  const outside = cursor.end;
  cursor.end = cursor.at;
  cursor.at = start;
  scanMessage(scan, field.shape, false);
  cursor.end = outside;
}

/** The message has ended: the last value of each field is the one that counts. */
function settle(scan: Scan, shape: Shape, base: number, outermost: boolean): void {
  const target = shape.elsewhere === null ? null : readTarget(scan, shape, base);
  if (shape.elsewhere !== null && target !== null) addNeed(scan.request, shape.elsewhere, target);
  for (const field of shape.slots) {
    const start = scan.stack[base + field.slot * 2] as number;
    const end = scan.stack[base + field.slot * 2 + 1] as number;
    if (end === -1) {
      // A server compares what is not there, too.
      if (field.rule.is === "namespace" && !outermost) addOnce(scan.request.inner, "");
      continue;
    }
    if (field.kind === "number") settleNumber(scan.request, field, start, end === 1, shape, target);
    else settleText(scan, field, start, end, outermost);
  }
}

/** The Namespace that a command names; null for the request's own. */
function readTarget(scan: Scan, shape: Shape, base: number): string | null {
  const field = shape.slots.find(({ rule }) => rule.is === "target");
  if (field === undefined) throw new Error("a command that acts elsewhere has a field that says where");
  const start = scan.stack[base + field.slot * 2] as number;
  const end = scan.stack[base + field.slot * 2 + 1] as number;
  return end === -1 || start === end ? null : readText(scan.cursor.bytes, start, end);
}

function settleNumber(
  request: Request,
  { name, rule }: ValueField,
  value: number,
  isTrue: boolean,
  shape: Shape,
  target: string | null,
): void {
  if (rule.is === "flag") {
    if (isTrue) addNeed(request, rule.needs, null);
    return;
  }
  if (rule.is !== "choice") throw new Error(`${name} is a number, and its rule is about something else`);
  if (rule.fine.includes(value)) return;
  const needs = rule.needs[value];
  if (needs === undefined) throw malformed(`${name} is ${value}, which is not known here`);
  // What a workflow's code does in its own Namespace, a worker is trusted with.
  if (shape.elsewhere === null || target !== null) addNeed(request, needs, target);
}

function settleText(scan: Scan, { name, rule }: ValueField, start: number, end: number, outermost: boolean): void {
  const { request } = scan;
  const { bytes } = scan.cursor;
  switch (rule.is) {
    case "namespace":
      if (outermost) request.namespace = readText(bytes, start, end);
      else addOnce(request.inner, readText(bytes, start, end));
      return;
    case "namespace-id":
      request.namespaceId = readText(bytes, start, end);
      return;
    case "task-token":
      request.taskToken = bytes.subarray(start, end);
      return;
    case "name":
      if (scan.writes) requireOrdinaryName(bytes, start, end, name);
      return;
    case "query":
      requireOrdinaryQuery(bytes, start, end, name);
      return;
    case "endpoint":
      if (start !== end) addOnce(request.endpoints, readText(bytes, start, end));
      return;
    case "present":
      if (start !== end) addNeed(request, rule.needs, null);
      return;
    case "target":
      return;
    case "choice":
    case "flag":
      throw new Error(`${name} is a text, and its rule is about a number`);
  }
}

function addNeed(request: Request, operation: Operation, namespace: string | null): void {
  if (request.needs.some((need) => need.operation === operation && need.namespace === namespace)) return;
  if (request.needs.length === maxFound) throw malformed(`it reaches further than ${maxFound} other calls`);
  request.needs.push({ operation, namespace });
}

function addOnce(found: string[], text: string): void {
  if (found.includes(text)) return;
  if (found.length === maxFound) throw malformed(`it names more than ${maxFound} Namespaces or endpoints`);
  found.push(text);
}
