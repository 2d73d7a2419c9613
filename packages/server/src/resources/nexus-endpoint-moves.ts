// A Nexus endpoint goes to another project: access by project follows at once, where it leads and who calls it stay.
import type { MoveNexusEndpointToProjectRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { nextVersion } from "../store/ids.ts";
import { updateNexusEndpoint as updateRow } from "../store/nexus-endpoints.ts";
import { requireCoversMove } from "./cover.ts";
import { requireMove, requireValidMove } from "./moves.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireSettled } from "./namespace-state.ts";
import { lockOwnEndpoint, requireRoomInProject } from "./nexus-endpoints.ts";

export async function moveNexusEndpointToProject(
  mutation: Mutation,
  request: MoveNexusEndpointToProjectRequest,
): Promise<Outcome> {
  const { tx } = mutation;
  const { destinationProjectId: destination } = request;
  requireValidMove(request);
  const row = await lockOwnEndpoint(mutation, request.endpointId);
  requireSettled("Nexus endpoint", row);
  await requireMove(mutation, "Nexus endpoint", row, request);
  requireCoversMove(mutation, { type: "nexus-endpoints", id: row.id }, destination);
  await requireRoomInProject(mutation, destination);
  await updateRow(tx, row.id, {
    project_id: destination,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.touch("nexus-endpoint", row.id);
  mutation.about("nexus-endpoints", row.id, {
    before: { project_id: row.project_id },
    after: { project_id: destination },
  });
  return {};
}
