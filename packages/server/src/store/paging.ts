// Keyset pages. A page token is the last sort key that was sent, bound to the list that made it: a token of
// another list, or one that was tampered with, is refused instead of starting somewhere surprising.
import { createHash } from "node:crypto";
import { invalidField } from "../errors.ts";

export const defaultPageSize = 100;
export const maxPageSize = 1000;

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

/** Cuts `size` items from up to `size + 1` and makes the token for the rest. */
export function toPage<T>(request: PageRequest, found: readonly T[], keyOf: (item: T) => readonly string[]): Page<T> {
  const items = found.slice(0, request.size);
  const last = items.at(-1);
  const more = found.length > request.size && last !== undefined;
  return { items, nextPageToken: more ? encodeToken(request.list, keyOf(last)) : "" };
}

const digestOf = (list: string): string => createHash("sha256").update(list).digest("hex").slice(0, 8);

function encodeToken(list: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([digestOf(list), ...key])).toString("base64url");
}

function decodeToken(list: string, token: string): string[] {
  const refusal = invalidField("page_token", "is not a token of this list");
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
