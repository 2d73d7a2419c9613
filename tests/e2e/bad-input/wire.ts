// Spoilt protobuf: what no JSON can say.
import { type DescMessage, fromJson, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { registry } from "@remit/protocol";
import type { Random } from "../../crash/random.ts";
import type { JsonObject } from "./samples.ts";

export interface SpoiltBytes {
  readonly what: string;
  readonly bytes: Uint8Array;
}

/** Stands for a text whose bytes are then replaced by something that is not UTF-8. */
const placeholder = "\u0001\u0002\u0003\u0004";
const notUtf8 = [
  [0xff, 0xfe, 0xc0, 0x80],
  [0xed, 0xa0, 0x80, 0x61],
  [0xf8, 0x88, 0x80, 0x80],
];

export function toBytes(desc: DescMessage, request: JsonObject): Uint8Array {
  return toBinary(desc, fromJson(desc, request, { registry }));
}

export function* spoilBytes(desc: DescMessage, request: JsonObject, random: Random): Generator<SpoiltBytes> {
  const good = toBytes(desc, request);
  for (const bad of notUtf8) {
    for (const name of textFields(desc)) {
      const marked = toBytes(desc, { ...request, [name]: placeholder });
      const at = Buffer.from(marked).indexOf(placeholder);
      if (at < 0) continue;
      yield {
        what: `${name}: not UTF-8`,
        bytes: Buffer.concat([marked.subarray(0, at), Uint8Array.from(bad), marked.subarray(at + 4)]),
      };
    }
  }
  for (let count = 0; count < 12 && good.length > 0; count++) {
    const at = random.whole(0, good.length - 1);
    const flipped = Uint8Array.from(good);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.whole(0, 7));
    yield { what: `a bit flipped at ${at}`, bytes: flipped };
    yield { what: `cut at ${at}`, bytes: good.subarray(0, at) };
    yield {
      what: `bytes put in at ${at}`,
      bytes: Buffer.concat([good.subarray(0, at), Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]), good.subarray(at)]),
    };
  }
  yield { what: "everything twice", bytes: Buffer.concat([good, good]) };
  yield { what: "field 0", bytes: Buffer.concat([good, Buffer.from([0x00, 0x01])]) };
  yield { what: "an endless varint", bytes: Buffer.concat([good, Buffer.alloc(11, 0xff)]) };
  yield {
    what: "a length beyond the end",
    bytes: Buffer.concat([good, Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07])]),
  };
  yield { what: "groups in groups", bytes: Buffer.alloc(20_000, 0x0b) };
  yield { what: "the end of a group", bytes: Buffer.concat([good, Buffer.from([0x0c])]) };
  for (const field of desc.fields) {
    for (const type of [WireType.Varint, WireType.Bit64, WireType.LengthDelimited, WireType.Bit32]) {
      yield {
        what: `${field.name} as wire type ${type}`,
        bytes: Buffer.concat([good, writeField(field.number, type)]),
      };
    }
    if (field.message !== undefined)
      yield { what: `${field.name} in itself, 5,000 times`, bytes: nest(field.number, 5_000) };
    if (field.message?.typeName === "google.protobuf.Timestamp") {
      for (const seconds of [2n ** 63n - 1n, -(2n ** 63n), 253_402_300_800n]) {
        yield { what: `${field.name} at ${seconds}`, bytes: Buffer.concat([good, writeTime(field.number, seconds)]) };
      }
    }
  }
  yield {
    what: "unknown fields",
    bytes: Buffer.concat([
      good,
      writeField(19_999, WireType.LengthDelimited),
      writeField(536_870_911, WireType.Varint),
    ]),
  };
}

const textFields = (desc: DescMessage): string[] =>
  desc.fields.flatMap((field) =>
    field.fieldKind === "scalar" && field.scalar === 9 && field.oneof === undefined ? [field.jsonName] : [],
  );

function writeField(number: number, type: WireType): Uint8Array {
  const writer = new BinaryWriter().tag(number, type);
  if (type === WireType.Varint) return writer.int64(-1n).finish();
  if (type === WireType.Bit64) return writer.fixed64(2n ** 64n - 1n).finish();
  if (type === WireType.Bit32) return writer.fixed32(2 ** 32 - 1).finish();
  return writer.bytes(Buffer.from("\u0000text")).finish();
}

/** Seconds beyond what a date can be, with nanoseconds that are none. */
function writeTime(number: number, seconds: bigint): Uint8Array {
  const time = new BinaryWriter().tag(1, WireType.Varint).int64(seconds).tag(2, WireType.Varint).int32(-5).finish();
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(time).finish();
}

function nest(number: number, levels: number): Uint8Array {
  let inner: Uint8Array = new Uint8Array();
  for (let level = 0; level < levels; level++)
    inner = new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(inner).finish();
  return inner;
}
