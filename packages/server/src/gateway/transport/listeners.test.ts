// How connections come in: PROXY headers, TLS, certificates, and how many of them.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type ClientHttp2Session, connect } from "node:http2";
import type { Socket } from "node:net";
import { describe, it } from "node:test";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { createCertificate } from "../../listen/testing/certificate.ts";
import { connectRaw, readAll } from "../../listen/testing/raw.ts";
import type { CallHead, Gate, Peer } from "../call.ts";
import { call, frame, openSession } from "./testing/calls.ts";
import { createOpenGate } from "./testing/gates.ts";
import { proxyHeader, tlvs } from "./testing/proxy-headers.ts";
import { startTestTransport } from "./testing/start.ts";
import { echo, startUpstream } from "./testing/upstream.ts";

function createWatchingGate(): Gate<null> & { readonly peers: Peer[] } {
  const open = createOpenGate("main");
  const peers: Peer[] = [];
  return {
    ...open,
    peers,
    admit(head: CallHead) {
      peers.push(head.peer);
      return open.admit(head);
    },
  };
}

function speakHttp2(socket: Socket): ClientHttp2Session & Disposable {
  const session = connect("http://localhost", { createConnection: () => socket });
  session.on("error", () => {});
  return Object.assign(session, {
    [Symbol.dispose]() {
      session.destroy();
      // Node leaves it waiting for the other side's end.
      socket.destroy();
    },
  });
}

describe("a private listener", () => {
  it("knows client and endpoint from the PROXY header, however its bytes come", async () => {
    await using upstream = await startUpstream(echo);
    const gate = createWatchingGate();
    await using through = await startTestTransport({ server: upstream.address, gate });
    const header = proxyHeader({ address: "10.1.2.3", tlvs: [tlvs.aws("vpce-0abc")] });
    const ways: Record<string, (socket: Socket) => Promise<void> | void> = {
      "in one piece": (socket) => void socket.write(header),
      "byte by byte": async (socket) => {
        for (const byte of header) {
          socket.write(Buffer.from([byte]));
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    };
    for (const [how, write] of Object.entries(ways)) {
      const socket = await connectRaw(through.secondPort);
      await write(socket);
      using session = speakHttp2(socket);
      assert.equal((await call(session, frame("x"))).code, 0, how);
    }
    const peer: Peer = { address: "10.1.2.3", way: { kind: "private", endpointId: "vpce-0abc" }, certificates: null };
    assert.deepEqual(gate.peers, [peer, peer]);
    const socket = await connectRaw(through.secondPort);
    const emptySettings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    socket.write(Buffer.concat([header, Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), emptySettings]));
    const [first] = (await once(socket, "data")) as [Buffer];
    assert.equal(first[3], emptySettings[3], "header and preface in one segment");
    socket.destroy();
  });

  it("closes a connection without one, with a broken one, or with one that never ends", async () => {
    await using upstream = await startUpstream(echo);
    const gate = createWatchingGate();
    await using through = await startTestTransport({
      server: upstream.address,
      gate,
      limits: { prefaceTimeoutMs: 50 },
    });
    const header = proxyHeader({ address: "10.1.2.3" });
    const wrong = Buffer.from(header);
    wrong[12] = 0x31;
    for (const bytes of [
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      header.subarray(0, 20),
      wrong,
      "",
    ]) {
      const socket = await connectRaw(through.secondPort);
      if (bytes.length > 0) socket.write(bytes);
      assert.equal(await readAll(socket), "");
    }
    assert.deepEqual(gate.peers, []);
  });
});

describe("a public listener", () => {
  it("believes no PROXY header", async () => {
    await using upstream = await startUpstream(echo);
    const gate = createWatchingGate();
    await using through = await startTestTransport({ server: upstream.address, gate });
    const socket = await connectRaw(through.port);
    socket.write(proxyHeader({ address: "10.1.2.3", tlvs: [tlvs.aws("vpce-0abc")] }));
    assert.match(await readAll(socket), /^HTTP\/1\.1 400/);
    assert.deepEqual(gate.peers, []);
  });

  it("takes no more connections from one address than it may, and forgets those that are gone", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({
      server: upstream.address,
      limits: { maxConnectionsPerAddress: 2 },
    });
    const first = openSession(through.port);
    using second = openSession(through.port);
    assert.equal((await call(first, frame("x"))).code, 0);
    assert.equal((await call(second, frame("x"))).code, 0);
    const third = await connectRaw(through.port);
    assert.equal(await readAll(third), "");
    first.destroy();
    for (let code: number | undefined; code !== 0; ) {
      using again = openSession(through.port);
      ({ code } = await call(again, frame("x")));
    }
  });

  it("sends a connection away when it is old, and an idle one too, without breaking a call", async () => {
    await using upstream = await startUpstream(echo);
    for (const limits of [{ maxConnectionAgeMs: 1 }, { idleTimeoutMs: 1 }]) {
      await using through = await startTestTransport({ server: upstream.address, limits });
      using session = openSession(through.port);
      assert.equal((await call(session, frame("x"))).code, 0);
      const [code] = (await once(session, "goaway")) as [number];
      assert.equal(code, 0);
    }
  });
});

describe("a TLS listener", () => {
  async function openTls(port: number, options: ConnectionOptions): Promise<ClientHttp2Session & Disposable> {
    const socket = connectTls({ host: "127.0.0.1", port, ALPNProtocols: ["h2"], servername: "localhost", ...options });
    await once(socket, "secureConnect");
    return speakHttp2(socket);
  }

  it("hands over the client's certificate, whoever issued it, and takes clients without one", async () => {
    const [own, client] = [await createCertificate(), await createCertificate()];
    await using upstream = await startUpstream(echo);
    const gate = createWatchingGate();
    await using through = await startTestTransport({ server: upstream.address, gate, tls: own });
    for (const maxVersion of ["TLSv1.3", "TLSv1.2"] as const) {
      using session = await openTls(through.secondPort, { ca: own.cert, maxVersion, ...client });
      assert.equal((await call(session, frame("x"))).code, 0);
    }
    const der = new X509Certificate(client.cert).raw;
    assert.deepEqual(
      gate.peers.map((peer) => peer.certificates?.map((each) => Buffer.from(each))),
      [[der], [der]],
    );
    using session = await openTls(through.secondPort, { ca: own.cert });
    assert.equal((await call(session, frame("x"))).code, 0);
    assert.equal(gate.peers.at(-1)?.certificates, null);
  });

  it("never resumes a session, which would show an old certificate without its proof", async () => {
    const own = await createCertificate();
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address, tls: own });
    let saved: Buffer | undefined;
    for (let round = 0; round < 2; round += 1) {
      const socket = connectTls({
        host: "127.0.0.1",
        port: through.secondPort,
        ALPNProtocols: ["h2"],
        ca: own.cert,
        servername: "localhost",
        ...(saved && { session: saved }),
      });
      socket.on("session", (session: Buffer) => (saved = session));
      await once(socket, "secureConnect");
      using session = speakHttp2(socket);
      assert.equal((await call(session, frame("x"))).code, 0);
      assert.equal(socket.isSessionReused(), false);
      saved ??= socket.getSession();
    }
  });

  it("refuses TLS 1.1, tells HTTP/1.1 what it is, and outlives broken handshakes", async () => {
    const own = await createCertificate();
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({
      server: upstream.address,
      tls: own,
      limits: { handshakeTimeoutMs: 100 },
    });
    const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    await assert.rejects(openTls(through.secondPort, { ca: own.cert, ...old }));
    for (const bytes of ["", "GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00"]) {
      const socket = await connectRaw(through.secondPort);
      if (bytes !== "") socket.write(bytes);
      await readAll(socket);
    }
    const plain = connectTls({
      host: "127.0.0.1",
      port: through.secondPort,
      ALPNProtocols: ["http/1.1"],
      ca: own.cert,
    });
    plain.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert.match(await readAll(plain), /gRPC port/);
    using session = await openTls(through.secondPort, { ca: own.cert });
    assert.equal((await call(session, frame("x"))).code, 0);
  });
});

describe("a Temporal server behind TLS", () => {
  it("is reached with the configured authority and certificate, and not without them", async () => {
    const [own, client] = [await createCertificate(), await createCertificate()];
    await using upstream = await startUpstream(echo, { ...own, ca: client.cert, requestCert: true });
    const { address } = upstream;
    const good = { ca: own.cert, cert: client.cert, key: client.key, serverName: "localhost" };
    for (const [tls, code] of [
      [good, 0],
      [{ ...good, ca: client.cert }, 14],
      [{ ca: own.cert, serverName: "localhost" }, 14],
      [{ ...good, serverName: "elsewhere.example" }, 14],
    ] as const) {
      await using through = await startTestTransport({ server: { address, tls } });
      using session = openSession(through.port);
      assert.equal((await call(session, frame("x"))).code, code);
    }
  });
});
