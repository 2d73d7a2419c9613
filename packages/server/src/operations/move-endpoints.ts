// Nexus endpoints live on the server of their target, so they go along when that fails over. A failover waits for none of
// them: what could not be moved is written down, and made there by the endpoint's next update. Nor do their own operations
// wait for it: what was changed since it was copied is copied again.
import { fromBinary } from "@bufbuild/protobuf";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { unavailable } from "../errors.ts";
import { type EndpointCopy, namespaceFailedOver } from "../resources/namespace-failed-over.ts";
import { type NamespaceRow, serverNameOf } from "../store/namespaces.ts";
import { listNexusEndpointsOfTarget, type NexusEndpointRow, readNexusEndpoint } from "../store/nexus-endpoints.ts";
import type { OperationRow } from "../store/operations.ts";
import {
  createNexusEndpoint,
  deleteNexusEndpoint,
  listNexusEndpoints,
  updateNexusEndpoint,
} from "../temporal/nexus-endpoints.ts";
import type { ApplyContext } from "./applier.ts";
import { toServerSpec } from "./nexus-endpoints.ts";
import type { Server } from "./servers.ts";

interface Move {
  readonly from: Server;
  readonly to: Server;
  /** The one of `to` that takes over. */
  readonly region: string;
}

/** More than people change the endpoints of one Namespace in the time that one round takes. */
const rounds = 10;

/** Ends the failover of a Namespace that another server has taken over, with the endpoints that lead to it. */
export async function failOverWithEndpoints(
  context: ApplyContext,
  operation: OperationRow,
  row: NamespaceRow,
  move: Move,
): Promise<void> {
  const made: EndpointCopy[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const copies = await copyEndpoints(context, operation, row, move.to);
    made.push(...copies);
    if (await namespaceFailedOver(context.deps, operation.uid, move.region, copies))
      return deleteUnused(context, made, move);
  }
  throw unavailable("the Nexus endpoints that lead to the Namespace are being changed all the time");
}

/** Makes the endpoints that lead to the Namespace on the other server. */
async function copyEndpoints(
  { deps }: ApplyContext,
  operation: OperationRow,
  row: NamespaceRow,
  to: Server,
): Promise<readonly EndpointCopy[]> {
  const copies: EndpointCopy[] = [];
  for (const endpoint of await listNexusEndpointsOfTarget(deps.database.db, row.uid)) {
    const { id, name, server_id: before, spec } = endpoint;
    // It is being made, there or here.
    if (before === "") continue;
    const after = await copyEndpoint(operation, endpoint, serverNameOf(row), to).catch((error: unknown) => {
      deps.log.warn({ err: error, endpoint: name, server: to.name }, "a Nexus endpoint was not failed over");
      return null;
    });
    copies.push({ id, before, spec, after });
  }
  return copies;
}

/** One of its name that leads to the Namespace is of an earlier round, or was left behind by an earlier failover. */
async function copyEndpoint(
  { uid }: OperationRow,
  endpoint: NexusEndpointRow,
  target: string,
  { connection }: Server,
): Promise<string> {
  const spec = toServerSpec(fromBinary(EndpointSpecSchema, endpoint.spec), target);
  const [found] = await listNexusEndpoints(connection, spec.name);
  const copy =
    found?.target.namespace === target
      ? await updateNexusEndpoint(connection, found.id, spec)
      : await createNexusEndpoint(connection, spec, `Remit-${uid}-${endpoint.id}`);
  return copy.id;
}

/**
 * Originals that were taken over, and copies that were not: whatever is no longer an endpoint of ours. Where the server is
 * away they stay, and lead to nobody who polls.
 */
async function deleteUnused({ deps }: ApplyContext, made: readonly EndpointCopy[], { from, to }: Move): Promise<void> {
  for (const { id, before, after } of made) {
    try {
      const kept = (await readNexusEndpoint(deps.database.db, id))?.server_id;
      if (after !== null && after !== kept) await deleteNexusEndpoint(to.connection, after);
      if (before !== kept) await deleteNexusEndpoint(from.connection, before);
    } catch (error) {
      deps.log.warn({ err: error, endpoint: id, server: from.name }, "a Nexus endpoint was left behind by a failover");
    }
  }
}
