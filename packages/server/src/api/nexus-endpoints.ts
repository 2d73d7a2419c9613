import { create, fromBinary } from "@bufbuild/protobuf";
import type {
  GetNexusEndpointRequest,
  GetNexusEndpointsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type Endpoint,
  EndpointSchema,
  EndpointSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import { moveNexusEndpointToProject } from "../resources/nexus-endpoint-moves.ts";
import { toWireEndpointSpec } from "../resources/nexus-endpoint-spec.ts";
import {
  createNexusEndpoint,
  deleteNexusEndpoint,
  getNexusEndpoint,
  listNexusEndpoints,
  updateNexusEndpoint,
} from "../resources/nexus-endpoints.ts";
import type { NexusEndpointRow } from "../store/nexus-endpoints.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const nexusEndpoints = (deps: Deps): CloudHandlers => ({
  getNexusEndpoints: read(deps, async (_, call, request: GetNexusEndpointsRequest) => {
    const { items, nextPageToken } = await listNexusEndpoints(deps, call, request);
    return { endpoints: items.map(toEndpoint), nextPageToken };
  }),
  getNexusEndpoint: read(deps, async (_, call, request: GetNexusEndpointRequest) => ({
    endpoint: toEndpoint(await getNexusEndpoint(deps, call, request.endpointId)),
  })),
  createNexusEndpoint: write(deps, createNexusEndpoint),
  updateNexusEndpoint: write(deps, updateNexusEndpoint),
  deleteNexusEndpoint: write(deps, deleteNexusEndpoint),
  moveNexusEndpointToProject: write(deps, moveNexusEndpointToProject),
});

function toEndpoint(row: NexusEndpointRow): Endpoint {
  const { stateDeprecated: _, ...fields } = resourceFields(row);
  const spec = toWireEndpointSpec(fromBinary(EndpointSpecSchema, row.spec));
  return create(EndpointSchema, { ...fields, id: row.id, spec, projectId: row.project_id });
}
