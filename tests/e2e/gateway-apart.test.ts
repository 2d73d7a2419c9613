// Gateways in several places on one database: they share the limits, and one that is cut off decides nothing.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sharePostgres } from "../harness/databases.ts";
import { connectToGateway, type GatewayClient } from "../harness/gateway-clients.ts";
import { startGatewayPair } from "../harness/gateway-pair.ts";
import { type Refusal, refusalOf } from "../harness/gateway-roles.ts";
import { makeServiceAccount } from "../harness/principals.ts";
import { openWay } from "../harness/way-to-database.ts";

const permissionDenied = 7;
const resourceExhausted = 8;
const unavailable = 14;
const unauthenticated = 16;
const freshPostgres = sharePostgres();

/** Decided without a Temporal server: a Namespace that nobody has. */
const ask = ({ connection }: GatewayClient): Promise<Refusal> =>
  refusalOf(connection.workflowService.describeNamespace({ namespace: "nowhere.a1b2c3" }));

describe("gateways on one database", () => {
  it("refuse everything while one is cut off from it, and decide anew with what changed meanwhile", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    const way = await openWay(fresh.url);
    await using pair = await startGatewayPair(fresh, { secondUrl: way.url });
    const { plane, first, second } = pair;
    const [kept, revoked] = [await makeServiceAccount(plane, {}), await makeServiceAccount(plane, {})];
    await using stack = new AsyncDisposableStack();
    const open = async (address: string, key: string) => stack.use(await connectToGateway(address, key, "nowhere"));
    const keptThere = await open(second.gatewayAddress, kept.key);
    const revokedThere = await open(second.gatewayAddress, revoked.key);
    const here = await open(first.gatewayAddress, kept.key);
    for (const client of [keptThere, revokedThere, here]) await untilCode(client, permissionDenied);

    way.cut();
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: revoked.keyId });
    await plane.owner.cloud.deleteApiKey({ keyId: revoked.keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
    await untilCode(keptThere, unavailable);
    assert.equal((await ask(revokedThere)).code, unavailable);
    assert.equal((await ask(here)).code, permissionDenied, "the other gateway has its database");

    await way.mend();
    await untilCode(keptThere, permissionDenied);
    assert.equal((await ask(revokedThere)).code, unauthenticated);
    way.cut();
  });

  it("share the limits while both run, and leave them to the one that is left", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    const limits = { namespaceRequests: 0, principalRequests: 2, addressRequests: 0 };
    await using pair = await startGatewayPair(fresh, { gateway: { limits } });
    const { plane, first, second } = pair;
    const { key } = await makeServiceAccount(plane, {});
    await using client = await connectToGateway(first.gatewayAddress, key, "nowhere");
    // Two a second would never make anybody wait for longer than half of one.
    while ((await longestWait(client)) <= 500) await sleep(20);
    await second[Symbol.asyncDispose]();
    // One a second would never let two through within one; whoever tries without a pause never finds two.
    while (!(await letsTwoThrough(client))) await sleep(1_100);
  });
});

async function untilCode(client: GatewayClient, code: number): Promise<void> {
  while ((await ask(client)).code !== code) await sleep(20);
}

const burst = (client: GatewayClient) => Promise.all(Array.from({ length: 4 }, () => ask(client)));

async function longestWait(client: GatewayClient): Promise<number> {
  return Math.max(0, ...(await burst(client)).map(({ retryMs }) => retryMs ?? 0));
}

async function letsTwoThrough(client: GatewayClient): Promise<boolean> {
  const began = performance.now();
  const passed = (await burst(client)).filter(({ code }) => code !== resourceExhausted);
  return passed.length >= 2 && performance.now() - began < 1_000;
}
