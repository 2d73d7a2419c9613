// Frames of HTTP/2 as bytes, for peers in tests that break its rules.

const types = { data: 0, headers: 1, rst: 3, settings: 4, ping: 6, windowUpdate: 8, continuation: 9 };

export function frame(type: keyof typeof types, flags: number, streamId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(types[type], 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

/** What every client says first. */
export const preface = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  frame("settings", 0, 0, Buffer.alloc(0)),
]);
