// Calls under way: pace, ends from either side, servers that go away.
import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "node:test";
import { call, frame, openSession, readAnswer, startCall, until } from "./testing/calls.ts";
import { createOpenGate } from "./testing/gates.ts";
import { startTestTransport } from "./testing/start.ts";
import { echo, type ReceivedCall, startUpstream } from "./testing/upstream.ts";

const hold = (): void => {};
const refusedStream = 7;
const cancel = 8;

describe("a call under way", () => {
  it("ends on the server when its caller leaves, and is counted once", async () => {
    await using upstream = await startUpstream(hold);
    const gate = createOpenGate("main");
    await using through = await startTestTransport({ server: upstream.address, gate });
    using session = openSession(through.port);
    const stream = startCall(session);
    stream.end(frame("x"));
    await until(() => upstream.calls.length === 1);
    const closed = once(upstream.calls[0]?.stream ?? stream, "close");
    stream.close(cancel);
    await closed;
    assert.equal(upstream.calls[0]?.stream.rstCode, cancel);
    await until(() => through.transport.open() === 0);
    assert.deepEqual(gate.ended, [1]);
  });

  it("ends on the server when its caller's connection breaks", async () => {
    await using upstream = await startUpstream(hold);
    await using through = await startTestTransport({ server: upstream.address });
    const session = openSession(through.port);
    for (let at = 0; at < 20; at += 1) startCall(session).end(frame("x"));
    await until(() => upstream.calls.length === 20);
    session.destroy();
    await until(() => upstream.open() === 0 && through.transport.open() === 0);
  });

  it("ends with the gate's status once the gate no longer lets it", async () => {
    await using upstream = await startUpstream(hold);
    const gate = createOpenGate("main");
    await using through = await startTestTransport({ server: upstream.address, gate });
    using session = openSession(through.port);
    const answer = call(session, frame("x"));
    await until(() => upstream.calls.length === 1);
    through.transport.recheck();
    gate.revoked = { code: 7, message: "revoked" };
    assert.equal(through.transport.open(), 1);
    through.transport.recheck();
    assert.equal((await answer).code, 7);
    await until(() => upstream.open() === 0);
    assert.deepEqual(gate.ended, [7]);
  });

  it("ends with the gate's status even in the middle of its answer", async () => {
    await using upstream = await startUpstream(({ stream }) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" });
      stream.write(frame(Buffer.alloc(100)).subarray(0, 50));
    });
    const gate = createOpenGate("main");
    await using through = await startTestTransport({ server: upstream.address, gate });
    using session = openSession(through.port);
    const stream = startCall(session);
    const answer = readAnswer(stream);
    stream.end(frame("x"));
    await once(stream, "data");
    gate.revoked = { code: 7, message: "revoked" };
    through.transport.recheck();
    assert.equal((await answer).code, 7);
    await until(() => upstream.open() === 0);
    assert.deepEqual(gate.ended, [7]);
  });

  it("waits for a slow reader instead of piling up its answer", async () => {
    const chunk = Buffer.alloc(64 * 1024);
    let written = 0;
    const total = 200;
    await using upstream = await startUpstream(({ stream }) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      const more = (): void => {
        while (written < total) {
          written += 1;
          if (!stream.write(chunk)) return void stream.once("drain", more);
        }
        stream.end();
      };
      more();
    });
    await using through = await startTestTransport({ server: upstream.address });
    using session = openSession(through.port);
    const stream = startCall(session);
    stream.end(frame("x"));
    await once(stream, "response");
    // Nothing is read: only the windows fill.
    let last = -1;
    while (last !== written) {
      last = written;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(written < total / 2, `${written} of ${total}`);
    const answer = await readAnswer(stream);
    assert.equal(answer.body.length, total * chunk.length);
    assert.equal(answer.code, 0);
  });
});

describe("a Temporal server that", () => {
  it("answers with trailers alone is heard, repeated headers and details too", async () => {
    await using upstream = await startUpstream(({ stream }) => {
      const status = {
        "grpc-status": "5",
        "grpc-message": "no%20such",
        "grpc-status-details-bin": "CAU",
        "a-bin": ["AA", "BB"],
      };
      stream.respond({ ":status": 200, "content-type": "application/grpc", ...status }, { endStream: true });
    });
    const gate = createOpenGate("main");
    await using through = await startTestTransport({ server: upstream.address, gate });
    using session = openSession(through.port);
    const answer = await call(session, frame("x"));
    assert.equal(answer.code, 5);
    assert.equal(answer.headers["grpc-message"], "no%20such");
    assert.equal(answer.headers["grpc-status-details-bin"], "CAU");
    assert.equal(answer.raw.filter((each) => each === "a-bin").length, 2);
    assert.deepEqual(gate.ended, [5]);
  });

  it("refuses a stream unseen is asked once more, and not a third time", async () => {
    for (const refusals of [1, 2]) {
      const refuse = (received: ReceivedCall, at: number): void => {
        if (at < refusals) received.stream.close(refusedStream);
        else echo(received);
      };
      await using upstream = await startUpstream(refuse);
      const gate = createOpenGate("main");
      await using through = await startTestTransport({ server: upstream.address, gate });
      using session = openSession(through.port);
      const answer = await call(session, frame("x"));
      assert.equal(answer.code, refusals === 1 ? 0 : 14);
      assert.equal(upstream.calls.length, 2);
      assert.deepEqual(gate.ended, [refusals === 1 ? 0 : 14]);
    }
  });

  it("breaks off after it took the call is not asked again", async () => {
    const endings: Record<string, (received: ReceivedCall) => void> = {
      "by reset": ({ stream }) => stream.close(2),
      "by loss of the connection": ({ stream }) => stream.session?.destroy(),
      "in the middle of the answer": ({ stream }) => {
        stream.respond({ ":status": 200, "content-type": "application/grpc" });
        stream.write("abc", () => stream.close(2));
      },
      "without a status": ({ stream }) => {
        stream.respond({ ":status": 200, "content-type": "application/grpc" });
        stream.end("abc");
      },
      "with an error of plain HTTP": ({ stream }) => {
        stream.respond({ ":status": 503 });
        stream.end("<html>");
      },
    };
    for (const [how, end] of Object.entries(endings)) {
      await using upstream = await startUpstream(end);
      const gate = createOpenGate("main");
      await using through = await startTestTransport({ server: upstream.address, gate });
      using session = openSession(through.port);
      assert.equal((await call(session, frame("x"))).code, 14, how);
      await until(() => gate.ended.length > 0);
      assert.deepEqual(gate.ended, [14], how);
      assert.equal(upstream.calls.length, 1, how);
    }
  });

  it("goes away politely loses no call: those above its last stream go to another connection", async () => {
    await using upstream = await startUpstream((received, at) => {
      if (at % 3 === 0) received.stream.session?.close();
      echo(received);
    });
    const gate = createOpenGate("main");
    await using through = await startTestTransport({ server: upstream.address, gate });
    using session = openSession(through.port);
    const answers = await Promise.all(Array.from({ length: 60 }, () => call(session, frame("x"))));
    const bad = answers.filter(({ code }) => code !== 0);
    // A call may meet two goodbyes in a row, and is then for the SDK to try again; it is never anything worse.
    assert.deepEqual(new Set(bad.map(({ code }) => code)).difference(new Set([14])), new Set());
    assert.ok(answers.length - bad.length > 30);
  });

  it("is away: its calls are told to try again, until it is back", async () => {
    const upstream = await startUpstream(echo);
    const { address } = upstream;
    await using through = await startTestTransport({ server: address });
    using session = openSession(through.port);
    assert.equal((await call(session, frame("x"))).code, 0);
    await upstream[Symbol.asyncDispose]();
    const answer = await call(session, frame("x"));
    assert.equal(answer.code, 14);
    assert.equal((await call(session, frame("x"))).code, 14);
  });

  it("is asked by the gateway itself, or said to be away", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address });
    const header = { authorization: "Bearer ours" };
    const answer = await through.upstreams.unary("main", "/a.B/C", header, Buffer.from("hello"));
    assert.deepEqual([answer.status.code, answer.message?.toString()], [0, "hello"]);
    assert.equal(upstream.calls[0]?.headers.authorization, "Bearer ours");
    assert.equal((await through.upstreams.unary("other", "/a.B/C", {}, Buffer.alloc(0))).status.code, 14);
  });
});
