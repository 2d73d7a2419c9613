import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { createRandom, type Random } from "../../../policy/test-kit/random.ts";
import { RemitError } from "../errors.ts";
import { readRequest } from "./decide.ts";
import { knownPaths, type Route, requireRoute } from "./route.ts";
import type { Request } from "./scan.ts";
import {
  decode,
  encode,
  everything,
  ids,
  inputOf,
  makeTaskToken,
  other,
  outcomeOf,
  own,
  pathOf,
  viewWith,
} from "./testing/calls.ts";
import { decodeLikeGo, type Tree } from "./testing/go-decoder.ts";
import { judge, normalise, toTree } from "./testing/judge.ts";
import { encodeRandom } from "./testing/random-request.ts";
import { readFrame } from "./wire/frame.ts";

const paths = knownPaths.filter((path) => requireRoute(path).row.kind === "namespace");
const writes = ({ row }: Route): boolean => row.kind === "namespace" && row.level !== "read";

/** Null: refused. */
function scan(route: Route, message: Buffer): Request | null {
  try {
    return readRequest(route, message);
  } catch (error) {
    assert.ok(error instanceof RemitError, String(error));
    return null;
  }
}

/** What a server understands, and null where its decoder gives up. */
function understand(path: string, message: Buffer): Tree | null {
  try {
    return decodeLikeGo(inputOf(path), message);
  } catch {
    return null;
  }
}

const show = (path: string, message: Buffer): string => `${path} ${message.toString("hex")}`;

/** Nothing may pass that the server reads in another way. */
function requireNoGap(path: string, message: Buffer): void {
  const route = requireRoute(path);
  const scanned = scan(route, message);
  if (scanned === null) return;
  const tree = understand(path, message);
  // What no server can read reaches nothing.
  if (tree === null) return;
  const judged = judge(inputOf(path), tree, writes(route));
  assert.notEqual(judged, null, `it passed and must not: ${show(path, message)}`);
  if (judged !== null) assert.deepEqual(normalise(scanned), normalise(judged), show(path, message));
}

function damage(random: Random, message: Buffer): Buffer {
  const copy = Buffer.from(message);
  for (let count = random.whole(1, 3); count > 0 && copy.length > 0; count--) {
    const at = random.whole(0, copy.length - 1);
    copy[at] = (copy[at] as number) ^ (1 << random.whole(0, 7));
  }
  return copy;
}

describe("however a request is written", () => {
  it("the gateway reads in it what the official decoder does, and Go's", () => {
    const random = createRandom(20_261_125);
    let passed = 0;
    for (let round = 0; round < 60; round++) {
      for (const path of paths) {
        const route = requireRoute(path);
        const message = encodeRandom(random, inputOf(path));
        const tree = decodeLikeGo(inputOf(path), message);
        const judged = judge(inputOf(path), tree, writes(route));
        const official = judge(inputOf(path), toTree(inputOf(path), decode(path, message)), writes(route));
        const scanned = scan(route, message);
        const expected = judged === null ? null : normalise(judged);
        assert.deepEqual(scanned === null ? null : normalise(scanned), expected, show(path, message));
        assert.deepEqual(official === null ? null : normalise(official), expected, show(path, message));
        if (scanned !== null) passed++;
      }
    }
    // Most are requests that a decision is made on: the comparison is about something.
    assert.ok(passed > 4_000, `${passed} passed`);
  });

  it("the decision is the same when it comes packed", () => {
    const random = createRandom(7);
    const view = viewWith({ [own]: everything, [other]: ["temporal.workflow.signal"] });
    let allowed = 0;
    for (const path of paths) {
      const message = encodeRandom(random, inputOf(path));
      const packed = gzipSync(message);
      const frame = Buffer.concat([Buffer.from([1, 0, 0, packed.length >> 8, packed.length & 255]), packed]);
      const outcome = outcomeOf(view, path, message);
      assert.equal(outcomeOf(view, path, readFrame(frame, "gzip")), outcome);
      if (outcome === "allowed") allowed++;
    }
    assert.ok(allowed > 10, `${allowed} allowed`);
  });

  it("a request that ends too early never passes as something else", () => {
    const random = createRandom(3);
    for (const path of paths) {
      const message = encodeRandom(random, inputOf(path)).subarray(0, 400);
      for (let length = 0; length <= message.length; length++) requireNoGap(path, message.subarray(0, length));
    }
  });

  it("a request of which a bit fell over never passes as something else", () => {
    const random = createRandom(99);
    for (let round = 0; round < 100; round++)
      for (const path of paths) requireNoGap(path, damage(random, encodeRandom(random, inputOf(path))));
  });

  it("each bit that falls over in a small request is seen as a server sees it", () => {
    const small = [
      [pathOf("StartWorkflowExecution"), { namespace: own, workflowIdReusePolicy: 1, taskQueue: { name: "q" } }],
      [pathOf("DescribeNamespace"), { namespace: own, id: "x" }],
      [
        pathOf("RespondWorkflowTaskCompleted"),
        {
          namespace: own,
          taskToken: Buffer.from("\n\x01x"),
          commands: [
            { attributes: { case: "signalExternalWorkflowExecutionCommandAttributes", value: { namespace: other } } },
          ],
        },
      ],
    ] as const;
    for (const [path, value] of small) {
      const message = encode(path, value);
      for (let bit = 0; bit < message.length * 8; bit++) {
        const copy = Buffer.from(message);
        copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
        requireNoGap(path, copy);
      }
    }
  });

  it("bytes of any kind are refused or understood, and nothing else happens", () => {
    const random = createRandom(5);
    for (let round = 0; round < 20_000; round++) {
      const message = Buffer.from(Array.from({ length: random.whole(0, 40) }, () => random.whole(0, 255)));
      requireNoGap(random.pick(paths), message);
    }
  });
});

describe("a trick with the wire format", () => {
  const view = viewWith({ [own]: { level: "admin" } });
  const start = pathOf("StartWorkflowExecution");
  const field = (number: number, value: string | Buffer): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
  };
  const send = (path: string, ...parts: Buffer[]) => outcomeOf(view, path, Buffer.concat(parts));

  it("does not show one Namespace and mean another: the last one counts", () => {
    assert.equal(send(start, field(1, other), field(1, own)), "allowed");
    assert.equal(send(start, field(1, own), field(1, other)), "PERMISSION_DENIED");
    assert.equal(send(start, field(1, own), field(1, "")), "INVALID_FIELD");
    const last = pathOf("RespondActivityTaskCompleted");
    assert.equal(send(last, field(4, own), field(1, other)), "INVALID_FIELD");
    const token = field(1, makeTaskToken(ids[own] ?? ""));
    assert.equal(send(last, token, field(4, other), field(4, own)), "allowed");
  });

  it("does not hide a Namespace behind a long number", () => {
    const long = Buffer.concat([
      Buffer.from([0x8a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]),
      Buffer.from([other.length | 0x80, 0x80, 0x80, 0x00]),
      Buffer.from(other),
    ]);
    assert.equal(send(start, field(1, own), long), "PERMISSION_DENIED");
  });

  it("does not hide a choice in bits that a server drops", () => {
    const terminate = (bytes: number[]) => Buffer.concat([Buffer.from([11 * 8]), Buffer.from(bytes)]);
    const starter = viewWith({ [own]: ["temporal.workflow.start"] });
    const with4 = (bytes: number[]) => outcomeOf(starter, start, Buffer.concat([field(1, own), terminate(bytes)]));
    assert.equal(with4([1]), "allowed");
    assert.equal(with4([4]), "PERMISSION_DENIED");
    assert.equal(with4([0x84, 0x80, 0x80, 0x80, 0x10]), "PERMISSION_DENIED");
    assert.equal(with4([0x84, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]), "PERMISSION_DENIED");
  });

  it("does not give a message twice that decoders merge", () => {
    const queue = (name: string) => field(4, field(1, name));
    assert.equal(send(start, field(1, own), queue("q")), "allowed");
    assert.equal(send(start, field(1, own), queue("q"), queue("q")), "INVALID_FIELD");
    assert.equal(send(start, queue("q"), field(1, own), field(4, field(2, "x"))), "INVALID_FIELD");
  });

  it("does not choose twice where one is chosen", () => {
    const batch = pathOf("StartBatchOperation");
    const lesser = viewWith({ [own]: ["temporal.batch.start", "temporal.workflow.signal"] });
    const outcome = (...parts: Buffer[]) => outcomeOf(lesser, batch, Buffer.concat([field(1, own), ...parts]));
    const signal = field(11, field(1, "s"));
    const end = field(10, "");
    assert.equal(outcome(signal), "allowed");
    assert.equal(outcome(end), "PERMISSION_DENIED");
    assert.equal(outcome(end, signal), "INVALID_FIELD");
    assert.equal(outcome(signal, end), "INVALID_FIELD");
    // What a newer server may choose by a field that is not known here.
    assert.equal(outcome(signal, Buffer.from([0xfa, 0x07, 0])), "INVALID_FIELD");
  });

  it("does not begin a group, give a field number 0, or say a name that is not UTF-8", () => {
    for (const bytes of [[0x0b, 0x0c], [0x0c], [0x0e], [0x0f], [0x02, 0x00], [0x00, 0x00]])
      assert.equal(send(start, field(1, own), Buffer.from(bytes)), "INVALID_FIELD", String(bytes));
    assert.equal(send(start, field(1, Buffer.from([0x61, 0xff]))), "INVALID_FIELD");
    assert.equal(send(start, field(1, own), Buffer.from([0x08, 0x01])), "INVALID_FIELD");
  });

  it("is not the fields of a newer SDK: those go on to the server", () => {
    assert.equal(
      send(start, field(1, own), Buffer.from([0xfa, 0x3f, 3, 1, 2, 3]), Buffer.from([0xf8, 0x3f, 1])),
      "allowed",
    );
  });
});
