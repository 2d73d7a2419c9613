import { create, fromBinary } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import type {
  GetNamespaceRequest,
  GetNamespacesRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type Capacity,
  Capacity_OnDemandSchema,
  Capacity_ProvisionedSchema,
  Capacity_Request_State,
  Capacity_RequestSchema,
  CapacitySchema,
  type CapacitySpec,
  type Namespace,
  NamespaceRegionStatus_State,
  NamespaceSchema,
  type NamespaceSpec,
  NamespaceSpecSchema,
  Replica_ReplicaState,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
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
import { resourceFields } from "./resource-fields.ts";

export const namespaces = (deps: Deps): CloudHandlers => ({
  getNamespaces: read(deps, async (_, call, request: GetNamespacesRequest) => {
    const { items, nextPageToken } = await listNamespaces(deps, call, request);
    return { namespaces: items.map((item) => toNamespace(deps, item)), nextPageToken };
  }),
  getNamespace: read(deps, async (_, call, request: GetNamespaceRequest) => ({
    namespace: toNamespace(deps, await getNamespace(deps, call, request.namespace)),
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
    endpoints: { webAddress: addresses.console, grpcAddress: addresses.grpc },
    activeRegion: row.active_region,
    limits: { actionsPerSecondLimit: limits.actionsPerSecondPerNamespace },
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

/** Unset as long as no capacity was ever asked for: a default would read as a change to clients. */
function toCapacity(row: NamespaceRow, applied: CapacitySpec | undefined): Capacity | undefined {
  const desired = row.desired === null ? undefined : fromBinary(NamespaceSpecSchema, row.desired).capacitySpec;
  const latest = desired ?? applied;
  if (latest === undefined) return undefined;
  const done = row.desired === null;
  const { CAPACITY_REQUEST_COMPLETED: COMPLETED, CAPACITY_REQUEST_IN_PROGRESS: IN_PROGRESS } = Capacity_Request_State;
  const latestRequest = create(Capacity_RequestSchema, {
    spec: latest,
    state: done ? COMPLETED : IN_PROGRESS,
    asyncOperationId: row.async_operation_id,
    startTime: modified(row),
    ...(done && { endTime: modified(row) }),
  });
  return create(CapacitySchema, { currentMode: toMode(applied), latestRequest });
}

function toMode(applied: CapacitySpec | undefined): Capacity["currentMode"] {
  if (applied?.spec.case !== "provisioned") return { case: "onDemand", value: create(Capacity_OnDemandSchema) };
  return { case: "provisioned", value: create(Capacity_ProvisionedSchema, { currentValue: applied.spec.value.value }) };
}

const modified = (row: NamespaceRow): Timestamp => timestampFromDate(row.updated_at ?? row.created_at);
