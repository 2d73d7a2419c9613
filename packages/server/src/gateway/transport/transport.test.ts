// What the transport asks of calls before and while it forwards them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Gate } from "../call.ts";
import { call, frame, openSession, readAnswer, startCall, until } from "./testing/calls.ts";
import { createOpenGate } from "./testing/gates.ts";
import { startTestTransport } from "./testing/start.ts";
import { echo, startUpstream } from "./testing/upstream.ts";

describe("a call", () => {
  it("goes on byte by byte, and its answer comes back so", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address });
    using session = openSession(through.port);
    const compressed = Buffer.concat([Buffer.from([1, 0, 0, 0, 3]), Buffer.from([0xff, 0, 7])]);
    const headers = { "grpc-encoding": "gzip", "grpc-timeout": "9S", "some-bin": ["AAE", "//8"], "user-agent": "me" };
    const answer = await call(session, compressed, headers);
    assert.deepEqual(answer.body, compressed);
    assert.equal(answer.code, 0);
    const [received] = upstream.calls;
    assert.deepEqual(received?.body, compressed);
    for (const [name, value] of [
      ["grpc-encoding", "gzip"],
      ["grpc-timeout", "9S"],
      ["some-bin", "AAE"],
      ["some-bin", "//8"],
      ["user-agent", "me"],
      ["te", "trailers"],
    ]) {
      const at = received?.raw.findIndex((each, index) => each === name && received.raw[index + 1] === value) ?? -1;
      assert.ok(at >= 0, `${name}: ${value}`);
    }
  });

  it("says nothing in the gateway's or the server's name, and the answer nothing of the gateway's credential", async () => {
    await using upstream = await startUpstream(({ stream }) => {
      const leaks = { "set-cookie": "a=b", "temporal-principal-name": "x", told: "it was Bearer ours", plain: "yes" };
      stream.respond({ ":status": 200, "content-type": "application/grpc", ...leaks }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0", "grpc-message": "token ours" }));
      stream.end(frame(""));
    });
    await using through = await startTestTransport({
      server: upstream.address,
      gate: createOpenGate("main", "Bearer ours"),
    });
    using session = openSession(through.port);
    const forged = {
      authorization: "Bearer theirs",
      "authorization-extras": "x",
      "temporal-principal-name": "owner",
      "temporal-principal-type": "user",
      "caller-type": "system",
      "x-forwarded-for": "1.2.3.4",
      "temporal-namespace": "theirs.abc",
    };
    const answer = await call(session, frame("x"), forged);
    const received = upstream.calls[0]?.headers ?? {};
    assert.equal(received.authorization, "Bearer ours");
    const passed = Object.keys(received).filter((name) => name in forged);
    assert.deepEqual(passed.sort(), ["authorization", "temporal-namespace"]);
    assert.equal(answer.headers.plain, "yes");
    const texts = JSON.stringify([answer.headers, answer.trailers]);
    assert.doesNotMatch(texts, /ours|principal|cookie/);
  });

  it("that the gate refuses by its headers ends at once, with details, and its body is not waited for", async () => {
    const status = { code: 16, message: "who? 100 %", details: Buffer.from([1, 2, 255]) };
    const gate: Gate<null> = { ...createOpenGate("main"), admit: () => ({ kind: "refused", status }) };
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address, gate });
    using session = openSession(through.port);
    const stream = startCall(session);
    stream.write(frame("the beginning").subarray(0, 9));
    const answer = await readAnswer(stream);
    assert.equal(answer.code, 16);
    assert.equal(answer.trailers["grpc-message"], "who? 100 %25");
    assert.equal(answer.trailers["grpc-status-details-bin"], "AQL/");
    assert.equal(answer.rst, 0);
    await until(() => through.transport.open() === 0);
    assert.equal(upstream.calls.length, 0);
  });

  it("is refused, and others go on, when the gate throws or rejects", async () => {
    await using upstream = await startUpstream(echo);
    const fault = new Error("secret");
    const open = createOpenGate("main");
    const faulty: Gate<null>[] = [
      { ...open, admit: () => Promise.reject(fault) },
      { ...open, decide: () => Promise.reject(fault) },
      {
        ...open,
        decide() {
          throw fault;
        },
      },
    ];
    for (const gate of faulty) {
      await using through = await startTestTransport({ server: upstream.address, gate });
      using session = openSession(through.port);
      const answer = await call(session, frame("x"));
      assert.deepEqual([answer.code, answer.trailers["grpc-message"]], [13, "internal error"]);
    }
    assert.equal(upstream.calls.length, 0);
  });

  it("may be answered by the gate, after it has waited for something", async () => {
    await using upstream = await startUpstream(echo);
    const gate: Gate<string> = {
      admit: () => Promise.resolve({ kind: "admitted", caller: "ann" }),
      decide: async (caller, _head, body) => ({ kind: "answer", message: Buffer.from(`${caller} ${body.length}`) }),
    };
    await using through = await startTestTransport({ server: upstream.address, gate });
    using session = openSession(through.port);
    const answer = await call(session, frame("four"));
    assert.deepEqual([answer.code, answer.body.toString("latin1", 5)], [0, "ann 9"]);
  });

  it("is one message, not more, not less, and not larger than the server takes", async () => {
    await using upstream = await startUpstream(echo);
    const limits = { maxMessageBytes: 100_000 };
    await using through = await startTestTransport({ server: upstream.address, limits });
    using session = openSession(through.port);
    assert.equal((await call(session, frame(Buffer.alloc(100_000)))).code, 0);
    const wrong = {
      "one byte too large": frame(Buffer.alloc(100_001)),
      "two messages": Buffer.concat([frame("a"), frame("b")]),
      "half a message": frame("abcdef").subarray(0, 8),
      "half a prefix": Buffer.from([0, 0]),
      nothing: Buffer.alloc(0),
      "an unknown flag": Buffer.from([2, 0, 0, 0, 0]),
    };
    for (const [what, body] of Object.entries(wrong)) assert.equal((await call(session, body)).code, 3, what);
    const huge = startCall(session);
    huge.write(Buffer.from([0, 0xff, 0xff, 0xff, 0xff]));
    const answer = await readAnswer(huge);
    assert.match(String(answer.trailers["grpc-message"]), /4294967295 bytes; 100000 are allowed/);
    assert.equal(upstream.calls.length, 1);
    await until(() => through.transport.heldBytes() === 0);
  });

  it("finds no room when the bodies of others fill it, and is told when to come again", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address, limits: { maxHeldBytes: 50_000 } });
    using session = openSession(through.port);
    const slow = startCall(session);
    slow.write(frame(Buffer.alloc(40_000)).subarray(0, 30_000));
    await until(() => through.transport.heldBytes() >= 30_000);
    const refused = await call(session, frame(Buffer.alloc(40_000)));
    assert.equal(refused.code, 8);
    assert.match(Buffer.from(String(refused.trailers["grpc-status-details-bin"]), "base64").toString(), /RetryInfo/);
    slow.close(8);
    await until(() => through.transport.heldBytes() === 0);
    assert.equal((await call(session, frame(Buffer.alloc(40_000)))).code, 0);
  });

  it("whose body does not come within its time is ended", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address, limits: { requestTimeoutMs: 50 } });
    using session = openSession(through.port);
    const slow = startCall(session);
    slow.write(frame("abc").subarray(0, 6));
    assert.equal((await readAnswer(slow)).code, 14);
    assert.equal(upstream.calls.length, 0);
  });
});

describe("what is no call", () => {
  it("is told so in plain HTTP", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address });
    using session = openSession(through.port);
    for (const [headers, http] of [
      [{ ":method": "GET" }, 405],
      [{ "content-type": "application/json" }, 415],
      [{ "content-type": "application/grpc-web+proto" }, 415],
      [{ "content-type": "application/grpc+json" }, 415],
    ] as const) {
      assert.equal((await call(session, frame("x"), headers)).http, http);
    }
    assert.equal((await call(session, frame("x"), { "content-type": "application/grpc+proto" })).code, 0);
    const answer = await fetch(`http://${through.address}/`);
    assert.deepEqual([answer.status, (await answer.text()).slice(0, 23)], [400, "This is a gRPC port. It"]);
  });

  it("with a credential too long to be one, or with two of them, is refused before anybody reads it", async () => {
    let asked = 0;
    const open = createOpenGate("main");
    const gate: Gate<null> = {
      ...open,
      admit(head) {
        asked += 1;
        return open.admit(head);
      },
    };
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address, gate });
    for (const [length, code] of [
      [8_191, 0],
      [8_192, 0],
      [8_193, 16],
    ] as const) {
      using session = openSession(through.port);
      assert.equal((await call(session, frame("x"), { authorization: "x".repeat(length) })).code, code, `${length}`);
    }
    assert.equal(asked, 2);
    using session = openSession(through.port);
    for (const length of [64 * 1024, 1024 * 1024]) {
      const answer = await call(session, frame("x"), { authorization: "x".repeat(length) });
      assert.notEqual(answer.code, 0, `${length}`);
    }
    assert.equal((await call(session, frame("x"), { "x-large": "x".repeat(17_000) })).code ?? 3, 3);
    assert.equal(asked, 2);
  });
});
