// Text that a store cannot keep, or that reads differently on the way back: NUL, lone surrogates, and a byte order
// mark at the beginning, which PGlite takes off when it reads. Checked once for every string of a request, so no later
// stage needs to think of it.
import { type DescMessage, isMessage, type Message } from "@bufbuild/protobuf";
import { invalidField } from "../errors.ts";

/** Longest single string anywhere in a request, in UTF-16 units. Fields with a closer limit have their own check. */
const maxLength = 65_536;

/** @throws RemitError INVALID_FIELD naming the field by its path */
export function requireCleanText(desc: DescMessage, message: Message): void {
  for (const field of desc.fields) {
    const value = (message as unknown as Record<string, unknown>)[field.localName] ?? oneofValue(message, field);
    if (value !== undefined) visit(value, field.name);
  }
}

/** A oneof member lives under the name of its oneof. */
function oneofValue(message: Message, field: DescMessage["fields"][number]): unknown {
  if (field.oneof === undefined) return undefined;
  const group = (message as unknown as Record<string, { case?: string; value?: unknown } | undefined>)[
    field.oneof.localName
  ];
  return group?.case === field.localName ? group.value : undefined;
}

function visit(value: unknown, path: string): void {
  if (typeof value === "string") {
    if (value.includes("\0") || !value.isWellFormed())
      throw invalidField(path, "must be valid Unicode text without NUL");
    if (value.startsWith("\ufeff")) throw invalidField(path, "must not begin with a byte order mark");
    if (value.length > maxLength) throw invalidField(path, `must be at most ${maxLength} characters`);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(item, `${path}[${index}]`);
  } else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    visitObject(value, path);
  }
}

function visitObject(value: object, path: string): void {
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith("$")) continue;
    visit(key, path);
    if (isOneof(inner)) visit(inner.value, `${path}.${toSnakeCase(inner.case)}`);
    else
      visit(inner, isMessage(value) ? `${path}.${toSnakeCase(key)}` : `${path}[${JSON.stringify(key.slice(0, 40))}]`);
  }
}

const isOneof = (value: unknown): value is { case: string; value: unknown } =>
  typeof value === "object" && value !== null && !isMessage(value) && "case" in value && typeof value.case === "string";

const toSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
