// What a Temporal server does for operations on Nexus endpoints. An endpoint lives on the server of its target.
import { fromBinary } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { type EndpointSpec, EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import type { Connection } from "@temporalio/client";
import { failedPrecondition, unavailable } from "../errors.ts";
import { targetOf } from "../resources/nexus-endpoint-spec.ts";
import {
  nexusEndpointActivated,
  nexusEndpointActivationFailed,
  nexusEndpointDeleted,
  nexusEndpointDeleteFailed,
  nexusEndpointUpdated,
  nexusEndpointUpdateFailed,
  readNexusEndpointOf,
} from "../resources/nexus-endpoint-transitions.ts";
import { readNamespace, readNamespaceByUid, serverNameOf } from "../store/namespaces.ts";
import { type NexusEndpointRow, readNexusEndpoint } from "../store/nexus-endpoints.ts";
import type { OperationRow } from "../store/operations.ts";
import { hasCode } from "../temporal/call-server.ts";
import {
  createNexusEndpoint,
  deleteNexusEndpoint,
  deleteNexusEndpointLike,
  type NexusEndpoint,
  type NexusEndpointSpec,
  updateNexusEndpoint,
} from "../temporal/nexus-endpoints.ts";
import { type Applier, type ApplyContext, superseded } from "./applier.ts";

export const nexusEndpointAppliers: Readonly<Record<string, Applier>> = {
  CreateNexusEndpoint: {
    carryOut: async (context, operation) => {
      const row = await load(context, operation);
      const spec = fromBinary(EndpointSpecSchema, row.spec);
      const { connection, region, wanted } = await findTarget(context, spec);
      const { id } = await createNexusEndpoint(connection, wanted, spareNameOf(operation));
      const made = { id, before: row.server_id, region };
      if (!(await nexusEndpointActivated(context.deps, operation.uid, made)))
        await takeBack(context, row, connection, id);
    },
    giveUp: ({ deps }, { uid }, reason) => nexusEndpointActivationFailed(deps, uid, reason),
  },
  UpdateNexusEndpoint: {
    carryOut: async (context, operation) => {
      const row = await load(context, operation);
      const { connection, region, id } = await bringToDesired(context, row, spareNameOf(operation));
      const made = { id, before: row.server_id, region };
      if (!(await nexusEndpointUpdated(context.deps, operation.uid, made)))
        await takeBack(context, row, connection, id);
    },
    giveUp: ({ deps }, { uid }, reason) => nexusEndpointUpdateFailed(deps, uid, reason),
  },
  DeleteNexusEndpoint: {
    carryOut: async (context, operation) => {
      const row = await load(context, operation);
      if (row.server_id === "") await deleteNeverKnown(context, row);
      else for (const connection of await serversOf(context, row)) await deleteNexusEndpoint(connection, row.server_id);
      if (!(await nexusEndpointDeleted(context.deps, operation.uid, row.server_id))) throw failedOverMeanwhile();
    },
    giveUp: ({ deps }, { uid }, reason) => nexusEndpointDeleteFailed(deps, uid, reason),
  },
};

/** Its own for each operation, and the same at each of its attempts. */
const spareNameOf = ({ uid }: OperationRow): string => `Remit-${uid}`;

async function load({ deps }: ApplyContext, operation: OperationRow): Promise<NexusEndpointRow> {
  const row = await readNexusEndpointOf(deps.database.db, operation);
  if (row === undefined) throw superseded("Nexus endpoint");
  return row;
}

/** What was made on the server that its target had before goes, unless the row names it after all. The next attempt makes it anew. */
async function takeBack({ deps }: ApplyContext, { id }: NexusEndpointRow, connection: Connection, made: string) {
  const row = await readNexusEndpoint(deps.database.db, id);
  if (row?.server_id !== made) await deleteNexusEndpoint(connection, made);
  throw failedOverMeanwhile();
}

const failedOverMeanwhile = () =>
  unavailable("the Namespace that the Nexus endpoint leads to was failed over meanwhile");

/** Its creation was given up or cancelled. An attempt may have got through all the same, whose answer nobody got. */
async function deleteNeverKnown(context: ApplyContext, row: NexusEndpointRow): Promise<void> {
  const target = await readNamespaceByUid(context.deps.database.db, row.target_namespace_uid);
  if (target === undefined) return;
  const wanted = toServerSpec(fromBinary(EndpointSpecSchema, row.spec), serverNameOf(target));
  await deleteNexusEndpointLike(context.servers.ofRegion(target.active_region), wanted);
}

/** The new target may be on another server: the endpoint is made there before it goes here. */
async function bringToDesired(
  context: ApplyContext,
  row: NexusEndpointRow,
  spareName: string,
): Promise<Pick<Target, "connection" | "region"> & Pick<NexusEndpoint, "id">> {
  const spec = fromBinary(EndpointSpecSchema, row.desired ?? row.spec);
  const { connection, region, wanted } = await findTarget(context, spec);
  const before = await serversOf(context, row);
  const made = before.includes(connection)
    ? await updateOrCreate(connection, row.server_id, wanted, spareName)
    : await createNexusEndpoint(connection, wanted, spareName);
  for (const other of before) if (other !== connection) await deleteNexusEndpoint(other, row.server_id);
  return { connection, region, id: made.id };
}

/** A server that has lost the endpoint gets it again. */
async function updateOrCreate(
  connection: Connection,
  id: string,
  spec: NexusEndpointSpec,
  spareName: string,
): Promise<NexusEndpoint> {
  try {
    return await updateNexusEndpoint(connection, id, spec);
  } catch (error) {
    if (!hasCode(error, Code.NotFound)) throw error;
    return createNexusEndpoint(connection, spec, spareName);
  }
}

interface Target {
  readonly connection: Connection;
  /** The one that it is active in. */
  readonly region: string;
  /** The endpoint as its server is told it: that one knows the Namespace by its own name. */
  readonly wanted: NexusEndpointSpec;
}

async function findTarget({ deps, servers }: ApplyContext, spec: EndpointSpec): Promise<Target> {
  const target = await readNamespace(deps.database.db, targetOf(spec).namespaceId);
  if (target === undefined) throw failedPrecondition(`namespace ${targetOf(spec).namespaceId} no longer exists`);
  const region = target.active_region;
  return { connection: servers.ofRegion(region), region, wanted: toServerSpec(spec, serverNameOf(target)) };
}

/** The server of the applied target; every server when the target is gone. */
async function serversOf({ deps, servers }: ApplyContext, row: NexusEndpointRow): Promise<readonly Connection[]> {
  const target = await readNamespaceByUid(deps.database.db, row.target_namespace_uid);
  return target === undefined ? servers.all : [servers.ofRegion(target.active_region)];
}

/** The endpoint as its server is told it. @param namespace what that server calls the target */
export function toServerSpec(spec: EndpointSpec, namespace: string): NexusEndpointSpec {
  const { taskQueue } = targetOf(spec);
  const { metadata, data } = spec.description ?? {};
  return {
    name: spec.name,
    target: { namespace, taskQueue },
    ...(metadata !== undefined && data !== undefined && { description: { metadata, data } }),
  };
}
