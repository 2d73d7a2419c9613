// Temporal's TypeScript SDK, client and worker, lives a team's normal life through the gateway as it does without one.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { connectToGateway, startGatewayWorker } from "../harness/gateway-clients.ts";
import { withLevel } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { normalLife, type Outcomes } from "../harness/normal-life.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { live, makeActivities } from "./gateway-sdk/live.ts";

const onTemporal = sharePlaneOnTemporal({ gateway: {} });
const workflowsPath = fileURLToPath(new URL("gateway-sdk/workflows.ts", import.meta.url));

/** Ends with the worker's shutdown, which its open polls do not keep. */
async function liveAt(address: string, key: string, namespace: string): Promise<Outcomes> {
  const made = makeActivities();
  const { activities } = made;
  await using _worker = await startGatewayWorker({
    address,
    key,
    namespace,
    taskQueue: "life",
    workflowsPath,
    activities,
    maxHeartbeatThrottleInterval: "100 ms",
  });
  await using caller = await connectToGateway(address, key, namespace);
  return await live(caller.client, made);
}

onTemporal("the same comes of it directly and through the gateway", async (plane, temporal) => {
  const { namespace: without } = await makeNamespace(plane.owner);
  const { namespace: within } = await makeNamespace(plane.owner);
  const { key } = await withLevel(plane, within, "WRITE");
  assert.deepEqual(await liveAt(temporal.address, "", without), normalLife);
  assert.deepEqual(await liveAt(plane.gatewayAddress, key, within), normalLife);
  while ((plane.plane.gateway?.openCalls() ?? 0) > 0) await new Promise((resolve) => setImmediate(resolve));
});
