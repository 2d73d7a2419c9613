// Temporal servers that are connected: each is a cluster with a name, and a global Namespace is on several of them, of
// which one is active. Read in the source of server 1.32.1 and tried with two of them.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Code } from "@connectrpc/connect";
import type { Connection } from "@temporalio/client";
import { failedPrecondition, unavailable } from "../errors.ts";
import { callServer, hasCode } from "./call-server.ts";
import { readSystemWorkflow, startSystemWorkflow } from "./system-workflows.ts";

/** An attempt that waits longer begins anew: whoever carries it out has a limit of its own. */
const limitMs = 30_000;
const pauseMs = 200;
const settleMs = 4_000;

/** Where a Namespace is, by the names of clusters. */
export interface Placement {
  /** The uuid of this incarnation, the same on every cluster: a namesake has another. */
  readonly id: string;
  /** A local one cannot be anywhere else. */
  readonly isGlobal: boolean;
  readonly active: string;
  readonly clusters: readonly string[];
}

/** The name that the server has among those it is connected with. */
export async function readClusterName(connection: Connection): Promise<string> {
  const { clusterName } = await callServer(connection, "name its cluster", () =>
    connection.workflowService.getClusterInfo({}),
  );
  if (!clusterName) throw failedPrecondition("the Temporal server does not say which cluster it is");
  return clusterName;
}

/** Null when the server has no such Namespace. */
export async function readPlacement(connection: Connection, namespace: string): Promise<Placement | null> {
  try {
    const { namespaceInfo, isGlobalNamespace, replicationConfig } = await callServer(
      connection,
      `describe Namespace ${namespace}`,
      () => connection.workflowService.describeNamespace({ namespace }),
    );
    return {
      id: namespaceInfo?.id ?? "",
      isGlobal: isGlobalNamespace ?? false,
      active: replicationConfig?.activeClusterName ?? "",
      clusters: (replicationConfig?.clusters ?? []).map(({ clusterName }) => clusterName ?? ""),
    };
  } catch (error) {
    if (hasCode(error, Code.NotFound)) return null;
    throw error;
  }
}

/** Makes the server know the other one. A connection that somebody made, by whatever address, is left as it is. */
export async function connectCluster(
  connection: Connection,
  other: { readonly name: string; readonly address: string },
): Promise<void> {
  const { clusters } = await callServer(connection, "list its clusters", () =>
    connection.operatorService.listClusters({}),
  );
  const known = clusters?.find(({ clusterName }) => clusterName === other.name);
  if (known?.isConnectionEnabled === true) return;
  await callServer(connection, `connect to the cluster ${other.name}`, () =>
    connection.operatorService.addOrUpdateRemoteCluster({
      frontendAddress: other.address,
      enableRemoteClusterConnection: true,
      enableReplication: true,
    }),
  );
}

/** Makes a local Namespace one that can be on several clusters. There is no way back. */
export async function promoteNamespace(connection: Connection, namespace: string): Promise<void> {
  await callServer(connection, `make Namespace ${namespace} a global one`, () =>
    connection.workflowService.updateNamespace({ namespace, promoteNamespace: true }),
  );
}

/** @throws RemitError UNAVAILABLE while the server has not read yet that it is connected to one of them */
export async function setClusters(
  connection: Connection,
  namespace: string,
  clusters: readonly string[],
): Promise<void> {
  try {
    await callServer(connection, `place Namespace ${namespace}`, () =>
      connection.workflowService.updateNamespace({
        namespace,
        replicationConfig: { clusters: clusters.map((clusterName) => ({ clusterName })) },
      }),
    );
  } catch (error) {
    // Every process of the server reads the list of clusters again now and then (system.clusterMetadataRefreshInterval).
    if (hasCode(error, Code.FailedPrecondition) && String(error).includes("Invalid cluster name"))
      throw unavailable("the Temporal server does not know the other cluster yet", error);
    throw error;
  }
}

/** Waits until the server sees the Namespace placed like this. @throws RemitError UNAVAILABLE when that takes long */
export async function waitUntilPlaced(
  connection: Connection,
  namespace: string,
  isPlaced: (placement: Placement | null) => boolean,
): Promise<void> {
  await waitUntil(`Namespace ${namespace} has not reached the other Temporal server yet`, async () =>
    isPlaced(await readPlacement(connection, namespace)),
  );
}

/**
 * Copies what is there already: a cluster gets by itself only what happens from now on. Asked again, it goes on waiting.
 *
 * A server goes by a copy of the Namespace that it reads every 2 s (system.namespaceCacheRefreshInterval), and what it is
 * to copy before it has read of the other cluster it drops without a word (seen with 1.32.1); so it is left that time.
 * Where it needs longer the copy fails, as what is copied is verified, and is begun again.
 */
export async function copyWorkflows(
  connection: Connection,
  copy: { readonly id: string; readonly namespace: string; readonly cluster: string },
): Promise<void> {
  const { id, namespace, cluster } = copy;
  let state = await readSystemWorkflow(connection, id);
  if (state === "absent" || state === "failed") {
    await sleep(settleMs);
    const params = {
      Namespace: namespace,
      Query: "WorkflowId != ''",
      EnableVerification: true,
      TargetClusterName: cluster,
      VerifyIntervalInSeconds: 1,
    };
    await startSystemWorkflow(connection, { id, type: "force-replication", params });
  }
  await waitUntil(`the workflows of ${namespace} are being copied to the cluster ${cluster}`, async () => {
    state = await readSystemWorkflow(connection, id);
    if (state === "failed")
      throw unavailable(`the workflows of ${namespace} were not copied to the cluster ${cluster}`);
    return state === "completed";
  });
}

/**
 * Asks the active server to hand the Namespace over once the other has caught up, which loses nothing; for the last moment
 * before, the Namespace takes no calls. False: it could not, in the time that it has.
 */
export async function handOver(
  connection: Connection,
  { id, namespace, cluster }: { readonly id: string; readonly namespace: string; readonly cluster: string },
): Promise<boolean> {
  const params = {
    Namespace: namespace,
    RemoteCluster: cluster,
    AllowedLaggingSeconds: 10,
    HandoverTimeoutSeconds: 10,
  };
  try {
    await startSystemWorkflow(connection, { id, type: "namespace-handover", params });
    let state = await readSystemWorkflow(connection, id);
    for (const end = Date.now() + limitMs; state === "running" && Date.now() < end; ) {
      await sleep(pauseMs);
      state = await readSystemWorkflow(connection, id);
    }
    return state === "completed";
  } catch {
    return false;
  }
}

/** Makes the cluster the active one, by its own word: whatever the others have not sent yet is settled when they do. */
export async function activateCluster(connection: Connection, namespace: string, cluster: string): Promise<void> {
  await callServer(connection, `activate Namespace ${namespace}`, () =>
    connection.workflowService.updateNamespace({ namespace, replicationConfig: { activeClusterName: cluster } }),
  );
}

/**
 * Waits until the server carries out what changes a workflow: it goes by a copy of the Namespace that it reads every few
 * seconds. A signal for a workflow that does not exist tells, and changes nothing.
 */
export async function waitUntilActive(connection: Connection, namespace: string): Promise<void> {
  const workflowId = `remit-probe-${randomUUID()}`;
  await waitUntil(`Namespace ${namespace} is not active on the Temporal server yet`, async () => {
    try {
      await callServer(connection, `ask whether Namespace ${namespace} is active`, () =>
        connection.workflowService.signalWorkflowExecution({
          namespace,
          workflowExecution: { workflowId },
          signalName: "remit-probe",
        }),
      );
      return true;
    } catch (error) {
      if (hasCode(error, Code.NotFound)) return true;
      if (hasCode(error, Code.FailedPrecondition)) return false;
      throw error;
    }
  });
}

async function waitUntil(otherwise: string, done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await done())) {
    if (Date.now() >= end) throw unavailable(otherwise);
    await sleep(pauseMs);
  }
}
