import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Code } from "@connectrpc/connect";
import { Client, type Connection } from "@temporalio/client";
import { startWorker } from "../../../../tests/harness/workers.ts";
import { RemitError } from "../errors.ts";
import { connectTemporal } from "./connect.ts";
import { registerNamespace } from "./namespaces.ts";
import { describeServer, freshName } from "./temporal.test-support.ts";
import { lookAtWorkers, type SeenWorkers } from "./workers.ts";

async function freshNamespace(connection: Connection): Promise<string> {
  return (await registerNamespace(connection, { name: freshName(), retentionDays: 1 })).name;
}

const look = (connection: Connection, namespace: string, known: readonly string[] = [], later = 0) =>
  lookAtWorkers(connection, namespace, known, new Date(Date.now() + later));

/** Visibility and pollers follow with a delay. */
async function lookUntil(
  asked: () => Promise<SeenWorkers>,
  holds: (seen: SeenWorkers) => boolean,
): Promise<SeenWorkers> {
  for (;;) {
    const seen = await asked();
    if (holds(seen)) return seen;
    await sleep(100);
  }
}

async function startOn(connection: Connection, namespace: string, queues: readonly string[]): Promise<void> {
  const { workflow } = new Client({ connection, namespace });
  for (const taskQueue of queues) await workflow.start("nobodyHasIt", { taskQueue, workflowId: `on ${taskQueue}` });
}

describe("Workers as a real server tells of them", () => {
  const onServer = describeServer();

  onServer("are none in a Namespace that nobody uses, and that is known", async (connection) => {
    const seen = await look(connection, await freshNamespace(connection));
    assert.deepEqual(seen, { taskQueues: [], deployments: [] });
  });

  onServer("are missed on every queue that something runs on, whatever its name", async (connection) => {
    const namespace = await freshNamespace(connection);
    const names = ["a", `it's "q\\uoted"`, "b/c d", "a') OR ('", "ü"];
    await startOn(connection, namespace, [...names, ...names.map((name) => `${name}2`)]);
    const expected = [...names, ...names.map((name) => `${name}2`)].sort();
    const { taskQueues } = await lookUntil(
      () => look(connection, namespace),
      (seen) => seen.taskQueues?.length === expected.length,
    );
    assert.deepEqual(
      taskQueues,
      expected.map((name) => ({ name, pollers: 0 })),
    );
  });

  onServer("are seen while they poll, and not any more when they have not asked for a while", async (connection) => {
    const namespace = await freshNamespace(connection);
    const address = String(connection.options.address);
    await using _worker = await startWorker({ address, namespace, taskQueue: "orders" });
    const polled = [{ name: "orders", pollers: 1 }];
    await lookUntil(
      () => look(connection, namespace, ["orders"]),
      ({ taskQueues }) => taskQueues?.[0]?.pollers === 1,
    );
    assert.deepEqual((await look(connection, namespace, ["orders", "temporal-sys-x"])).taskQueues, polled);
    const later = await look(connection, namespace, ["orders"], 180_000);
    assert.deepEqual(later.taskQueues, [{ name: "orders", pollers: 0 }]);
  });

  onServer("are found by their deployment, whose current build is told once there is one", async (connection) => {
    const namespace = await freshNamespace(connection);
    const address = String(connection.options.address);
    await using _worker = await startWorker({ address, namespace, taskQueue: "orders", buildId: "b1" });
    const { deployments, taskQueues } = await lookUntil(
      () => look(connection, namespace),
      (seen) => seen.taskQueues?.[0]?.pollers === 1 && seen.deployments?.length === 1,
    );
    assert.deepEqual(deployments, [{ name: "shop", currentBuild: "" }]);
    assert.deepEqual(taskQueues, [{ name: "orders", pollers: 1 }]);
    const current = { namespace, deploymentName: "shop", buildId: "b1", ignoreMissingTaskQueues: true };
    await connection.workflowService.setWorkerDeploymentCurrentVersion(current);
    const after = await lookUntil(
      () => look(connection, namespace),
      (seen) => seen.deployments?.[0]?.currentBuild === "b1",
    );
    assert.deepEqual(after.deployments, [{ name: "shop", currentBuild: "b1" }]);
  });

  onServer("are not known where the server refuses the question", async (connection) => {
    assert.deepEqual(await look(connection, freshName()), {});
  });
});

describe("Workers of a server that is away", () => {
  it("are not asked for any longer than it takes to notice", async () => {
    const connection = connectTemporal({ address: "127.0.0.1:1" });
    try {
      await assert.rejects(
        look(connection, "orders.abc"),
        (error: unknown) => error instanceof RemitError && error.code === Code.Unavailable,
      );
    } finally {
      await connection.close();
    }
  });
});
