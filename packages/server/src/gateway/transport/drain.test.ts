// How the transport goes away: what it tells clients, and that Temporal's own retries carry them over a restart.
import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "node:test";
import { Connection } from "@temporalio/client";
import { call, frame, openSession, readAnswer, startCall, until } from "./testing/calls.ts";
import { createOpenGate } from "./testing/gates.ts";
import { log, startTestTransport } from "./testing/start.ts";
import { echo, startUpstream } from "./testing/upstream.ts";
import { startTransport, type Transport } from "./transport.ts";
import { createUpstreams } from "./upstreams.ts";

describe("a transport that closes", () => {
  it("says goodbye, and lets a call under way finish", async () => {
    let release: (() => void) | undefined;
    await using upstream = await startUpstream((received) => (release = () => echo(received)));
    await using through = await startTestTransport({ server: upstream.address });
    using session = openSession(through.port);
    const answer = call(session, frame("x"));
    await until(() => upstream.calls.length === 1);
    const goodbye = once(session, "goaway");
    const closed = through.transport.close(60_000);
    assert.equal((await goodbye)[0], 0);
    release?.();
    assert.equal((await answer).code, 0);
    await closed;
    await until(() => through.transport.connections() === 0);
  });

  it("ends long polls as to be tried again, and does not wait for them longer than it said", async () => {
    await using upstream = await startUpstream(() => {});
    const gate = createOpenGate("main");
    await using through = await startTestTransport({ server: upstream.address, gate });
    using session = openSession(through.port);
    const answer = call(session, frame("x"));
    await until(() => upstream.calls.length === 1);
    await through.transport.close(100);
    assert.equal((await answer).code, 14);
    assert.deepEqual(gate.ended, [14]);
    await until(() => upstream.open() === 0);
  });

  it("cuts a client that does not go", async () => {
    await using upstream = await startUpstream(echo);
    await using through = await startTestTransport({ server: upstream.address });
    using session = openSession(through.port);
    const stuck = startCall(session);
    stuck.write(Buffer.from([0, 0]));
    await until(() => through.transport.open() === 1);
    const answer = readAnswer(stuck);
    await through.transport.close(20);
    await answer;
  });
});

describe("a rolling restart", () => {
  it("fails no call of Temporal's client, which tries again by itself", async () => {
    await using upstream = await startUpstream((received) => setImmediate(echo, received));
    const upstreams = createUpstreams({ servers: [{ name: "main", address: upstream.address }], log });
    const start = (port: number): Promise<Transport> =>
      startTransport({
        listeners: [{ host: "127.0.0.1", port, tls: null, way: "public" }],
        gate: createOpenGate("main"),
        upstreams,
        log,
      });
    let transport = await start(0);
    const port = transport.addresses[0]?.port ?? 0;
    const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
    let stopped = false;
    let done = 0;
    const failures: unknown[] = [];
    const load = Array.from({ length: 8 }, async () => {
      while (!stopped) {
        await connection.workflowService.getSystemInfo({}).catch((error: unknown) => failures.push(error));
        done += 1;
      }
    });
    for (let restart = 0; restart < 3; restart += 1) {
      const before = done;
      await until(() => done > before + 50);
      await transport.close(5_000);
      transport = await start(port);
    }
    const before = done;
    await until(() => done > before + 50);
    stopped = true;
    await Promise.all(load);
    assert.deepEqual(failures, []);
    await connection.close();
    await transport.close(0);
    upstreams.close();
  });
});
