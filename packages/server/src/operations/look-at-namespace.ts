// What the server of a namespace tells of its settings and its Workers, and of what it stores; of a namesake that is not
// ours nothing is told.
import { describeDifferences } from "../resources/namespace-comparison.ts";
import { isOurs } from "../resources/namespaces-on-server.ts";
import type { LookAtNamespace } from "../resources/observe-namespaces.ts";
import type { LookAtStorage } from "../resources/sample-storage.ts";
import { serverNameOf } from "../store/namespaces.ts";
import { readNamespaceOnServer } from "../temporal/existing-namespaces.ts";
import { lookAtStorage } from "../temporal/storage.ts";
import { lookAtWorkers } from "../temporal/workers.ts";
import type { TemporalServers } from "./servers.ts";

export function createLook(servers: TemporalServers): LookAtNamespace {
  return async (row, knownQueues, now) => {
    const connection = servers.ofRegion(row.active_region);
    const name = serverNameOf(row);
    const found = await readNamespaceOnServer(connection, name);
    const differs = describeDifferences(row, found);
    if (found === null || !isOurs(row, found)) return { differs };
    return { differs, ...(await lookAtWorkers(connection, name, knownQueues, now)) };
  };
}

export function createStorageLook(servers: TemporalServers): LookAtStorage {
  return async (row) => {
    const connection = servers.ofRegion(row.active_region);
    const name = serverNameOf(row);
    const found = await readNamespaceOnServer(connection, name);
    return found === null || !isOurs(row, found) ? undefined : lookAtStorage(connection, name);
  };
}
