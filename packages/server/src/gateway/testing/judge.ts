// What a decoded request reaches, by walking it: the same rules about fields as the gateway's, read from a tree and not
// from the wire.
import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { ruleOf } from "../../../../../tools/gateway-fields.ts";
import { actsElsewhere, leadNowhere } from "../reach.ts";
import type { Need, Request } from "../scan.ts";
import type { Tree, Value } from "./go-decoder.ts";

/** A request of the gateway's, or null: it must not pass. */
export function judge(desc: DescMessage, tree: Tree, writes: boolean): Request | null {
  const request: Request = { namespace: "", namespaceId: "", taskToken: null, inner: [], needs: [], endpoints: [] };
  return walk(desc, tree, { writes, request, top: true }) ? request : null;
}

interface Walk {
  readonly writes: boolean;
  readonly request: Request;
  readonly top: boolean;
}

const shortName = (desc: DescMessage): string => desc.typeName.replace("temporal.api.", "");

function walk(desc: DescMessage, tree: Tree, on: Walk): boolean {
  const operation = actsElsewhere[shortName(desc)];
  const target = operation === undefined ? null : (tree.get("namespace") as string | undefined) || null;
  if (operation !== undefined && target !== null) on.request.needs.push({ operation, namespace: target });
  const quiet = operation !== undefined && target === null;
  return desc.fields.every((field) => apply(field, tree.get(field.name), on, target, quiet));
}

function apply(field: DescField, value: Value | undefined, on: Walk, target: string | null, quiet: boolean): boolean {
  const rule = ruleOf(field);
  const { request } = on;
  const need = (operation: Need["operation"], namespace: string | null) => {
    request.needs.push({ operation, namespace });
    return true;
  };
  if (rule?.is === "namespace" && !on.top) request.inner.push((value as string | undefined) ?? "");
  if (value === undefined) return true;
  switch (rule?.is) {
    case "namespace":
      if (on.top) request.namespace = value as string;
      return true;
    case "namespace-id":
      request.namespaceId = value as string;
      return true;
    case "task-token":
      request.taskToken = value as Buffer;
      return true;
    case "name":
      return !on.writes || !/^(temporal-sys-|\/_sys\/)/.test(value as string);
    case "query":
      return !/namespacedivision/i.test(value as string);
    case "endpoint":
      if (value !== "") request.endpoints.push(value as string);
      return true;
    case "flag":
      return value !== true || need(rule.needs, null);
    case "choice": {
      if (rule.fine.includes(value as number)) return true;
      const operation = rule.needs[value as number];
      return operation !== undefined && (quiet || need(operation, target));
    }
    case "forbidden":
      return false;
    case "present":
      if (value !== "") need(rule.needs, null);
      break;
    case "target":
    case "harmless":
    case undefined:
  }
  return walkInto(field, value, on);
}

function walkInto(field: DescField, value: Value, on: Walk): boolean {
  const message = field.fieldKind === "scalar" || field.fieldKind === "enum" ? undefined : field.message;
  if (message === undefined || !message.typeName.startsWith("temporal.api.")) return true;
  if (leadNowhere[shortName(message)] !== undefined) return true;
  const items = field.fieldKind === "message" ? [value as Tree] : (value as Tree[]);
  const inside = { ...on, top: false };
  return items.every((item) => {
    const tree = field.fieldKind === "map" ? (item.get("value") as Tree | undefined) : item;
    return walk(message, tree ?? new Map(), inside);
  });
}

/** What the official decoder made of it, in the judge's form. */
export const toTree = (desc: DescMessage, message: Message): Tree => treeOf(reflect(desc, message));

function treeOf(message: ReflectMessage): Tree {
  const tree: Tree = new Map();
  for (const field of message.desc.fields) {
    if (!message.isSet(field)) continue;
    if (field.fieldKind === "message") tree.set(field.name, treeOf(message.get(field)));
    else if (field.fieldKind === "list" && field.listKind === "message")
      tree.set(
        field.name,
        [...message.get(field)].map((item) => treeOf(item as ReflectMessage)),
      );
    else if (field.fieldKind === "map" && field.mapKind === "message")
      tree.set(
        field.name,
        [...message.get(field).values()].map((item) => new Map([["value", treeOf(item as ReflectMessage)]])),
      );
    else if (field.fieldKind === "enum" || field.fieldKind === "scalar") {
      const value: unknown = message.get(field);
      tree.set(field.name, value instanceof Uint8Array ? Buffer.from(value) : (value as Value));
    }
  }
  return tree;
}

/** In one order and without repetitions, for comparisons. */
export function normalise({ namespace, namespaceId, taskToken, inner, needs, endpoints }: Request) {
  const sorted = (items: readonly string[]): string[] => [...new Set(items)].sort();
  return {
    namespace,
    namespaceId,
    taskToken: taskToken === null ? "" : taskToken.toString("hex"),
    inner: sorted(inner),
    needs: sorted(needs.map((need) => JSON.stringify([need.operation, need.namespace]))),
    endpoints: sorted(endpoints),
  };
}
