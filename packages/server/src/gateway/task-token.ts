// A task token is the server's own message. Every kind of it begins with the id of the Namespace whose task it is, as
// field 1; the rest is nobody's business here.
import { readLength, readTag, readText, skipField, startAt } from "./wire/cursor.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id on the Temporal server; null when the token has another shape. @throws RemitError for what is no message */
export function readTokenNamespaceId(token: Buffer): string | null {
  const cursor = startAt(token);
  let id: string | null = null;
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor);
    if (tag !== ((1 << 3) | 2)) {
      skipField(cursor, tag & 7);
      continue;
    }
    const end = readLength(cursor);
    id = readText(token, cursor.at, end);
    cursor.at = end;
  }
  return id !== null && uuid.test(id) ? id : null;
}
