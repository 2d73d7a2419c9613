// Protobuf's wire format, as badly written as it may be.

/** @param padding bytes that say nothing; up to ten there may be in all */
export function varint(value: number, padding = 0): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest % 128);
    if (rest < 128) break;
  }
  for (let count = 0; count < padding; count++) bytes.push(0);
  return Buffer.from(bytes.map((byte, index) => (index === bytes.length - 1 ? byte : byte | 0x80)));
}

export const wire = { number: 0, fixed64: 1, chunk: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

export const tag = (field: number, type: number, padding = 0): Buffer => varint(field * 8 + type, padding);

export interface Padding {
  readonly tag?: number;
  readonly length?: number;
}

/** A field of text, bytes or a message. */
export function chunk(field: number, value: string | Buffer, padding: Padding = {}): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([tag(field, wire.chunk, padding.tag), varint(bytes.length, padding.length), bytes]);
}

/** One frame of gRPC. */
export function frame(message: Buffer, flag = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
