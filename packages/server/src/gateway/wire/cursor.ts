// Reads protobuf's wire format the way a Temporal server does, which is written in Go: tags and lengths may take more
// bytes than they need, up to ten. What Go's decoder refuses is refused here, and so are groups, which no message has.
import { isUtf8 } from "node:buffer";
import { malformed } from "./malformed.ts";

export interface Cursor {
  readonly bytes: Buffer;
  at: number;
  /** Where the message that is being read ends. */
  end: number;
  /** Whether the last varint had bits above the lower 32. */
  high: boolean;
}

export const startAt = (bytes: Buffer): Cursor => ({ bytes, at: 0, end: bytes.length, high: false });

/** The lower 32 bits of a varint. @throws RemitError */
export function readVarint(cursor: Cursor): number {
  const { bytes, end } = cursor;
  let at = cursor.at;
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    if (at >= end) throw malformed("it ends too early");
    const byte = bytes[at++] as number;
    const bits = byte & 0x7f;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high = bits >>> 4;
    } else high |= bits;
    if (byte >= 0x80) continue;
    if (shift === 63 && byte > 1) break;
    cursor.at = at;
    cursor.high = high !== 0;
    return low >>> 0;
  }
  throw malformed("a number is too long");
}

/** The number of the next field above, its wire type in the lowest three bits. @throws RemitError */
export function readTag(cursor: Cursor): number {
  const tag = readVarint(cursor);
  if (cursor.high || tag < 8) throw malformed("a field has a number that no field can have");
  return tag;
}

/** Where the bytes end that begin at the cursor after this call. @throws RemitError */
export function readLength(cursor: Cursor): number {
  const length = readVarint(cursor);
  if (cursor.high || length > cursor.end - cursor.at) throw malformed("a field is longer than what holds it");
  return cursor.at + length;
}

/** @throws RemitError */
export function skipField(cursor: Cursor, wireType: number): void {
  if (wireType === 2) cursor.at = readLength(cursor);
  else if (wireType === 0) readVarint(cursor);
  else if (wireType === 5) skipBytes(cursor, 4);
  else if (wireType === 1) skipBytes(cursor, 8);
  else throw malformed("a field has a wire type that is not used");
}

function skipBytes(cursor: Cursor, count: number): void {
  cursor.at += count;
  if (cursor.at > cursor.end) throw malformed("it ends too early");
}

/** @throws RemitError for what is not UTF-8, which a server refuses, or must not be trusted to */
export function readText(bytes: Buffer, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    if ((bytes[at] as number) < 0x80) continue;
    if (!isUtf8(bytes.subarray(start, end))) throw malformed("a name is not UTF-8");
    return bytes.toString("utf8", start, end);
  }
  return bytes.toString("latin1", start, end);
}
