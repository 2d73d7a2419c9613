// A slow second reading of the wire format, written from Go's rules and with nothing of the gateway's own: the judge of
// what a Temporal server understands. Throws where Go's decoder would.
import { isUtf8 } from "node:buffer";
import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";

export type Value = string | Buffer | number | boolean | Tree | Tree[];
/** A message, by the names of its fields; a map is a list of its entries. */
export type Tree = Map<string, Value>;

class Bytes {
  readonly #bytes: Buffer;
  at = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  get done(): boolean {
    return this.at >= this.#bytes.length;
  }
  varint(): bigint {
    let value = 0n;
    for (let index = 0n; index < 10n; index++) {
      const byte = this.take(1)[0] as number;
      if (index === 9n && byte > 1) throw new Error("overflow");
      value |= BigInt(byte & 0x7f) << (7n * index);
      if (byte < 0x80) return value;
    }
    throw new Error("overflow");
  }
  take(length: number): Buffer {
    if (length > this.#bytes.length - this.at) throw new Error("unexpected EOF");
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }
  chunk(): Buffer {
    const length = this.varint();
    if (length > BigInt(this.#bytes.length)) throw new Error("unexpected EOF");
    return this.take(Number(length));
  }
  tag(): { number: number; wireType: number } {
    const tag = this.varint();
    const number = tag >> 3n;
    if (number < 1n || number > 536_870_911n) throw new Error("invalid field number");
    return { number: Number(number), wireType: Number(tag & 7n) };
  }
  skip(wireType: number, number: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.take(8);
    else if (wireType === 2) this.chunk();
    else if (wireType === 5) this.take(4);
    else if (wireType === 3) this.#skipGroup(number);
    else throw new Error("invalid wire type");
  }
  #skipGroup(number: number): void {
    for (;;) {
      const inner = this.tag();
      if (inner.wireType !== 4) this.skip(inner.wireType, inner.number);
      else if (inner.number === number) return;
      else throw new Error("mismatching end group");
    }
  }
}

export function decodeLikeGo(desc: DescMessage, bytes: Buffer, into: Tree = new Map()): Tree {
  const input = new Bytes(bytes);
  while (!input.done) {
    const { number, wireType } = input.tag();
    const field = desc.fields.find((one) => one.number === number);
    // Of another wire type than the field's it is an unknown field for Go.
    if (field === undefined || !fits(field, wireType)) input.skip(wireType, number);
    else set(into, field, input);
  }
  return into;
}

const isMessage = (field: DescField): boolean =>
  field.fieldKind === "message" || (field.fieldKind === "list" && field.listKind === "message");

function fits(field: DescField, wireType: number): boolean {
  if (field.fieldKind === "map" || isMessage(field)) return wireType === 2;
  if (field.fieldKind === "list") return false;
  if (field.fieldKind === "enum") return wireType === 0;
  if (field.fieldKind !== "scalar") return false;
  if (field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES) return wireType === 2;
  return field.scalar === ScalarType.BOOL && wireType === 0;
}

function set(into: Tree, field: DescField, input: Bytes): void {
  for (const sibling of field.oneof?.fields ?? []) if (sibling !== field) into.delete(sibling.name);
  if (field.fieldKind === "map") {
    push(into, field.name, decodeEntry(field, input.chunk()));
  } else if (field.fieldKind === "list" && field.message !== undefined) {
    push(into, field.name, decodeLikeGo(field.message, input.chunk()));
  } else if (field.fieldKind === "message") {
    into.set(field.name, decodeLikeGo(field.message, input.chunk(), into.get(field.name) as Tree | undefined));
  } else if (field.fieldKind === "enum") {
    into.set(field.name, Number(BigInt.asIntN(32, input.varint())));
  } else if (field.scalar === ScalarType.BOOL) into.set(field.name, input.varint() !== 0n);
  else if (field.scalar === ScalarType.BYTES) into.set(field.name, input.chunk());
  else into.set(field.name, text(input.chunk()));
}

function push(into: Tree, name: string, item: Tree): void {
  into.set(name, [...((into.get(name) as Tree[] | undefined) ?? []), item]);
}

/** Entries of the same key stay side by side: a judge may see more than a server does, not less. */
function decodeEntry(field: DescField & { fieldKind: "map" }, bytes: Buffer): Tree {
  const entry: Tree = new Map();
  const input = new Bytes(bytes);
  while (!input.done) {
    const { number, wireType } = input.tag();
    if (number !== 2 || wireType !== 2 || field.mapKind !== "message") input.skip(wireType, number);
    else entry.set("value", decodeLikeGo(field.message, input.chunk(), entry.get("value") as Tree | undefined));
  }
  return entry;
}

function text(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Error("invalid UTF-8");
  return bytes.toString();
}
