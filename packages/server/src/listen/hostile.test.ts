// Peers that break the rules of HTTP/2, frame by frame, and bytes without sense on every door.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { describe, it } from "node:test";
import { frame, preface } from "./testing/http2-frames.ts";
import { connectRaw, exchange, requestHttp2 } from "./testing/raw.ts";
import { credential, startTestServer, type TestServer } from "./testing/server.ts";

/** Sends the frames again and again until the server cuts the connection. */
async function floodUntilCut(server: TestServer, frames: Buffer, { reading }: { reading: boolean }): Promise<void> {
  const socket = await connectRaw(server.port);
  if (reading) socket.resume();
  socket.write(preface);
  const timer = setInterval(() => socket.write(frames), 1);
  await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  clearInterval(timer);
}

async function assertServes(server: TestServer): Promise<void> {
  assert.equal((await requestHttp2(server.url, { ":path": "/healthz" })).status, 200);
  assert.deepEqual(server.errors, []);
}

describe("an HTTP/2 peer", () => {
  const literal = (name: string, value: string): Buffer =>
    Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]);
  const maxWindow = Buffer.from([0x7f, 0xff, 0xff, 0xff]);
  const floods = {
    "whose header block never ends": Buffer.concat([
      frame("headers", 0, 1, literal("x", "y")),
      ...Array.from({ length: 2_000 }, () => frame("continuation", 0, 1, literal("x", "y"))),
    ]),
    "that overflows the window": Buffer.concat([
      frame("windowUpdate", 0, 0, maxWindow),
      frame("windowUpdate", 0, 0, maxWindow),
    ]),
    "that sends frames of no known stream": Buffer.concat(
      Array.from({ length: 50 }, () => frame("rst", 0, 99, Buffer.alloc(4))),
    ),
    "that sends settings of a wrong size": frame("settings", 0, 0, Buffer.alloc(5)),
    "that sends a header block of rubbish": frame("headers", 5, 1, Buffer.alloc(64, 0xff)),
  };
  for (const [what, frames] of Object.entries(floods)) {
    it(`${what} is cut off, and nothing stays of it`, async () => {
      await using server = await startTestServer();
      await floodUntilCut(server, frames, { reading: true });
      await assertServes(server);
      await server.listeners.close(60_000);
    });
  }

  it("that floods pings or settings and never reads is cut off", async () => {
    for (const payload of [frame("ping", 0, 0, Buffer.alloc(8)), frame("settings", 0, 0, Buffer.alloc(0))]) {
      await using server = await startTestServer();
      const flood = Buffer.concat(Array.from({ length: 5_000 }, () => payload));
      await floodUntilCut(server, flood, { reading: false });
      await assertServes(server);
    }
  });
});

describe("bytes without sense", () => {
  /** A small generator with a fixed seed, so that a failure comes back. */
  function createRandom(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  it("are never an error of the server, as messages of any RPC protocol or as JSON", async () => {
    await using server = await startTestServer();
    const random = createRandom(7);
    const service = "/temporal.api.cloud.cloudservice.v1.CloudService";
    const types = ["application/grpc-web+proto", "application/proto", "application/json", "application/grpc-web+json"];
    for (let round = 0; round < 400; round += 1) {
      const method = ["CreateUser", "UpdateUser", "GetNamespaces", "GetAuditLogs"][random(4)] ?? "";
      const type = types[random(types.length)] ?? "";
      const bytes = Buffer.from(Array.from({ length: random(40) }, () => random(256)));
      const head = Buffer.from([random(4) === 0 ? random(256) : 0, 0, 0, 0, bytes.length]);
      const body = type.includes("grpc") ? Buffer.concat([head, bytes]) : bytes;
      const init = { method: "POST", headers: { authorization: credential, "content-type": type }, body };
      const answer = await fetch(`${server.url}${service}/${method}`, init);
      const text = await answer.text();
      assert.ok(answer.status < 500, `round ${round}: ${answer.status} ${text}`);
      assert.doesNotMatch(text, /grpc-status: (?:2|13)\r/, `round ${round}`);
    }
    assert.deepEqual(server.errors, []);
  });

  it("are never an error of the server, as edits of a good REST call", async () => {
    await using server = await startTestServer();
    const random = createRandom(11);
    const good =
      '{"spec":{"email":"a@b.c","access":{"account_access":{"role":"ROLE_READ"},"namespace_accesses":{"a.b":{}}}}}';
    for (let round = 0; round < 400; round += 1) {
      const at = random(good.length);
      const insert =
        ["{", "}", '"', ":", ",", "null", "1e999", "\\u0000", "\\ud800", "[", "-", "\u0007", "é"][random(13)] ?? "";
      const body = good.slice(0, at) + insert + good.slice(at + random(4));
      const answer = await fetch(`${server.url}/cloud/users`, {
        method: "POST",
        headers: { authorization: credential },
        body,
      });
      assert.ok(answer.status < 500, `round ${round}: ${answer.status} for ${body}`);
      await answer.text();
    }
    assert.deepEqual(server.errors, []);
  });

  it("on the bare ports leave the server as it was", async () => {
    await using server = await startTestServer({
      limits: { prefaceTimeoutMs: 200, headersTimeoutMs: 200, handshakeTimeoutMs: 200 },
    });
    const random = createRandom(13);
    const tries = Array.from({ length: 60 }, () => {
      const start =
        [
          "",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "GET / HTTP/1.1\r\n",
          "POST /cloud/users HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
        ][random(4)] ?? "";
      const bytes = Buffer.from(Array.from({ length: 1 + random(200) }, () => random(256)));
      return exchange(
        random(2) === 0 ? server.port : server.tlsPort,
        [start, bytes].filter((part) => part.length > 0),
      );
    });
    await Promise.all(tries.map((one) => Promise.race([one, new Promise((resolve) => setTimeout(resolve, 1_500))])));
    await assertServes(server);
  });
});

describe("a body beyond the cap", () => {
  it("over HTTP/2 is answered, and its stream closed at once", async () => {
    await using server = await startTestServer();
    const session = connectHttp2(server.url);
    const stream = session.request({ ":path": "/cloud/users", ":method": "POST", authorization: credential });
    stream.end(Buffer.alloc(6 * 1024 * 1024, 0x20));
    const [answer] = (await once(stream, "response")) as [{ ":status": number }];
    assert.equal(answer[":status"], 400);
    // A stream that is still open would hold this up, and so would a peer that does not close its socket.
    await server.listeners.close(60_000);
    session.destroy();
  });

  it("over HTTP/1.1 leaves the connection usable", async () => {
    await using server = await startTestServer();
    const size = 5 * 1024 * 1024;
    const first = `POST /cloud/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${size}\r\n\r\n`;
    const second = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const text = await exchange(server.port, [first, Buffer.alloc(size, 0x20), second]);
    assert.match(text, /^HTTP\/1\.1 400.*HTTP\/1\.1 200/s);
  });
});
