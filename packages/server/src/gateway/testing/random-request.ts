// Random requests in random encodings. What is written is well formed, and hard: fields in any order, values that come
// several times of which the last one counts, numbers longer than they need to be, fields that nobody knows.
import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { ruleOf } from "../../../../../tools/gateway-fields.ts";
import type { Random } from "../../../../policy/test-kit/random.ts";
import { messageFacts } from "../request-fields.ts";
import { ids, makeTaskToken, other, own, unseen } from "./calls.ts";

/** The Namespaces that requests name: mostly the first. */
export interface Words {
  readonly own: string;
  readonly other: string;
  readonly unseen: string;
  /** Of each on its Temporal server, for task tokens. */
  readonly ids: Readonly<Record<string, string>>;
}

const ordinary: Words = { own, other, unseen, ids };
const textsOf = (words: Words): string[] => [
  words.own,
  words.own,
  words.own,
  words.other,
  words.unseen,
  "",
  "remit-system",
  "w",
  "open",
  "closed",
  "TemporalNamespaceDivision",
  "ünï",
];
const names = [
  "w",
  "w",
  "w",
  "temporal-sys-scheduler:x",
  "temporal-sys-per-ns-tq",
  "/_sys/q/1",
  "temporal-sys/worker-commands/x",
];
const maxDepth = 7;

/** The official decoder for JavaScript takes no longer ones; Go's takes ten. */
const maxTagBytes = 5;

export function encodeRandom(random: Random, desc: DescMessage, words = ordinary, depth = 0): Buffer {
  const parts: Buffer[][] = [];
  const oneofs = new Set(desc.oneofs.map((oneof) => random.pick(oneof.fields)));
  const facts = messageFacts[desc.typeName.replace("temporal.api.", "")];
  for (const field of desc.fields) {
    if (field.oneof !== undefined && !oneofs.has(field)) continue;
    const matters = facts?.fields.some(([number, , kind]) => number === field.number && kind !== "skip") ?? false;
    if (!random.chance(matters ? 0.6 : 0.08)) continue;
    parts.push(encodeField(random, field, words, depth));
  }
  if (facts === undefined || facts.oneOf.length === 0)
    for (let count = random.whole(0, 2); count > 0; count--) parts.push([encodeUnknown(random, words)]);
  return Buffer.concat(interleave(random, parts));
}

/** In any order, but the pieces of one field in theirs. */
function interleave(random: Random, parts: Buffer[][]): Buffer[] {
  const all: Buffer[] = [];
  const waiting = parts.filter((part) => part.length > 0).map((part) => [...part]);
  while (waiting.length > 0) {
    const at = random.whole(0, waiting.length - 1);
    const next = waiting[at]?.shift();
    if (next !== undefined) all.push(next);
    if (waiting[at]?.length === 0) waiting.splice(at, 1);
  }
  return all;
}

function encodeField(random: Random, field: DescField, words: Words, depth: number): Buffer[] {
  const repeat = 1 + (random.chance(0.3) ? random.whole(0, 2) : 0);
  if (field.fieldKind === "map") {
    const value = field.mapKind === "message" ? encodeRandom(random, field.message, words, depth + 1) : Buffer.alloc(0);
    if (field.mapKind !== "message" || depth >= maxDepth) return [];
    const entry = Buffer.concat([chunk(random, 1, Buffer.from("k")), chunk(random, 2, value)]);
    return [chunk(random, field.number, entry)];
  }
  const message = field.fieldKind === "message" || field.fieldKind === "list" ? field.message : undefined;
  if (message !== undefined) {
    if (depth >= maxDepth) return [];
    const count = field.fieldKind === "list" ? repeat : 1;
    return Array.from({ length: count }, () =>
      chunk(random, field.number, encodeRandom(random, message, words, depth + 1)),
    );
  }
  if (field.fieldKind === "list") return [];
  // Twice in a oneof is refused, and has a test of its own.
  const times = field.oneof === undefined ? repeat : 1;
  return Array.from({ length: times }, () => encodeValue(random, field, words));
}

function encodeValue(random: Random, field: DescField, words: Words): Buffer {
  if (field.fieldKind === "enum") {
    const value = random.chance(0.03) ? 77 : random.pick(field.enum.values).number;
    return number(random, field.number, BigInt(value) + (random.chance(0.05) ? 1n << 32n : 0n));
  }
  switch (field.scalar) {
    case ScalarType.STRING: {
      const isName = ruleOf(field)?.is === "name" && random.chance(0.3);
      return chunk(random, field.number, Buffer.from(random.pick(isName ? names : textsOf(words))));
    }
    case ScalarType.BYTES:
      return chunk(
        random,
        field.number,
        makeTaskToken(words.ids[random.pick([words.own, words.own, words.other])] ?? ""),
      );
    case ScalarType.BOOL:
      return number(random, field.number, random.pick([0n, 1n, 1n, 2n, 1n << 40n]));
    case ScalarType.FLOAT:
      return Buffer.concat([tag(random, field.number, 5), Buffer.from([0, 0, 128, 63])]);
    case ScalarType.DOUBLE:
      return Buffer.concat([tag(random, field.number, 1), Buffer.alloc(8)]);
    default:
      return number(random, field.number, BigInt(random.whole(0, 999)));
  }
}

function encodeUnknown(random: Random, words: Words): Buffer {
  const field = 20_000 + random.whole(0, 999);
  const kind = random.whole(0, 3);
  if (kind === 0) return number(random, field, BigInt(random.whole(0, 1 << 20)) << BigInt(random.whole(0, 43)));
  if (kind === 1) return chunk(random, field, Buffer.from(random.pick(textsOf(words))));
  const width = kind === 2 ? 4 : 8;
  return Buffer.concat([tag(random, field, kind === 2 ? 5 : 1), Buffer.alloc(width, 0x0a)]);
}

const number = (random: Random, field: number, value: bigint): Buffer =>
  Buffer.concat([tag(random, field, 0), varint(random, value)]);

const chunk = (random: Random, field: number, value: Buffer): Buffer =>
  Buffer.concat([tag(random, field, 2), varint(random, BigInt(value.length)), value]);

const tag = (random: Random, field: number, wireType: number): Buffer =>
  varint(random, BigInt(field * 8 + wireType), maxTagBytes);

/** Sometimes with bytes that say nothing, up to the ten that there may be. */
function varint(random: Random, value: bigint, most = 10): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn));
    if (rest <= 0x7fn) break;
  }
  if (random.chance(0.1)) for (let room = random.whole(0, most - bytes.length); room > 0; room--) bytes.push(0);
  return Buffer.from(bytes.map((byte, index) => (index === bytes.length - 1 ? byte : byte | 0x80)));
}
