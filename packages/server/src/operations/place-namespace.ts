// Regions are clusters: where a Namespace is to be in regions of different Temporal servers, these are connected, the
// Namespace is made a global one, and each server gets it with the workflows that it has. Regions that one server stands
// for are our own records only.
import { fromBinary } from "@bufbuild/protobuf";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { failedPrecondition } from "../errors.ts";
import { type NamespaceRow, serverNameOf } from "../store/namespaces.ts";
import type { OperationRow } from "../store/operations.ts";
import { deleteNamespace } from "../temporal/namespaces.ts";
import {
  connectCluster,
  copyWorkflows,
  type Placement,
  promoteNamespace,
  readClusterName,
  readPlacement,
  setClusters,
  waitUntilPlaced,
} from "../temporal/replication.ts";
import type { ApplyContext } from "./applier.ts";
import { findOnServer } from "./server-namespaces.ts";
import type { Server, TemporalServers } from "./servers.ts";

/** Brings the Namespace to the servers of its regions, and takes it from those that it had besides. */
export async function placeNamespace(
  { servers }: Pick<ApplyContext, "servers">,
  operation: Pick<OperationRow, "uid">,
  row: NamespaceRow,
  spec: NamespaceSpec,
): Promise<void> {
  const active = servers.serverOf(row.active_region);
  if (active.clusterAddress === null) return;
  const name = serverNameOf(row);
  const standbys = standbysOf(servers, active, spec);
  const placement = await requirePlaced(active, name);
  const present = standbysOf(servers, active, fromBinary(NamespaceSpecSchema, row.spec));
  // What stays as it is needs no server but the active one: the others may be away.
  const stays = standbys.length === present.length && standbys.every((server) => present.includes(server));
  if (stays && placement.clusters.length === standbys.length + 1) return;
  const own = await readClusterName(active.connection);
  const others = await Promise.all(standbys.map((server) => toCluster(server)));
  for (const other of others) {
    await requireNoNamesake(other, name, placement);
    await connect({ ...active, cluster: own }, other);
  }
  if (others.length > 0 && !placement.isGlobal) await promoteNamespace(active.connection, name);
  const wanted = [own, ...others.map(({ cluster }) => cluster)];
  if (!sameSet(wanted, placement.clusters)) await setClusters(active.connection, name, wanted);
  for (const { connection, cluster } of others) {
    await waitUntilPlaced(connection, name, (found) => found?.id === placement.id && found.clusters.includes(cluster));
    // Its own for each operation, and the same at each of its attempts.
    const id = `remit-copy/${operation.uid}/${cluster}`;
    await copyWorkflows(active.connection, { id, namespace: name, cluster });
  }
}

/**
 * Takes the Namespace from every server but the active one, before it is deleted there: a server refuses to delete one
 * that others have, and what it deletes stays on those.
 */
export async function deleteCopies({ servers, deps }: ApplyContext, row: NamespaceRow): Promise<void> {
  const active = servers.serverOf(row.active_region);
  if (active.clusterAddress === null) return;
  const name = serverNameOf(row);
  const placement = await readPlacement(active.connection, name);
  if (placement !== null && placement.clusters.length > 1)
    await setClusters(active.connection, name, [await readClusterName(active.connection)]);
  const standbys = standbysOf(servers, active, fromBinary(NamespaceSpecSchema, row.spec));
  for (const server of standbys) await deleteCopy(server, row);
  // One that had it once, in a region that was deleted, may be gone for good.
  const former = servers.named.filter(
    (server) => server.clusterAddress !== null && server !== active && !standbys.includes(server),
  );
  for (const server of former) {
    await deleteCopy(server, row).catch((error: unknown) =>
      deps.log.warn({ err: error, server: server.name, namespace: name }, "a copy of a Namespace may be left behind"),
    );
  }
}

/** A namesake is left alone. */
async function deleteCopy({ connection }: Server, row: NamespaceRow): Promise<void> {
  const found = await findOnServer(connection, row);
  if (found.kind !== "ours") return;
  const { name, id } = found.namespace;
  await waitUntilPlaced(connection, name, (placement) => placement === null || placement.clusters.length === 1);
  await deleteNamespace(connection, name, { id });
}

/** The other servers of its regions. */
function standbysOf(servers: TemporalServers, active: Server, { replicas }: NamespaceSpec): Server[] {
  const all = new Set(replicas.map(({ region }) => servers.serverOf(region)));
  all.delete(active);
  return [...all];
}

type Cluster = Server & { readonly cluster: string };

const toCluster = async (server: Server): Promise<Cluster> => ({
  ...server,
  cluster: await readClusterName(server.connection),
});

async function connect(a: Cluster, b: Cluster): Promise<void> {
  if (a.cluster === b.cluster)
    throw failedPrecondition(`the Temporal servers ${a.name} and ${b.name} are both the cluster ${a.cluster}`);
  if (a.clusterAddress === null || b.clusterAddress === null)
    throw failedPrecondition(`the Temporal servers ${a.name} and ${b.name} are not connected`);
  await connectCluster(a.connection, { name: b.cluster, address: b.clusterAddress });
  await connectCluster(b.connection, { name: a.cluster, address: a.clusterAddress });
}

/** A server keeps a Namespace that has the name, and drops ours without a word. */
async function requireNoNamesake({ name, connection }: Server, namespace: string, { id }: Placement): Promise<void> {
  const found = await readPlacement(connection, namespace);
  if (found !== null && found.id !== id)
    throw failedPrecondition(`the Temporal server ${name} has another Namespace of the name ${namespace}`);
}

async function requirePlaced(server: Server, namespace: string): Promise<Placement> {
  const placement = await readPlacement(server.connection, namespace);
  if (placement === null) throw failedPrecondition(`the Temporal server ${server.name} has no Namespace ${namespace}`);
  return placement;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));
