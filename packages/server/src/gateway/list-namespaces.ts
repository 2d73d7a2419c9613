// ListNamespaces for whoever is signed in: the server's own list, of which the caller gets what it may describe. What
// the server says of a Namespace goes on byte for byte. Tokens are the server's own and always those of an item that
// the caller sees, so that none tells of another one, and none has to be kept here.
import { Code } from "@connectrpc/connect";
import { invalidField, RemitError } from "../errors.ts";
import { readLength, readTag, readText, readVarint, skipField, startAt } from "./wire/cursor.ts";
import { eachBytesField } from "./wire/fields.ts";
import { writeField } from "./wire/write.ts";

export interface ListNamespacesInput {
  /** The caller's ListNamespacesRequest. */
  readonly message: Buffer;
  /** Whether the caller holds `temporal.namespace.describe` on the Namespace of that name. */
  readonly mayDescribe: (name: string) => boolean;
  /** One ListNamespacesResponse of the server. An empty token begins at the start. */
  readonly readPage: (pageSize: number, token: Uint8Array) => Promise<Uint8Array>;
}

/** What a server does without a page size. */
const defaultPageSize = 100;
const maxPageSize = 1_000;
const maxTokenBytes = 1_024;
/** To find the few that a caller sees among many takes larger pages than the caller asked for. */
const searchSize = 500;

interface Page {
  /** Each a DescribeNamespaceResponse. */
  readonly items: readonly { readonly bytes: Uint8Array; readonly name: string }[];
  readonly token: Uint8Array;
}

/**
 * A ListNamespacesResponse with up to the page size that the caller asked for, filled up from further pages.
 * @throws RemitError INVALID_ARGUMENT; and whatever `readPage` fails with, as the server's answer to a token that is not its own
 */
export async function listNamespaces(input: ListNamespacesInput): Promise<Uint8Array> {
  const { pageSize, token: first } = readListRequest(input.message);
  const found: Uint8Array[] = [];
  let token = first;
  for (let size = pageSize; ; size = Math.max(pageSize - found.length, searchSize)) {
    let page = await requirePage(input, size, token);
    const last = findFilling(page, input.mayDescribe, pageSize - found.length);
    // Read once more, up to the item that fills the page: what follows it belongs to the next one.
    if (last !== null && last < page.items.length - 1) page = await requirePage(input, last + 1, token);
    found.push(...page.items.filter(({ name }) => input.mayDescribe(name)).map(({ bytes }) => bytes));
    token = page.token;
    if (token.length === 0 || found.length >= pageSize) break;
  }
  const fields = [...found.map((item) => writeField(1, item)), ...(token.length === 0 ? [] : [writeField(2, token)])];
  return Buffer.concat(fields.flat());
}

/** Index of the item with which the caller has as many as it asked for; null when they are not enough. */
function findFilling({ items }: Page, mayDescribe: (name: string) => boolean, missing: number): number | null {
  let count = 0;
  for (const [index, { name }] of items.entries()) if (mayDescribe(name) && ++count === missing) return index;
  return null;
}

/** @throws RemitError INVALID_ARGUMENT */
function readListRequest(message: Buffer): { pageSize: number; token: Uint8Array } {
  const cursor = startAt(message);
  let pageSize = 0;
  let token: Uint8Array = Buffer.alloc(0);
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor);
    if (tag === ((1 << 3) | 0)) pageSize = readVarint(cursor) | 0;
    else if (tag === ((2 << 3) | 2)) {
      const end = readLength(cursor);
      token = message.subarray(cursor.at, end);
      cursor.at = end;
    } else skipField(cursor, tag & 7);
  }
  if (pageSize < 0) throw invalidField("page_size", "must not be negative");
  if (token.length > maxTokenBytes) throw invalidField("next_page_token", "is not one that a list has given");
  return { pageSize: Math.min(pageSize === 0 ? defaultPageSize : pageSize, maxPageSize), token };
}

async function requirePage({ readPage }: ListNamespacesInput, size: number, token: Uint8Array): Promise<Page> {
  const bytes = Buffer.from(await readPage(size, token));
  let page: Page;
  try {
    page = readListResponse(bytes);
  } catch (error) {
    throw odd(error);
  }
  if (page.token.length > 0 && Buffer.compare(page.token, token) === 0)
    throw odd(new Error("the list of Namespaces never ends"));
  return page;
}

function readListResponse(bytes: Buffer): Page {
  const items: { bytes: Uint8Array; name: string }[] = [];
  let token: Uint8Array = Buffer.alloc(0);
  eachBytesField(bytes, (number, value) => {
    if (number === 1) items.push({ bytes: value, name: readName(value) });
    else if (number === 2) token = value;
  });
  return { items, token };
}

/** Of a DescribeNamespaceResponse: namespace_info.name. Without one nobody may see it. */
function readName(described: Buffer): string {
  let name = "";
  eachBytesField(described, (number, info) => {
    if (number !== 1) return;
    eachBytesField(info, (field, value) => {
      if (field === 1) name = readText(value, 0, value.length);
    });
  });
  return name;
}

const odd = (cause: unknown): RemitError =>
  new RemitError(Code.Internal, "INTERNAL", "the Temporal server gave an answer that cannot be read", { cause });
