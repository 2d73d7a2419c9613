// Peers that break the rules of HTTP/2, frame by frame: each is cut off, and nothing stays of it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { frame, preface } from "../../listen/testing/http2-frames.ts";
import { connectRaw } from "../../listen/testing/raw.ts";
import { call, frame as grpcFrame, openSession, until } from "./testing/calls.ts";
import { startTestTransport, type TestTransport } from "./testing/start.ts";
import { echo, startUpstream } from "./testing/upstream.ts";

const endHeaders = 4;

const literal = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]);
/** A call's headers, without Huffman and without the table. */
const callHeaders = Buffer.concat([
  literal(":method", "POST"),
  literal(":scheme", "http"),
  literal(":path", "/a.B/C"),
  literal("content-type", "application/grpc"),
]);
const times = (count: number, make: (at: number) => Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, at) => make(at)));

/** Sends frames, each batch made anew, until the transport cuts the connection. */
async function floodUntilCut(port: number, make: (round: number) => Buffer, reading: boolean): Promise<void> {
  const socket = await connectRaw(port);
  if (reading) socket.resume();
  socket.write(preface);
  let round = 0;
  const timer = setInterval(() => socket.write(make(round++)), 1);
  await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  clearInterval(timer);
}

async function assertServesOthers(through: TestTransport): Promise<void> {
  using session = openSession(through.port);
  assert.equal((await call(session, grpcFrame("x"))).code, 0);
}

async function assertServes(through: TestTransport): Promise<void> {
  await assertServesOthers(through);
  await until(() => through.transport.open() === 0 && through.transport.connections() === 0);
  assert.equal(through.transport.heldBytes(), 0);
}

describe("a peer", () => {
  const maxWindow = Buffer.from([0x7f, 0xff, 0xff, 0xff]);
  const floods: Record<string, (round: number) => Buffer> = {
    "whose header block never ends": () =>
      Buffer.concat([
        frame("headers", 0, 1, literal("x", "y")),
        times(2_000, () => frame("continuation", 0, 1, literal("x", "y"))),
      ]),
    "that overflows the window": () => times(2, () => frame("windowUpdate", 0, 0, maxWindow)),
    "that resets streams that never were": () => times(50, () => frame("rst", 0, 99, Buffer.alloc(4))),
    "that sends settings of a wrong size": () => frame("settings", 0, 0, Buffer.alloc(5)),
    "that sends a header block of rubbish": () => frame("headers", 5, 1, Buffer.alloc(64, 0xff)),
    "that opens and resets streams": (round) =>
      times(200, (at) => {
        const id = 2 * (round * 200 + at) + 1;
        return Buffer.concat([
          frame("headers", endHeaders, id, callHeaders),
          frame("rst", 0, id, Buffer.from([0, 0, 0, 8])),
        ]);
      }),
  };
  for (const [what, make] of Object.entries(floods)) {
    it(`${what} is cut off`, async () => {
      await using upstream = await startUpstream(echo);
      await using through = await startTestTransport({ server: upstream.address });
      await floodUntilCut(through.port, make, true);
      await assertServes(through);
    });
  }

  it("that sends empty frames, or headers that grow from the table, leaves nothing when it is gone", async () => {
    const stored = Buffer.concat([Buffer.from([0x40, 1]), Buffer.from("x"), Buffer.from([0x7f, 0xd1, 0x0e])]);
    const bomb = Buffer.concat([callHeaders, stored, Buffer.alloc(2_000, 97), Buffer.alloc(8_000, 0xbe)]);
    for (const frames of [
      times(20_000, (at) =>
        at === 0 ? frame("headers", endHeaders, 1, callHeaders) : frame("data", 0, 1, Buffer.alloc(0)),
      ),
      times(50, (at) => frame("headers", endHeaders, 2 * at + 1, bomb)),
    ]) {
      await using upstream = await startUpstream(echo);
      await using through = await startTestTransport({ server: upstream.address });
      const socket = await connectRaw(through.port);
      socket.resume();
      await new Promise((resolve) => socket.write(Buffer.concat([preface, frames]), resolve));
      await assertServesOthers(through);
      socket.destroy();
      await assertServes(through);
    }
  });

  it("that floods pings or settings and never reads is cut off", async () => {
    for (const payload of [frame("ping", 0, 0, Buffer.alloc(8)), frame("settings", 0, 0, Buffer.alloc(0))]) {
      await using upstream = await startUpstream(echo);
      await using through = await startTestTransport({ server: upstream.address });
      const flood = times(5_000, () => payload);
      await floodUntilCut(through.port, () => flood, false);
      await assertServes(through);
    }
  });

  it("that shows the preface and then says nothing is cut off", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address, limits: { prefaceTimeoutMs: 20 } });
    for (const bytes of ["", "PRI", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]) {
      const socket = await connectRaw(through.port);
      socket.resume();
      if (bytes !== "") socket.write(bytes);
      await new Promise<void>((resolve) => socket.once("end", () => resolve()).once("close", () => resolve()));
      socket.destroy();
    }
    await assertServes(through);
  });

  it("gets its pings answered", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address });
    using session = openSession(through.port);
    await new Promise<void>((resolve) => session.once("connect", () => resolve()));
    await new Promise<void>((resolve, reject) => session.ping((error) => (error ? reject(error) : resolve())));
  });
});
