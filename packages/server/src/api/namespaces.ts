import { create, fromBinary } from "@bufbuild/protobuf";
import type {
  GetNamespaceCapacityInfoRequest,
  GetNamespaceRequest,
  GetNamespacesRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type Namespace,
  NamespaceRegionStatus_State,
  NamespaceSchema,
  type NamespaceSpec,
  NamespaceSpecSchema,
  Replica_ReplicaState,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import { actionsPerSecondOf } from "../resources/namespace-capacity.ts";
import { moveNamespaceToProject } from "../resources/namespace-moves.ts";
import { toWireSpec } from "../resources/namespace-spec.ts";
import { updateNamespaceTags } from "../resources/namespace-tags.ts";
import { renameCustomSearchAttribute, updateNamespace } from "../resources/namespace-updates.ts";
import {
  createNamespace,
  deleteNamespace,
  getNamespace,
  listNamespaces,
  type NamespaceView,
} from "../resources/namespaces.ts";
import type { NamespaceRow } from "../store/namespaces.ts";
import { toConnectivityRule } from "./connectivity-rule-fields.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { toCapacity, toCapacityInfo } from "./namespace-capacity.ts";
import { resourceFields } from "./resource-fields.ts";

export const namespaces = (deps: Deps): CloudHandlers => ({
  getNamespaces: read(deps, async (_, call, request: GetNamespacesRequest) => {
    const { items, nextPageToken } = await listNamespaces(deps, call, request);
    return { namespaces: items.map((item) => toNamespace(deps, item)), nextPageToken };
  }),
  getNamespace: read(deps, async (_, call, request: GetNamespaceRequest) => ({
    namespace: toNamespace(deps, await getNamespace(deps, call, request.namespace)),
  })),
  getNamespaceCapacityInfo: read(deps, async (_, call, request: GetNamespaceCapacityInfoRequest) => ({
    capacityInfo: toCapacityInfo(deps, (await getNamespace(deps, call, request.namespace)).row),
  })),
  createNamespace: write(deps, createNamespace),
  updateNamespace: write(deps, updateNamespace),
  deleteNamespace: write(deps, deleteNamespace),
  renameCustomSearchAttribute: write(deps, renameCustomSearchAttribute),
  updateNamespaceTags: write(deps, updateNamespaceTags),
  moveNamespaceToProject: write(deps, moveNamespaceToProject),
});

function toNamespace({ addresses, limits }: Deps, { row, rules }: NamespaceView): Namespace {
  const spec = toWireSpec(fromBinary(NamespaceSpecSchema, row.spec));
  const capacity = toCapacity(row, spec.capacitySpec);
  return create(NamespaceSchema, {
    ...resourceFields(row),
    namespace: row.id,
    spec,
    endpoints: { webAddress: addresses.console, grpcAddress: addresses.grpc, mtlsGrpcAddress: addresses.mtls },
    activeRegion: row.active_region,
    limits: { actionsPerSecondLimit: actionsPerSecondOf(spec.capacitySpec, limits) },
    projectId: row.project_id,
    tags: row.tags,
    connectivityRules: rules.map(toConnectivityRule),
    ...(capacity && { capacity }),
    ...toPlacement(row, spec),
  });
}

/** The status of each replica, and the same for clients that know only regions. */
function toPlacement(row: NamespaceRow, { replicas }: NamespaceSpec): Pick<Namespace, "replicas" | "regionStatus"> {
  const regions = replicas.map(({ region }) => region);
  const primary = regions.indexOf(row.active_region);
  const statuses = regions.map((region, index) => {
    const namesakes = regions.slice(0, index).filter((other) => other === region).length;
    // Two replicas in one region need different ids.
    const id = namesakes === 0 ? region : `${region}-${namesakes + 1}`;
    return { id, region, isPrimary: index === primary, state: Replica_ReplicaState.ACTIVE };
  });
  const { ACTIVE, PASSIVE } = NamespaceRegionStatus_State;
  const byRegion = [...new Set(regions)].map((region) => {
    const active = region === row.active_region;
    return [region, { state: active ? ACTIVE : PASSIVE, stateDeprecated: active ? "active" : "passive" }] as const;
  });
  const message = create(NamespaceSchema, { replicas: statuses, regionStatus: Object.fromEntries(byRegion) });
  return { replicas: message.replicas, regionStatus: message.regionStatus };
}
