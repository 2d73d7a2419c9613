import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { describe, it } from "node:test";
import { connect as connectTls } from "node:tls";
import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import { CloudService } from "@remit/protocol";
import { pino } from "pino";
import { startListeners } from "./ports.ts";
import { connectRaw, exchange, readAll, requestHttp2 } from "./testing/raw.ts";
import { credential, startTestServer } from "./testing/server.ts";

const headers = { authorization: credential };
const grpcClient = (baseUrl: string): Client<typeof CloudService> =>
  createClient(CloudService, createGrpcTransport({ baseUrl }));

describe("both ports", () => {
  it("serve gRPC, gRPC-Web and Connect over h2c, HTTP/1.1 and TLS", async () => {
    await using server = await startTestServer();
    const plain = { baseUrl: server.url };
    const tls = { baseUrl: server.tlsUrl, nodeOptions: { ca: server.ca } };
    const transports = {
      "grpc h2c": createGrpcTransport(plain),
      "grpc tls": createGrpcTransport(tls),
      "grpc-web h2c": createGrpcWebTransport({ ...plain, httpVersion: "2" }),
      "grpc-web http/1.1": createGrpcWebTransport({ ...plain, httpVersion: "1.1" }),
      "grpc-web tls": createGrpcWebTransport({ ...tls, httpVersion: "1.1" }),
      "connect http/1.1": createConnectTransport({ ...plain, httpVersion: "1.1" }),
      "connect h2c": createConnectTransport({ ...plain, httpVersion: "2" }),
      "connect binary": createConnectTransport({ ...plain, httpVersion: "2", useBinaryFormat: true }),
      "connect tls": createConnectTransport({ ...tls, httpVersion: "2" }),
    };
    for (const [name, transport] of Object.entries(transports)) {
      const answer = await createClient(CloudService, transport).getRegions({}, { headers });
      assert.equal(answer.regions[0]?.id, "aws-us-east-1", name);
    }
  });

  it("answer many calls at once on one connection", async () => {
    await using server = await startTestServer();
    const client = grpcClient(server.url);
    const names = Array.from({ length: 200 }, (_, index) => `region-${index}`);
    const answers = await Promise.all(names.map((region) => client.getRegion({ region }, { headers })));
    assert.deepEqual(
      answers.map((answer) => answer.region?.id),
      names,
    );
  });

  it("refuse TLS below 1.2 and outlive garbage instead of a handshake", async () => {
    await using server = await startTestServer();
    const old = connectTls({
      port: server.tlsPort,
      ca: server.ca,
      servername: "localhost",
      maxVersion: "TLSv1.1",
      minVersion: "TLSv1",
    });
    await assert.rejects(once(old, "secureConnect"));
    await exchange(server.tlsPort, ["GET / HTTP/1.1\r\n\r\n"]);
    const client = createClient(
      CloudService,
      createGrpcTransport({ baseUrl: server.tlsUrl, nodeOptions: { ca: server.ca } }),
    );
    assert.equal((await client.getRegions({}, { headers })).regions.length, 1);
  });

  it("say why a port cannot be had, and keep none", async () => {
    await using server = await startTestServer();
    const log = pino({ level: "silent" });
    const taken = { host: "127.0.0.1", port: server.port };
    await assert.rejects(startListeners({ plaintext: taken, tls: null, handler: () => {}, log }), {
      code: "EADDRINUSE",
    });
    const badTls = { host: "127.0.0.1", port: 0, cert: "no certificate", key: "no key" };
    await assert.rejects(
      startListeners({ plaintext: { host: "127.0.0.1", port: 0 }, tls: badTls, handler: () => {}, log }),
    );
  });
});

describe("the header cap", () => {
  const path = "/healthz";
  /** Bytes of everything but the filler, counted as each protocol counts. */
  const http1Request = (total: number): string => {
    const start = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: `;
    return `${start}${"x".repeat(total - start.length - 4)}\r\n\r\n`;
  };

  it("refuses HTTP/1.1 headers above 8 KB with 431", async () => {
    await using server = await startTestServer();
    // Node counts field names and values, not separators; a request of 8 KB in all is therefore below the cap.
    assert.match(await exchange(server.port, [http1Request(8 * 1024)]), /^HTTP\/1\.1 200/);
    for (const size of [8 * 1024 + 64, 64 * 1024, 1024 * 1024]) {
      assert.match(await exchange(server.port, [http1Request(size)]), /^HTTP\/1\.1 431|^$/, `${size}`);
    }
  });

  it("is announced to HTTP/2 peers and refuses what is above it", async () => {
    await using server = await startTestServer();
    const fields = { ":path": path, ":method": "GET", ":scheme": "http", ":authority": `localhost:${server.port}` };
    const used = Object.entries({ ...fields, authorization: "" }).reduce(
      (sum, [name, value]) => sum + name.length + value.length + 32,
      0,
    );
    const withTotal = (total: number) => ({ ...fields, authorization: "x".repeat(total - used) });
    assert.equal((await requestHttp2(server.url, withTotal(8 * 1024))).status, 200);
    // Sent before the peer has seen the settings: Node lets it in, the handler does not.
    assert.equal((await requestHttp2(server.url, withTotal(8 * 1024 + 1))).status, 431);
    assert.equal((await requestHttp2(server.url, withTotal(128 * 1024))).status, undefined);
    const grpc = { ...withTotal(8 * 1024 + 1), ":method": "POST", "content-type": "application/grpc" };
    assert.equal((await requestHttp2(server.url, grpc)).headers["grpc-status"], String(Code.InvalidArgument));

    const session = connectHttp2(server.url);
    const [settings] = (await once(session, "remoteSettings")) as [{ maxHeaderListSize: number }];
    assert.equal(settings.maxHeaderListSize, 8 * 1024);
    await new Promise<void>((resolve) => session.ping(() => resolve()));
    const late = session.request(withTotal(8 * 1024 + 1));
    const outcome = await new Promise((resolve) => late.once("response", resolve).once("error", resolve));
    assert.match(String(outcome), /ENHANCE_YOUR_CALM/);
    session.destroy();
  });
});

describe("slow peers", () => {
  it("are cut while they send headers", async () => {
    await using server = await startTestServer({ limits: { headersTimeoutMs: 100 } });
    const socket = await connectRaw(server.port);
    socket.write("GET /healthz HTTP/1.1\r\nHost: local");
    assert.match(await readAll(socket), /^HTTP\/1\.1 408/);
  });

  it("are cut while they send a body, on either protocol", async () => {
    const handler = { limits: { requestTimeoutMs: 150 } };
    await using server = await startTestServer({ limits: { headersTimeoutMs: 100, requestTimeoutMs: 150 }, handler });
    const socket = await connectRaw(server.port);
    socket.write("POST /cloud/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
    assert.match(await readAll(socket), /^HTTP\/1\.1 408/);
    const session = connectHttp2(server.url);
    const stream = session.request({ ":path": "/cloud/users", ":method": "POST", "content-length": 100 });
    stream.write("{");
    stream.on("error", () => {});
    await once(stream, "close");
    session.destroy();
  });

  it("that say nothing on an open connection are let go", async () => {
    await using server = await startTestServer({ limits: { idleTimeoutMs: 100 } });
    const session = connectHttp2(server.url);
    await once(session, "close");
    const socket = await connectRaw(server.port);
    socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert.match(await readAll(socket), /^HTTP\/1\.1 200/);
  });
});

describe("floods", () => {
  it("of resets end the session", async () => {
    await using server = await startTestServer({ limits: { streamResetBurst: 20, streamResetRate: 1 } });
    const session = connectHttp2(server.url);
    session.on("error", () => {});
    const closed = new Promise((resolve) => session.once("close", resolve));
    for (let index = 0; index < 200 && !session.destroyed; index += 1) {
      const stream = session.request({ ":path": "/healthz" });
      stream.on("error", () => {});
      stream.close(8);
      if (index % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await closed;
    assert.equal((await requestHttp2(server.url, { ":path": "/healthz" })).status, 200);
  });

  it("of connections are refused beyond the limit", async () => {
    await using server = await startTestServer({ limits: { maxConnections: 2 } });
    const first = await connectRaw(server.port);
    const second = await connectRaw(server.port);
    assert.equal(await exchange(server.port, ["GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"]), "");
    first.destroy();
    second.destroy();
  });
});

describe("draining", () => {
  it("lets calls under way finish and takes no new ones", async () => {
    await using server = await startTestServer();
    const client = grpcClient(server.url);
    const overGrpc = client.getRegion({ region: "slow" }, { headers });
    const overRest = fetch(`${server.url}/cloud/regions/slow`, { headers });
    await server.slowArrived;
    // The second call arrives on a connection of its own: wait until it is being served too.
    while (server.origins.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = server.listeners.close(60_000);
    await assert.rejects(connectRaw(server.port).then((socket) => once(socket, "data")));
    server.releaseSlow();
    assert.equal((await overGrpc).region?.id, "slow");
    const answer = await overRest;
    assert.equal(answer.headers.get("connection"), "close");
    assert.equal(answer.status, 200);
    await closed;
    const late = await client.getRegions({}, { headers }).catch((error: unknown) => ConnectError.from(error));
    assert.equal((late as ConnectError).code, Code.Unavailable);
  });

  it("cuts what is left when the grace is over", async () => {
    await using server = await startTestServer();
    const call = grpcClient(server.url).getRegion({ region: "slow" }, { headers });
    const refused = assert.rejects(call);
    await server.slowArrived;
    const idle = await connectRaw(server.port);
    await server.listeners.close(50);
    await refused;
    idle.destroy();
  });

  it("closes idle connections at once", async () => {
    await using server = await startTestServer();
    await grpcClient(server.url).getRegions({}, { headers });
    await (await fetch(`${server.url}/healthz`)).text();
    const silent = await connectRaw(server.port);
    const session = connectHttp2(server.tlsUrl, { ca: server.ca });
    await once(session, "remoteSettings");
    await server.listeners.close(60_000);
    silent.destroy();
  });
});
