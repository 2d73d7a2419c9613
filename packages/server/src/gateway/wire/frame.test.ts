import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { maxMessageBytes, readFrame } from "./frame.ts";

function frame(message: Uint8Array, flag = 0, length = message.length): Buffer {
  const prefix = Buffer.from([flag, 0, 0, 0, 0]);
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, message]);
}
const message = Buffer.from("a message");
const invalid = { reason: "INVALID_FIELD" };

describe("a frame", () => {
  it("gives its message, as it is or inflated", () => {
    assert.deepEqual(readFrame(frame(message), undefined), message);
    assert.deepEqual(readFrame(frame(message), "identity"), message);
    assert.deepEqual(readFrame(frame(message), "gzip"), message);
    assert.deepEqual(readFrame(frame(gzipSync(message), 1), "gzip"), message);
    assert.deepEqual(readFrame(frame(Buffer.alloc(0)), undefined), Buffer.alloc(0));
  });

  it("is exactly one: none, a part of one, one and a half and two are refused", () => {
    for (const body of [
      Buffer.alloc(0),
      frame(message).subarray(0, 4),
      frame(message).subarray(0, -1),
      Buffer.concat([frame(message), Buffer.from([0])]),
      Buffer.concat([frame(message), frame(message)]),
      frame(message, 0, message.length + 1),
      frame(message, 0, message.length - 1),
    ])
      assert.throws(() => readFrame(body, undefined), invalid);
  });

  it("has a flag that says what it is", () => {
    for (const flag of [2, 128, 255]) assert.throws(() => readFrame(frame(message, flag), "gzip"), invalid);
    assert.throws(() => readFrame(frame(gzipSync(message), 1), undefined), invalid);
    assert.throws(() => readFrame(frame(gzipSync(message), 1), "identity"), invalid);
  });

  it("is refused in an encoding that is not known, with those that are", () => {
    for (const encoding of ["deflate", "snappy", "GZIP", "gzip, gzip", "gzip,identity", "zstd", ["gzip", "gzip"]])
      for (const flag of [0, 1])
        assert.throws(() => readFrame(frame(message, flag), encoding), {
          reason: "NOT_IMPLEMENTED",
          message: /supported are identity,gzip/,
        });
  });

  it("is refused when what it holds is not all that gzip made", () => {
    const packed = gzipSync(message);
    for (let length = 0; length < packed.length; length++)
      assert.throws(() => readFrame(frame(packed.subarray(0, length), 1), "gzip"), invalid, `${length}`);
    for (const rest of [[0], [0, 0, 0], [1], [0x1f, 0x8b], [...message]])
      assert.throws(() => readFrame(frame(Buffer.concat([packed, Buffer.from(rest)]), 1), "gzip"), invalid);
    const wrongSum = Buffer.from(packed);
    wrongSum[wrongSum.length - 6] = (wrongSum[wrongSum.length - 6] as number) ^ 1;
    assert.throws(() => readFrame(frame(wrongSum, 1), "gzip"), invalid);
  });

  it("may be packed in several pieces, which count as one, as for a server", () => {
    const pieces = Buffer.concat([gzipSync(message), gzipSync(Buffer.from(", twice"))]);
    assert.deepEqual(readFrame(frame(pieces, 1), "gzip"), Buffer.from("a message, twice"));
  });

  it("is refused above what a server takes, before and after it is inflated", () => {
    const largest = Buffer.alloc(maxMessageBytes);
    assert.equal(readFrame(frame(largest), undefined).length, maxMessageBytes);
    assert.equal(readFrame(frame(gzipSync(largest), 1), "gzip").length, maxMessageBytes);
    const tooLarge = { ...invalid, message: /at most 4194304 bytes/ };
    const larger = Buffer.alloc(maxMessageBytes + 1);
    assert.throws(() => readFrame(frame(larger), undefined), tooLarge);
    assert.throws(() => readFrame(frame(gzipSync(larger), 1), "gzip"), tooLarge);
    assert.throws(() => readFrame(frame(gzipSync(Buffer.alloc(64 * maxMessageBytes)), 1), "gzip"), tooLarge);
  });
});
