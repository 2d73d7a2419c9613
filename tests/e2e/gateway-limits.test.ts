// What callers may use per second, as Temporal's SDK meets it: refused with a time to wait, and nobody else with it.
import assert from "node:assert/strict";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { describe } from "node:test";
import { call, frame } from "../../packages/server/src/gateway/transport/testing/calls.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { connectToGateway, type GatewayClient } from "../harness/gateway-clients.ts";
import { type Refusal, refusalOf, refusalOrNull } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { sharePlane, sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";

const resourceExhausted = 8;
const permissionDenied = 7;

/** Makes bursts until one is refused for `what`; whatever was refused meanwhile was refused for that alone. */
async function untilLimited(ask: () => Promise<unknown>, what: RegExp): Promise<Refusal> {
  for (;;) {
    const burst = await Promise.all(Array.from({ length: 5 }, () => refusalOrNull(ask())));
    for (const refusal of burst) {
      if (refusal?.code !== resourceExhausted) continue;
      assert.match(refusal.details, what);
      return refusal;
    }
  }
}

function assertTellsWhen({ retryMs }: Refusal): void {
  assert.ok(retryMs !== null && retryMs > 0 && retryMs <= 1_000, `${retryMs}`);
}

describe("limits of a Namespace", () => {
  const onTemporal = sharePlaneOnTemporal({
    gateway: { limits: { namespaceRequests: 3, principalRequests: 0, addressRequests: 0 } },
    limits: { actionsPerSecondPerNamespace: 1 },
  });

  async function openTwo(plane: TestPlane): Promise<{ first: GatewayClient; second: GatewayClient; name: string }> {
    const [one, two] = [await makeNamespace(plane.owner), await makeNamespace(plane.owner)];
    const first = await connectToGateway(plane.gatewayAddress, plane.ownerKey, one.namespace);
    const second = await connectToGateway(plane.gatewayAddress, plane.ownerKey, two.namespace);
    return { first, second, name: one.namespace };
  }

  onTemporal("refuse requests with a time to wait, and slow down no other Namespace", async (plane) => {
    const { first, second, name } = await openTwo(plane);
    await using _first = first;
    await using _second = second;
    const describeOwn = ({ connection, client }: GatewayClient) =>
      connection.workflowService.describeNamespace({ namespace: client.options.namespace });
    const refusal = await untilLimited(() => describeOwn(first), /^too many requests in Namespace orders-/);
    assertTellsWhen(refusal);
    assert.ok((await describeOwn(second)).namespaceInfo);
    const stranger = await makeServiceAccount(plane, {});
    await using without = await connectToGateway(plane.gatewayAddress, stranger.key, name);
    for (let asked = 0; asked < 10; asked++)
      assert.equal((await refusalOf(without.client.workflow.getHandle("any").describe())).code, permissionDenied);
    assert.equal(
      await refusalOrNull(second.connection.workflowService.getSystemInfo({})),
      null,
      "what is about no Namespace uses up none",
    );
  });

  onTemporal("count what usage counts apart from what only looks", async (plane) => {
    const { first, second } = await openTwo(plane);
    await using _first = first;
    await using _second = second;
    let count = 0;
    const start = ({ client }: GatewayClient) =>
      client.workflow.start("any", { taskQueue: "nobody", workflowId: `w-${count++}` });
    assertTellsWhen(await untilLimited(() => start(first), /^too many (actions|requests) in Namespace/));
    await start(second);
    const { details } = await untilActions(() => start(first));
    assert.match(details, /^too many actions in Namespace/);
  });

  async function untilActions(ask: () => Promise<unknown>): Promise<Refusal> {
    for (;;) {
      const refusal = await refusalOrNull(ask());
      if (refusal?.details.includes("actions") === true) return refusal;
    }
  }
});

describe("limits of callers", () => {
  const onPlane = sharePlane({
    gateway: { limits: { namespaceRequests: 0, principalRequests: 2, addressRequests: 50 } },
  });

  onPlane("hold for everything that one caller asks, whatever the answer", async (plane) => {
    const { key } = await withNothing(plane);
    const { key: otherKey } = await withNothing(plane);
    await using busy = await connectToGateway(plane.gatewayAddress, key, "nowhere");
    await using other = await connectToGateway(plane.gatewayAddress, otherKey, "nowhere");
    const ask = ({ connection }: GatewayClient) =>
      connection.workflowService.describeNamespace({ namespace: "nowhere.a1b2c3" });
    assertTellsWhen(await untilLimited(() => ask(busy), /^too many requests of this caller/));
    assert.equal((await refusalOf(ask(other))).code, permissionDenied);
  });

  onPlane("hold for an address before anybody is known there, and for no other address", async (plane) => {
    const port = plane.plane.gateway?.addresses[0]?.port ?? assert.fail("no gateway");
    const sessionFrom = (localAddress: string) =>
      connectHttp2(`http://127.0.0.1:${port}`, {
        createConnection: () => connect({ host: "127.0.0.1", port, localAddress }),
      });
    const [busy, other] = [sessionFrom("127.0.0.3"), sessionFrom("127.0.0.4")];
    const ask = (session: typeof busy, path: string) =>
      call(session, frame(""), { ":path": path, authorization: "Bearer remit_key_nobody" });
    const health = "/grpc.health.v1.Health/Check";
    const anything = "/temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo";
    let codes: (number | undefined)[] = [];
    while (!codes.includes(resourceExhausted))
      codes = (await Promise.all(Array.from({ length: 60 }, () => ask(busy, anything)))).map(({ code }) => code);
    assert.equal((await ask(other, health)).code, 0);
    busy.destroy();
    other.destroy();
  });

  const withNothing = (plane: TestPlane) => makeServiceAccount(plane, {});
});
