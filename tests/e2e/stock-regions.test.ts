// Regions are clusters: two stock Temporal servers that Remit connects, a Namespace on both, and a workflow that goes on
// when another region takes over.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { create } from "@bufbuild/protobuf";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { type EndpointSpec, EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { listNexusEndpoints } from "../../packages/server/src/temporal/nexus-endpoints.ts";
import {
  type ConnectedPlane,
  type ConnectedServer,
  east,
  startConnectedPlane,
  west,
} from "../harness/connected-servers.ts";
import { connectToGateway, startGatewayWorker } from "../harness/gateway-clients.ts";
import { changeNamespace, freshName, makeNamespace, readNamespace, removeNamespace } from "../harness/namespaces.ts";
import { fulfilled } from "../harness/operations.ts";

const workflowsPath = fileURLToPath(new URL("gateway-sdk/workflows.ts", import.meta.url));
const taskQueue = "life";

describe("regions of connected Temporal servers", () => {
  let at: ConnectedPlane | string = "not started";
  before(async () => {
    at = await startConnectedPlane();
  });
  after(async () => {
    if (typeof at !== "string") await at[Symbol.asyncDispose]();
  });
  const onBoth = (promise: string, prove: (world: ConnectedPlane) => Promise<void>): void => {
    it(promise, async (t: TestContext) => (typeof at === "string" ? t.skip(at) : prove(at)));
  };

  onBoth(
    "take a Namespace with its workflows, serve it after a failover, and give it back",
    async ({ plane, ...world }) => {
      const { owner } = plane;
      const { namespace } = await makeNamespace(owner);
      const name = freshName("calls");
      await fulfilled(owner, owner.cloud.createNexusEndpoint({ spec: endpointTo(name, namespace) }));
      await surviveFailover({ plane, ...world }, namespace);
      assert.deepEqual(await endpoints(world.west, name), [name]);
      assert.deepEqual(await endpoints(world.east, name), []);
      await fulfilled(owner, owner.cloud.failoverNamespaceRegion({ namespace, region: east }));
      const { resourceVersion } = await readNamespace(owner, namespace);
      await fulfilled(owner, owner.cloud.deleteNamespaceRegion({ namespace, region: west, resourceVersion }));
      assert.deepEqual(standing(await readNamespace(owner, namespace)), { active: east, regions: [east] });
      const placed = await world.east.connection.workflowService.describeNamespace({ namespace });
      assert.deepEqual(
        placed.replicationConfig?.clusters?.map(({ clusterName }) => clusterName),
        ["east"],
      );
      // The same by an update of the whole spec; and a Namespace that is on both servers goes from both.
      await changeNamespace(owner, namespace, { replicas: [{ region: east }, { region: west }] });
      await until(async () => (await activeCluster(world.west, namespace)) === "east");
      const { endpoints: made } = await owner.cloud.getNexusEndpoints({ name });
      for (const { id: endpointId, resourceVersion } of made)
        await fulfilled(owner, owner.cloud.deleteNexusEndpoint({ endpointId, resourceVersion }));
      await removeNamespace(owner, namespace);
      for (const server of [world.east, world.west]) assert.equal(await activeCluster(server, namespace), null);
    },
  );

  onBoth(
    "take over by themselves when a server is gone, the one that the operations run on, but for who said no",
    async ({ plane, ...world }) => {
      const { owner } = plane;
      const replicas = [{ region: east }, { region: west }];
      const { namespace } = await makeNamespace(owner, { replicas });
      const stays = await makeNamespace(owner, { replicas, highAvailability: { disableManagedFailover: true } });
      await using _worker = await work(plane, namespace);
      await using caller = await connectToGateway(plane.gatewayAddress, plane.ownerKey, namespace);
      const handle = await caller.client.workflow.start("count", { taskQueue, workflowId: "orphan" });
      await handle.signal("add", 1);
      await untilSignalled(world.west, namespace, "orphan");
      await world.east[Symbol.asyncDispose]();
      await until(async () => (await readNamespace(owner, namespace)).activeRegion === west);
      await handle.signal("add", 2);
      await handle.signal("finish");
      assert.equal(await handle.result(), 3);
      assert.deepEqual(await signals(world.west, namespace, "orphan"), ["add", "add", "finish"]);
      assert.equal((await readNamespace(owner, stays.namespace)).activeRegion, east);
      const { logs } = await owner.cloud.getAuditLogs({ pageSize: 1000 });
      const own = logs.filter(
        ({ operation, principal }) => operation === "FailoverNamespaceRegion" && principal?.type === "system",
      );
      assert.equal(own.length, 1);
      // Whoever wants the other one there, too, gets it.
      await fulfilled(owner, owner.cloud.failoverNamespaceRegion({ namespace: stays.namespace, region: west }));
      assert.equal(await activeCluster(world.west, stays.namespace), "west");
    },
  );
});

/** Of a workflow from before the second region, and of one from after; of a client and a Worker that know nothing of it. */
async function surviveFailover({ plane, ...world }: ConnectedPlane, namespace: string): Promise<void> {
  const { owner } = plane;
  await using _worker = await work(plane, namespace);
  await using caller = await connectToGateway(plane.gatewayAddress, plane.ownerKey, namespace);
  const before = await caller.client.workflow.start("count", { taskQueue, workflowId: "before" });
  await before.signal("add", 1);
  await add(plane, namespace, west);
  assert.deepEqual(standing(await readNamespace(owner, namespace)), { active: east, regions: [east, west] });
  // What was there already was copied.
  await untilSignalled(world.west, namespace, "before");
  const within = await caller.client.workflow.start("count", { taskQueue, workflowId: "within" });
  await within.signal("add", 10);
  await fulfilled(owner, owner.cloud.failoverNamespaceRegion({ namespace, region: west }));
  assert.deepEqual(standing(await readNamespace(owner, namespace)), { active: west, regions: [east, west] });
  assert.equal(await activeCluster(world.west, namespace), "west");
  // The same client and the same Worker, which know nothing of it.
  await before.signal("add", 2);
  await within.signal("add", 20);
  await before.signal("finish");
  await within.signal("finish");
  assert.deepEqual([await before.result(), await within.result()], [3, 30]);
  assert.deepEqual(await signals(world.west, namespace, "before"), ["add", "add", "finish"]);
}

const work = ({ gatewayAddress, ownerKey }: ConnectedPlane["plane"], namespace: string): Promise<AsyncDisposable> =>
  startGatewayWorker({ address: gatewayAddress, key: ownerKey, namespace, taskQueue, workflowsPath, activities: {} });

async function add({ owner }: ConnectedPlane["plane"], namespace: string, region: string): Promise<void> {
  const { resourceVersion } = await readNamespace(owner, namespace);
  await fulfilled(owner, owner.cloud.addNamespaceRegion({ namespace, region, resourceVersion }));
}

const standing = ({ activeRegion, replicas }: Namespace) => ({
  active: activeRegion,
  regions: replicas.map(({ region }) => region),
});

/** Null where the server has no such Namespace. */
const activeCluster = ({ connection }: ConnectedServer, namespace: string): Promise<string | null> =>
  connection.workflowService.describeNamespace({ namespace }).then(
    ({ replicationConfig }) => replicationConfig?.activeClusterName ?? "",
    (error: { code?: number }) => (error.code === 5 ? null : Promise.reject(error)),
  );

function endpointTo(name: string, namespaceId: string): EndpointSpec {
  const targetSpec = { variant: { case: "workerTargetSpec" as const, value: { namespaceId, taskQueue } } };
  return create(EndpointSpecSchema, { name, targetSpec });
}

/** Those of the name that are on the server. */
const endpoints = async ({ connection }: ConnectedServer, name: string): Promise<string[]> =>
  (await listNexusEndpoints(connection, name)).map((endpoint) => endpoint.name);

async function signals({ connection }: ConnectedServer, namespace: string, workflowId: string): Promise<string[]> {
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId },
  });
  return (history?.events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
}

const untilSignalled = (server: ConnectedServer, namespace: string, workflowId: string): Promise<void> =>
  until(() =>
    signals(server, namespace, workflowId).then(
      (found) => found.length > 0,
      () => false,
    ),
  );

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await sleep(100);
}
