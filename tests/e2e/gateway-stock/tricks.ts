// Ways to say in which Namespace a request is, honest ones and others. Each is sent to both judges.
import { gzipSync } from "node:zlib";
import { chunk, frame, tag, varint, wire } from "./encode.ts";

/** The Namespaces that tricks are about; the caller holds something in the first. */
export interface Named {
  readonly own: { readonly name: string; readonly id: string };
  readonly other: { readonly name: string; readonly id: string };
  readonly unseen: string;
}

export interface Trick {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A number that no request of the API has. */
const unknownField = 20_001;
const gzip = { "grpc-encoding": "gzip" } as const;

/** The ones that every caller tries. */
export function plainTricks(field: number, { own, other, unseen }: Named): Trick[] {
  const says = (name: string, text: string): Trick => ({ name, body: frame(chunk(field, text)) });
  return [
    says("own", own.name),
    says("other", other.name),
    says("nobody's", unseen),
    { name: "none", body: frame(Buffer.alloc(0)) },
  ];
}

/** @param field number of the request's field `namespace` */
export function bodyTricks(field: number, named: Named): Trick[] {
  return [...namings(field, named), ...encodings(field, named), ...frames(field, named)];
}

function namings(field: number, { own, other }: Named): Trick[] {
  const texts: Record<string, string | Buffer> = {
    "empty text": "",
    "in capitals": own.name.toUpperCase(),
    "a space before": ` ${own.name}`,
    "a space after": `${own.name} `,
    "a NUL after": `${own.name}\0`,
    "a line after": `${own.name}\n`,
    "a dot after": `${own.name}.`,
    "a level after": `${own.name}:admin`,
    "a path": `${own.name}/../${other.name}`,
    percents: encodeURIComponent(other.name).replaceAll(".", "%2E"),
    "two names": `${own.name},${other.name}`,
    "the id": own.id,
    "the other's id": other.id,
    "no UTF-8": Buffer.concat([Buffer.from(own.name), Buffer.from([0xff])]),
    "too long": own.name.padEnd(1_001, "x"),
    "the system's": "temporal-system",
    "the system's, capitals": "Temporal-System",
    "the control plane's": "remit-system",
    "that of a new server": "default",
  };
  return Object.entries(texts).map(([name, text]) => ({ name, body: frame(chunk(field, text)) }));
}

function encodings(field: number, named: Named): Trick[] {
  const own = chunk(field, named.own.name);
  const other = chunk(field, named.other.name);
  const messages: Record<string, Buffer[]> = {
    "own, other": [own, other],
    "other, own": [other, own],
    "own, empty": [own, chunk(field, "")],
    "empty, own": [chunk(field, ""), own],
    "own, other, own": [own, other, own],
    "own, other with a long tag": [own, chunk(field, named.other.name, { tag: 2 })],
    "other, own with a long tag": [other, chunk(field, named.own.name, { tag: 2 })],
    "own, other with the longest tag": [own, chunk(field, named.other.name, { tag: field < 16 ? 9 : 8 })],
    "own, other with a long length": [own, chunk(field, named.other.name, { length: 3 })],
    "own with a long length": [chunk(field, named.own.name, { length: 4 })],
    "own, other under a number too large": [own, overflowing(field, named.other.name)],
    "own, a number": [own, tag(field, wire.number), varint(1)],
    "other, a number": [other, tag(field, wire.number), varint(1)],
    "own, eight bytes": [own, tag(field, wire.fixed64), Buffer.alloc(8, 0x61)],
    "own, four bytes": [own, tag(field, wire.fixed32), Buffer.alloc(4, 0x61)],
    "own, other in a group of its number": [own, ...group(field, other)],
    "own, other in a group of nobody's": [own, ...group(unknownField, other)],
    "other, own in a group of nobody's": [other, ...group(unknownField, own)],
    "own, other in a field of nobody's": [own, chunk(unknownField, other)],
    "own, a group that never ends": [own, tag(unknownField, wire.groupStart), other],
    "own, an end without its group": [own, tag(unknownField, wire.groupEnd), other],
    "own, field 0": [own, Buffer.from([0x02, 0x00])],
    "own, wire type 7": [own, Buffer.from([0x0f]), other],
    "own, cut off": [own, other.subarray(0, -1)],
    "own, length beyond the end": [own, tag(field, wire.chunk), varint(200), Buffer.from("x")],
  };
  return Object.entries(messages).map(([name, parts]) => ({ name, body: frame(Buffer.concat(parts)) }));
}

const group = (field: number, inside: Buffer): Buffer[] => [
  tag(field, wire.groupStart),
  inside,
  tag(field, wire.groupEnd),
];

/** A tag whose lower 32 bits are those of the field. */
const overflowing = (field: number, text: string): Buffer =>
  Buffer.concat([varint(2 ** 32 + field * 8 + wire.chunk), varint(text.length), Buffer.from(text)]);

function frames(field: number, named: Named): Trick[] {
  const own = chunk(field, named.own.name);
  const other = chunk(field, named.other.name);
  const zipped = (...parts: Buffer[]): Buffer => frame(gzipSync(Buffer.concat(parts)), 1);
  const members = frame(Buffer.concat([gzipSync(own), gzipSync(other)]), 1);
  return [
    { name: "gzip own", headers: gzip, body: zipped(own) },
    { name: "gzip other", headers: gzip, body: zipped(other) },
    { name: "gzip own, other", headers: gzip, body: zipped(own, other) },
    { name: "gzip other, own", headers: gzip, body: zipped(other, own) },
    { name: "gzip of two members", headers: gzip, body: members },
    {
      name: "gzip with a tail",
      headers: gzip,
      body: frame(Buffer.concat([gzipSync(own), Buffer.from("tail")]), 1),
    },
    { name: "gzip cut off", headers: gzip, body: frame(gzipSync(own).subarray(0, -4), 1) },
    { name: "gzip twice", headers: gzip, body: frame(gzipSync(gzipSync(own)), 1) },
    { name: "gzip announced, not done", headers: gzip, body: frame(own) },
    { name: "gzip not announced", body: zipped(own) },
    { name: "GZIP", headers: { "grpc-encoding": "GZIP" }, body: zipped(own) },
    { name: "deflate", headers: { "grpc-encoding": "deflate" }, body: zipped(own) },
    { name: "flag 2", body: frame(own, 2) },
    { name: "flag 255", headers: gzip, body: frame(gzipSync(own), 255) },
    { name: "two frames", body: Buffer.concat([frame(own), frame(other)]) },
    { name: "a frame and a half", body: Buffer.concat([frame(own), frame(other).subarray(0, 7)]) },
    { name: "no frame", body: Buffer.alloc(0) },
    { name: "own by a header", headers: { "temporal-namespace": named.own.name }, body: frame(other) },
    { name: "other by a header", headers: { "temporal-namespace": named.other.name }, body: frame(own) },
    { name: "the name in history", headers: { "temporal-principal-name": "somebody else" }, body: frame(own) },
    { name: "extras", headers: { "authorization-extras": "temporal-system:admin" }, body: frame(own) },
  ];
}
