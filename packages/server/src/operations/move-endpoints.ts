// Nexus endpoints live on the server of their target, so they go along when that fails over. A failover waits for none of
// them: what could not be moved is written down, and made there by the endpoint's next update.
import { fromBinary } from "@bufbuild/protobuf";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { type NamespaceRow, serverNameOf } from "../store/namespaces.ts";
import { listNexusEndpointsOfTarget, type NexusEndpointRow } from "../store/nexus-endpoints.ts";
import type { OperationRow } from "../store/operations.ts";
import { createNexusEndpoint, deleteNexusEndpoint } from "../temporal/nexus-endpoints.ts";
import type { ApplyContext } from "./applier.ts";
import { toServerSpec } from "./nexus-endpoints.ts";
import type { Server } from "./servers.ts";

export interface MovedEndpoint {
  readonly id: string;
  /** On the server that it left, and on the one that it is on now. */
  readonly before: string;
  readonly after: string;
}

/** Makes the endpoints that lead to the Namespace on the other server. */
export async function copyEndpoints(
  { deps }: ApplyContext,
  operation: OperationRow,
  row: NamespaceRow,
  to: Server,
): Promise<readonly MovedEndpoint[]> {
  const moved: MovedEndpoint[] = [];
  // One that has no id on its server is being made, there or here.
  const found = (await listNexusEndpointsOfTarget(deps.database.db, row.uid)).filter(
    ({ server_id }) => server_id !== "",
  );
  for (const endpoint of found) {
    try {
      const after = await copyEndpoint(operation, endpoint, serverNameOf(row), to);
      moved.push({ id: endpoint.id, before: endpoint.server_id, after });
    } catch (error) {
      deps.log.warn({ err: error, endpoint: endpoint.name, server: to.name }, "a Nexus endpoint was not failed over");
    }
  }
  return moved;
}

async function copyEndpoint(
  operation: OperationRow,
  endpoint: NexusEndpointRow,
  target: string,
  to: Server,
): Promise<string> {
  const spec = toServerSpec(fromBinary(EndpointSpecSchema, endpoint.spec), target);
  const made = await createNexusEndpoint(to.connection, spec, `Remit-${operation.uid}-${endpoint.id}`);
  return made.id;
}

/** Takes them from the server that they left; where it is away they stay, and lead to nobody who polls. */
export async function deleteLeft({ deps }: ApplyContext, moved: readonly MovedEndpoint[], from: Server): Promise<void> {
  for (const { id, before } of moved) {
    await deleteNexusEndpoint(from.connection, before).catch((error: unknown) =>
      deps.log.warn({ err: error, endpoint: id, server: from.name }, "a Nexus endpoint was left behind by a failover"),
    );
  }
}
