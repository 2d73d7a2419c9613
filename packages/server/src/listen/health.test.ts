import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { CloudService, Health, HealthCheckResponse_ServingStatus as Status } from "@remit/protocol";
import { startTestServer, type TestServer } from "./testing/server.ts";

const healthOf = (server: TestServer): Client<typeof Health> =>
  createClient(Health, createGrpcTransport({ baseUrl: server.url }));

describe("grpc.health.v1", () => {
  it("answers without a credential, for the server and for each service", async () => {
    let ready = true;
    await using server = await startTestServer({ handler: { readiness: () => ready } });
    const health = healthOf(server);
    assert.equal((await health.check({})).status, Status.SERVING);
    assert.equal((await health.check({ service: CloudService.typeName })).status, Status.SERVING);
    const unknown = await health.check({ service: "no.Service" }).catch((error: unknown) => ConnectError.from(error));
    assert.equal((unknown as ConnectError).code, Code.NotFound);
    const { statuses } = await health.list({});
    assert.ok("" in statuses && CloudService.typeName in statuses);
    ready = false;
    assert.equal((await health.check({})).status, Status.NOT_SERVING);
  });

  it("counts a readiness that fails as not ready", async () => {
    const readiness = (): boolean => {
      throw new Error("the store is gone");
    };
    await using server = await startTestServer({ handler: { readiness } });
    assert.equal((await healthOf(server).check({})).status, Status.NOT_SERVING);
  });

  it("streams changes, and ends when the server drains", async () => {
    let ready = false;
    const draining = new AbortController();
    await using server = await startTestServer({ handler: { readiness: () => ready, draining: draining.signal } });
    const seen: Status[] = [];
    for await (const { status } of healthOf(server).watch({})) {
      seen.push(status);
      if (seen.length === 1) ready = true;
      if (seen.length === 2) draining.abort();
    }
    assert.deepEqual(seen, [Status.NOT_SERVING, Status.SERVING, Status.NOT_SERVING]);
  });

  it("keeps watching for a service that it does not know", async () => {
    await using server = await startTestServer();
    const gone = new AbortController();
    const seen: Status[] = [];
    const watch = async (): Promise<void> => {
      for await (const { status } of healthOf(server).watch({ service: "no.Service" }, { signal: gone.signal })) {
        seen.push(status);
        gone.abort();
      }
    };
    await assert.rejects(watch());
    assert.deepEqual(seen, [Status.SERVICE_UNKNOWN]);
  });
});
