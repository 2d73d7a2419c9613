import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "node:test";
import { connectRaw, exchange, readAll } from "./testing/raw.ts";
import { startTestServer } from "./testing/server.ts";

const http1 = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/** The HTTP/2 preface and an empty SETTINGS frame. */
const http2 = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const settingsFrameType = 4;

describe("the plaintext port", () => {
  it("tells the protocols apart however the first bytes are split", async () => {
    await using server = await startTestServer();
    for (const at of [1, 2, 3, 4, 20]) {
      const answer = await exchange(server.port, [http1.slice(0, at), http1.slice(at)]);
      assert.match(answer, /^HTTP\/1\.1 200/, `HTTP/1.1 split at ${at}`);
      const socket = await connectRaw(server.port);
      socket.write(http2.subarray(0, at));
      setTimeout(() => socket.write(http2.subarray(at)), 20);
      const [first] = (await once(socket, "data")) as [Buffer];
      assert.equal(first[3], settingsFrameType, `HTTP/2 split at ${at}`);
      socket.destroy();
    }
  });

  it("takes a method that begins like the preface for HTTP/1.1", async () => {
    await using server = await startTestServer();
    const answer = await exchange(server.port, [
      "PR",
      "OPFIND /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ]);
    assert.match(answer, /^HTTP\/1\.1 404/);
  });

  it("cuts a peer that never shows a protocol", async () => {
    await using server = await startTestServer({ limits: { prefaceTimeoutMs: 60 } });
    assert.equal(await exchange(server.port, ["PR"]), "");
    assert.equal(await exchange(server.port, []), "");
  });

  it("drops a peer that closes before it shows a protocol", async () => {
    await using server = await startTestServer();
    const socket = await connectRaw(server.port);
    socket.end("P");
    assert.equal(await readAll(socket), "");
  });

  it("answers a client that ends its side after the request", async () => {
    await using server = await startTestServer();
    const socket = await connectRaw(server.port);
    socket.end("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert.match(await readAll(socket), /^HTTP\/1\.1 200/);
  });

  it("frees the socket of an HTTP/2 client that ends its side", async () => {
    await using server = await startTestServer();
    const socket = await connectRaw(server.port);
    socket.end(http2);
    await readAll(socket);
    await server.listeners.close(60_000);
  });

  it("survives resets at every stage", async () => {
    await using server = await startTestServer();
    for (const bytes of ["", "P", "GET / HT", http1, "PRI", http2]) {
      const socket = await connectRaw(server.port);
      if (bytes !== "") socket.write(bytes);
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.resetAndDestroy();
    }
    assert.match(await exchange(server.port, [http1]), /^HTTP\/1\.1 200/);
    assert.deepEqual(server.errors, []);
  });
});
