import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readLength, readTag, readText, readVarint, skipField, startAt } from "./cursor.ts";

const invalid = { reason: "INVALID_FIELD" };
const at = (...bytes: number[]) => startAt(Buffer.from(bytes));

describe("a number on the wire", () => {
  it("may take more bytes than it needs, up to ten", () => {
    for (let padding = 0; padding <= 8; padding++) {
      const bytes = [0x85, ...Array.from({ length: padding }, () => 0x80), 0x00];
      const cursor = at(...bytes);
      assert.equal(readVarint(cursor), 5);
      assert.equal(cursor.at, bytes.length);
    }
    assert.throws(() => readVarint(at(0x85, ...Array.from({ length: 9 }, () => 0x80), 0x00)), invalid);
  });

  it("is its lower 32 bits, and says whether there are more", () => {
    for (const value of [0n, 1n, 127n, 128n, 0xffffffffn, 0x100000000n, 0x100000004n, 1n << 63n, (1n << 64n) - 1n]) {
      const bytes: number[] = [];
      for (let rest = value; ; rest >>= 7n) {
        bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
        if (rest <= 0x7fn) break;
      }
      const cursor = at(...bytes);
      assert.equal(BigInt(readVarint(cursor)), value & 0xffffffffn, String(value));
      assert.equal(cursor.high, value > 0xffffffffn, String(value));
    }
  });

  it("is refused above 64 bits and when it does not end", () => {
    const nine = Array.from({ length: 9 }, () => 0xff);
    assert.equal(readVarint(at(...nine, 0x01)), 0xffffffff);
    assert.throws(() => readVarint(at(...nine, 0x02)), invalid);
    assert.throws(() => readVarint(at(...nine, 0x81, 0x00)), invalid);
    for (let length = 0; length < 9; length++) assert.throws(() => readVarint(at(...nine.slice(0, length))), invalid);
  });
});

describe("a field on the wire", () => {
  it("has a number from 1 to 536870911", () => {
    assert.equal(readTag(at(0x0a)), 10);
    assert.equal(readTag(at(0xfa, 0xff, 0xff, 0xff, 0x0f)), 0xfffffffa);
    for (const bytes of [[0x00], [0x02], [0x07], [0x82, 0x00], [0x82, 0x80, 0x80, 0x80, 0x10]])
      assert.throws(() => readTag(at(...bytes)), invalid, String(bytes));
  });

  it("is never a group, nor of a wire type that is not used", () => {
    for (const wireType of [3, 4, 6, 7]) assert.throws(() => skipField(at(0, 0, 0, 0), wireType), invalid);
  });

  it("is never longer than what holds it", () => {
    for (const bytes of [[1], [2, 0], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x81, 0x80, 0x80, 0x80, 0x10, 0]])
      assert.throws(() => readLength(at(...bytes)), invalid, String(bytes));
    assert.throws(() => skipField(at(0, 0, 0), 5), invalid);
    assert.throws(() => skipField(at(0, 0, 0, 0, 0, 0, 0), 1), invalid);
  });

  it("is read as UTF-8 or not at all", () => {
    const text = Buffer.from("\u{feff}zahlungen-ü-\u{1f600}");
    assert.equal(readText(text, 0, text.length), text.toString());
    for (const bytes of [[0xff], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x61, 0x80], [0xf4, 0x90, 0x80, 0x80]])
      assert.throws(() => readText(Buffer.from(bytes), 0, bytes.length), invalid, String(bytes));
  });
});
