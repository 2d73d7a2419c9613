import { create, fromBinary } from "@bufbuild/protobuf";
import type {
  GetNamespaceCapacityInfoRequest,
  GetNamespaceRequest,
  GetNamespacesRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type Namespace,
  NamespaceSchema,
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import { readActionRates } from "../resources/capacity-stats.ts";
import { actionsPerSecondOf } from "../resources/namespace-capacity.ts";
import { moveNamespaceToProject } from "../resources/namespace-moves.ts";
import { addNamespaceRegion, deleteNamespaceRegion, failoverNamespaceRegion } from "../resources/namespace-regions.ts";
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
import { toPlacement } from "./namespace-placement.ts";
import { resourceFields } from "./resource-fields.ts";

export const namespaces = (deps: Deps): CloudHandlers => ({
  getNamespaces: read(deps, async (_, call, request: GetNamespacesRequest) => {
    const { items, nextPageToken } = await listNamespaces(deps, call, request);
    return { namespaces: items.map((item) => toNamespace(deps, item)), nextPageToken };
  }),
  getNamespace: read(deps, async (_, call, request: GetNamespaceRequest) => ({
    namespace: toNamespace(deps, await getNamespace(deps, call, request.namespace)),
  })),
  getNamespaceCapacityInfo: read(deps, async (_, call, request: GetNamespaceCapacityInfoRequest) => {
    const { row } = await getNamespace(deps, call, request.namespace);
    return { capacityInfo: toCapacityInfo(deps, row, await readActionRates(deps, row, call.now)) };
  }),
  createNamespace: write(deps, createNamespace),
  updateNamespace: write(deps, updateNamespace),
  deleteNamespace: write(deps, deleteNamespace),
  renameCustomSearchAttribute: write(deps, renameCustomSearchAttribute),
  updateNamespaceTags: write(deps, updateNamespaceTags),
  moveNamespaceToProject: write(deps, moveNamespaceToProject),
  addNamespaceRegion: write(deps, addNamespaceRegion),
  deleteNamespaceRegion: write(deps, deleteNamespaceRegion),
  failoverNamespaceRegion: write(deps, failoverNamespaceRegion),
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
    ...toPlacement(row.active_region, spec, readDesired(row)),
  });
}

const readDesired = ({ desired }: NamespaceRow): NamespaceSpec | null =>
  desired === null ? null : fromBinary(NamespaceSpecSchema, desired);
