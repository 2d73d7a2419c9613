// What Temporal servers do for the regions of a Namespace: one more, one less, and another one active.
import { fromBinary } from "@bufbuild/protobuf";
import { FailoverNamespaceRegionRequestSchema } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { failedPrecondition, unavailable } from "../errors.ts";
import { namespaceFailedOver } from "../resources/namespace-failed-over.ts";
import { namespaceUpdated, namespaceUpdateFailed, wantedSpec } from "../resources/namespace-transitions.ts";
import { serverNameOf } from "../store/namespaces.ts";
import type { OperationRow } from "../store/operations.ts";
import { isHealthy } from "../temporal/health.ts";
import {
  activateCluster,
  handOver,
  readClusterName,
  readPlacement,
  waitUntilActive,
  waitUntilPlaced,
} from "../temporal/replication.ts";
import type { Applier, ApplyContext } from "./applier.ts";
import { failOverWithEndpoints } from "./move-endpoints.ts";
import { loadNamespace, restoreApplied } from "./namespaces.ts";
import { placeNamespace } from "./place-namespace.ts";
import type { Server } from "./servers.ts";

const changeOfRegions: Applier = {
  carryOut: async (context, operation) => {
    const { row, server } = await loadNamespace(context, operation);
    await restoreApplied(server, row);
    await placeNamespace(context, operation, row, wantedSpec(row));
    await namespaceUpdated(context.deps, operation.uid);
  },
  giveUp: ({ deps }, { uid }, reason) => namespaceUpdateFailed(deps, uid, reason),
};

export const namespaceRegionAppliers: Readonly<Record<string, Applier>> = {
  AddNamespaceRegion: changeOfRegions,
  DeleteNamespaceRegion: changeOfRegions,
  FailoverNamespaceRegion: {
    carryOut: async (context, operation) => {
      const { row, server } = await loadNamespace(context, operation);
      const region = readTarget(operation);
      const to = context.servers.serverOf(region);
      await failOver(context, operation, serverNameOf(row), { from: server, to });
      if (server === to) await namespaceFailedOver(context.deps, operation.uid, region, null);
      else await failOverWithEndpoints(context, operation, row, { from: server, to, region });
    },
    giveUp: ({ deps }, { uid }, reason) => namespaceUpdateFailed(deps, uid, reason),
  },
};

/** The region that is to be the active one. */
const readTarget = ({ request }: OperationRow): string =>
  fromBinary(FailoverNamespaceRegionRequestSchema, request ?? new Uint8Array()).region;

/** So long a failover waits for the server that is to take over. */
const patienceMs = 120_000;

/** The active server hands over where it can; where it cannot, or is away, the other one takes over by itself. */
async function failOver(
  { deps }: ApplyContext,
  { uid, created_at }: OperationRow,
  namespace: string,
  { from, to }: { readonly from: Server; readonly to: Server },
): Promise<void> {
  if (from === to) return;
  if (!(await isHealthy(to.connection))) {
    const says = `the Temporal server ${to.name} does not answer, so it cannot take over`;
    // Until then nothing else can be done with the Namespace, and the other server may be back before this one.
    throw deps.now().getTime() - created_at.getTime() > patienceMs ? failedPrecondition(says) : unavailable(says);
  }
  const cluster = await readClusterName(to.connection);
  const placement = await readPlacement(to.connection, namespace);
  // A namesake is on one cluster.
  if (placement === null || !placement.clusters.includes(cluster) || placement.clusters.length < 2)
    throw failedPrecondition(`the Temporal server ${to.name} has no copy of the Namespace ${namespace}`);
  if (placement.active !== cluster) {
    const id = `remit-handover/${uid}`;
    const isHandedOver =
      (await isHealthy(from.connection)) && (await handOver(from.connection, { id, namespace, cluster }));
    if (isHandedOver) await waitUntilPlaced(to.connection, namespace, (found) => found?.active === cluster);
    else {
      deps.log.warn({ namespace, from: from.name, to: to.name }, "a Namespace is taken over without being handed over");
      await activateCluster(to.connection, namespace, cluster);
    }
  }
  await waitUntilActive(to.connection, namespace);
}
