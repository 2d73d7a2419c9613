// Keyset pages. A page token is the last sort key that was sent, bound to the list that made it: a token of
// another list, or one that was tampered with, is refused instead of starting somewhere surprising.
import { createHash } from "node:crypto";
import { invalidField, type RemitError } from "../errors.ts";

export const defaultPageSize = 100;
export const maxPageSize = 1000;

/**
 * A page ends before the rows behind it hold more, however many were asked for: the largest answers are two and a half
 * times their rows (a certificate authority is sent in two forms), and a Go client refuses more than 4 MB.
 */
export const maxPageBytes = 1024 * 1024;

export interface PageRequest {
  /** The list and its filters; a token only continues the list that it came from. */
  readonly list: string;
  readonly size: number;
  /** Sort key of the last item already sent; null for the first page. */
  readonly after: readonly string[] | null;
}

export interface Page<T> {
  readonly items: T[];
  readonly nextPageToken: string;
}

/** @throws RemitError INVALID_FIELD for a size outside 0…1000 or a token that this list did not make. */
export function parsePage(list: string, pageSize: number, pageToken: string): PageRequest {
  if (pageSize < 0 || pageSize > maxPageSize) throw invalidField("page_size", `must be 0 to ${maxPageSize}`);
  const size = pageSize === 0 ? defaultPageSize : pageSize;
  return { list, size, after: pageToken === "" ? null : decodeToken(list, pageToken) };
}

/** Cuts at most `size` items from up to `size + 1` and makes the token for the rest. */
export function toPage<T>(request: PageRequest, found: readonly T[], keyOf: (item: T) => readonly string[]): Page<T> {
  const items = found.slice(0, Math.min(request.size, countFitting(found)));
  const last = items.at(-1);
  const more = found.length > items.length && last !== undefined;
  return { items, nextPageToken: more ? encodeToken(request.list, keyOf(last)) : "" };
}

/** How many of the first rows stay within the bytes of a page; one always does, or the list would never end. */
function countFitting(rows: readonly unknown[]): number {
  let bytes = 0;
  const tooMany = rows.findIndex((row) => {
    bytes += weigh(row);
    return bytes > maxPageBytes;
  });
  return tooMany < 0 ? rows.length : Math.max(tooMany, 1);
}

/** About the bytes that a row takes, its columns of JSON included. */
function weigh(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== "object" || value === null) return 8;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + name.length + weigh(inner), 0);
}

const digestOf = (list: string): string => createHash("sha256").update(list).digest("hex").slice(0, 8);

function encodeToken(list: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([digestOf(list), ...key])).toString("base64url");
}

export const foreignToken = (): RemitError => invalidField("page_token", "is not a token of this list");

function decodeToken(list: string, token: string): string[] {
  const refusal = foreignToken();
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    throw refusal;
  }
  if (!Array.isArray(parsed) || parsed.length < 2 || !parsed.every((part) => typeof part === "string")) throw refusal;
  if (parsed.some((part: string) => part.includes("\0") || part.length > 2048)) throw refusal;
  const [digest, ...key] = parsed as string[];
  if (digest !== digestOf(list)) throw refusal;
  return key;
}
