// How an export reads a Namespace's closed workflows; of a namesake that is not ours nothing is read.
import { RemitError, unavailable } from "../errors.ts";
import type { ExportDeps } from "../resources/export-histories.ts";
import { isOurs } from "../resources/namespaces-on-server.ts";
import { serverNameOf } from "../store/namespaces.ts";
import { listClosedRuns } from "../temporal/closed-workflows.ts";
import { describeNamespace } from "../temporal/namespaces.ts";
import { readRawHistory } from "../temporal/raw-history.ts";
import type { TemporalServers } from "./servers.ts";

export function createOpenWorkflows(servers: TemporalServers): ExportDeps["openWorkflows"] {
  return async ({ namespace_id, namespace_uid: uid, server_name, server_id, active_region }) => {
    const connection = servers.ofRegion(active_region);
    const name = serverNameOf({ id: namespace_id, server_name });
    const found = await describeNamespace(connection, name).catch(refuseServer);
    if (found === null || !isOurs({ uid, server_id }, found))
      throw unavailable("the Temporal server does not have this Namespace");
    return {
      async *list(piece) {
        try {
          yield* listClosedRuns(connection, name, piece);
        } catch (error) {
          refuseServer(error);
        }
      },
      readHistory: (run) => readRawHistory(connection, name, run).catch(refuseServer),
    };
  };
}

/** Whatever a Temporal server refuses here is nothing that the sink's owner could mend. */
function refuseServer(error: unknown): never {
  throw error instanceof RemitError ? unavailable(error.message, error.detail.cause) : error;
}
