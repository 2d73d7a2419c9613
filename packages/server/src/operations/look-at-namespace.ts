// What the server of a namespace tells of its Workers; of a namesake that is not ours nothing is told.
import type { LookAtNamespace } from "../resources/observe-namespaces.ts";
import { describeNamespace } from "../temporal/namespaces.ts";
import { lookAtWorkers } from "../temporal/workers.ts";
import { uidKey } from "./namespaces.ts";
import type { TemporalServers } from "./servers.ts";

export function createLook(servers: TemporalServers): LookAtNamespace {
  return async ({ uid, id, active_region }, knownQueues, now) => {
    const connection = servers.ofRegion(active_region);
    const found = await describeNamespace(connection, id);
    return found?.data[uidKey] === uid ? lookAtWorkers(connection, id, knownQueues, now) : {};
  };
}
