// Reads an id out of a request by the path that a methods row names.
import type { Message } from "@bufbuild/protobuf";
import type { MethodRow } from "./methods.ts";

/** The string at `path` ("spec.ownerId"), or "" when something on the way is unset. Oneof cases are not walked. */
export function readPath(message: Message, path: string): string {
  let value: unknown = message;
  for (const part of path.split(".")) {
    if (typeof value !== "object" || value === null) return "";
    value = Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined;
  }
  return typeof value === "string" ? value : "";
}

/** Longest id that is kept; callers write them. */
const maxLength = 255;

/** The ids that a request names, by path as on the wire ("spec.owner_id"): what the row classifies, as far as it is set. */
export function idsIn({ target, otherIds }: MethodRow, message: Message): Record<string, string> {
  const paths = [...("id" in target && target.id !== "" ? [target.id] : []), ...Object.keys(otherIds ?? {})];
  const named = paths.map((path) => [toSnakeCase(path), readPath(message, path).slice(0, maxLength)] as const);
  return Object.fromEntries(named.filter(([, id]) => id !== ""));
}

const toSnakeCase = (path: string): string => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
