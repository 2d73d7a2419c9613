// The fields of a small message that are text, bytes or messages, for whoever needs a few of them and no more.
import { readLength, readTag, skipField, startAt } from "./cursor.ts";

/** Calls `visit` with each of them, in their order. @throws RemitError for what is malformed */
export function eachBytesField(message: Buffer, visit: (field: number, value: Buffer) => void): void {
  const cursor = startAt(message);
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor);
    if ((tag & 7) !== 2) {
      skipField(cursor, tag & 7);
      continue;
    }
    const end = readLength(cursor);
    visit(tag >>> 3, message.subarray(cursor.at, end));
    cursor.at = end;
  }
}

/** The last one of that number, as a decoder takes it; null: there is none. @throws RemitError for what is malformed */
export function lastBytesField(message: Buffer, number: number): Buffer | null {
  let found: Buffer | null = null;
  eachBytesField(message, (field, value) => {
    if (field === number) found = value;
  });
  return found;
}
