// Nexus endpoints: names under which one namespace's workers can be called from others. They are made on the Temporal
// server by a workflow; who may call is data of ours.
import { equals, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import type {
  CreateNexusEndpointRequest,
  DeleteNexusEndpointRequest,
  GetNexusEndpointsRequest,
  UpdateNexusEndpointRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { type EndpointSpec, EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { visibleIds } from "../authorize/visible.ts";
import { alreadyExists, failedPrecondition, notFound } from "../errors.ts";
import { newId, nextVersion } from "../store/ids.ts";
import {
  countNexusEndpoints,
  insertNexusEndpoint,
  listChangingNexusEndpoints,
  listNexusEndpoints as listRows,
  lockNexusEndpoint,
  lockNexusEndpointNames,
  type NexusEndpointRow,
  readNexusEndpoint,
  readNexusEndpointByName,
  updateNexusEndpoint as updateRow,
} from "../store/nexus-endpoints.ts";
import { type Page, parsePage } from "../store/paging.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireVersion } from "./checks.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireSettled } from "./namespace-state.ts";
import { requireAdminOfTarget, requireCallers, requireTarget, requireTargetAdmin } from "./nexus-endpoint-access.ts";
import {
  canonicaliseEndpoint,
  comparableEndpoint,
  dropEchoedDescription,
  requireValidEndpoint,
  targetOf,
} from "./nexus-endpoint-spec.ts";
import { requireProject } from "./projects.ts";

export async function getNexusEndpoint(deps: Deps, _call: Call, id: string): Promise<NexusEndpointRow> {
  const row = await readNexusEndpoint(deps.database.db, id);
  if (row === undefined) throw notFound("Nexus endpoint", id);
  return row;
}

/** The endpoints on which the caller holds cloud.nexusendpoint.get, by id. All filters hold together. */
export async function listNexusEndpoints(
  deps: Deps,
  call: Call,
  request: GetNexusEndpointsRequest,
): Promise<Page<NexusEndpointRow>> {
  const { targetNamespaceId, targetTaskQueue, name, projectId: project } = request;
  const list = `nexus-endpoints ${JSON.stringify([targetNamespaceId, targetTaskQueue, name, project])}`;
  const page = parsePage(list, request.pageSize, request.pageToken);
  const { view, caller, now } = call;
  const ids = visibleIds(view, caller?.principalId ?? "", "nexus-endpoints", now.getTime());
  const targetNamespaceUid = targetNamespaceId === "" ? null : (view.namespacesById.get(targetNamespaceId)?.uid ?? "");
  return listRows(deps.database.db, page, { ids, name, targetNamespaceUid, targetTaskQueue, project });
}

export async function createNexusEndpoint(mutation: Mutation, request: CreateNexusEndpointRequest): Promise<Outcome> {
  const { tx, view, deps } = mutation;
  const spec = requireSpec(EndpointSpecSchema, request.spec);
  canonicaliseEndpoint(spec);
  requireValidEndpoint(spec, deps.limits);
  requireTargetAdmin(mutation, targetOf(spec).namespaceId);
  requireCallers(mutation, spec, null);
  const projectId = request.projectId === "" ? view.defaultProject : request.projectId;
  await requireProject(tx, projectId);
  const target = await requireTarget(tx, targetOf(spec).namespaceId);
  await requireFreeName(mutation, spec.name, null);
  await requireRoomForEndpoint(mutation, projectId);
  const id = newId();
  await insertNexusEndpoint(tx, {
    id,
    name: spec.name,
    project_id: projectId,
    target_namespace_uid: target.uid,
    target_task_queue: targetOf(spec).taskQueue,
    spec: toBinary(EndpointSpecSchema, spec),
    desired: null,
    server_id: "",
    failure_reason: "",
    state: ResourceState.ACTIVATING,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    created_at: mutation.now,
    updated_at: null,
  });
  mutation.touch("nexus-endpoint", id);
  mutation.needsTemporal = true;
  mutation.about("nexus-endpoints", id, { project_id: projectId, after: toJson(EndpointSpecSchema, spec) });
  return { endpointId: id };
}

/** @throws RemitError ALREADY_EXISTS for a name that is taken, or that a change under way will take */
async function requireFreeName({ tx }: Mutation, name: string, ownId: string | null): Promise<void> {
  await lockNexusEndpointNames(tx);
  const holder = await readNexusEndpointByName(tx, name);
  if (holder !== undefined && holder.id !== ownId) throw alreadyExists("Nexus endpoint", name);
  const changing = await listChangingNexusEndpoints(tx);
  if (changing.some((row) => row.id !== ownId && desiredSpec(row).name === name))
    throw alreadyExists("Nexus endpoint", name);
}

const desiredSpec = (row: NexusEndpointRow): EndpointSpec => fromBinary(EndpointSpecSchema, row.desired ?? row.spec);

async function requireRoomForEndpoint(mutation: Mutation, projectId: string): Promise<void> {
  const { tx, deps } = mutation;
  const present = await countNexusEndpoints(tx, null);
  requireRoom(deps.limits, "nexusEndpointsPerAccount", present, "Nexus endpoints in the account");
  await requireRoomInProject(mutation, projectId);
}

/** Per-project limits do not hold for the default project. @throws RemitError LIMIT_REACHED */
export async function requireRoomInProject({ tx, deps, view }: Mutation, projectId: string): Promise<void> {
  if (projectId === view.defaultProject) return;
  const present = await countNexusEndpoints(tx, projectId);
  requireRoom(deps.limits, "nexusEndpointsPerProject", present, "Nexus endpoints in the project");
}

export async function updateNexusEndpoint(mutation: Mutation, request: UpdateNexusEndpointRequest): Promise<Outcome> {
  const { tx, deps, call } = mutation;
  const spec = requireSpec(EndpointSpecSchema, request.spec);
  canonicaliseEndpoint(spec);
  requireValidEndpoint(spec, deps.limits);
  await lockNexusEndpointNames(tx);
  const row = await lockOwnEndpoint(mutation, request.endpointId);
  const stored = fromBinary(EndpointSpecSchema, row.spec);
  dropEchoedDescription(spec, request.spec, stored, call.apiVersion);
  requireTargetAdmin(mutation, targetOf(spec).namespaceId);
  requireSettled("Nexus endpoint", row);
  if (row.state === ResourceState.ACTIVATION_FAILED) {
    throw failedPrecondition(
      `the endpoint could not be created (${row.failure_reason}); delete it and create it again`,
    );
  }
  requireVersion("Nexus endpoint", row.version, request.resourceVersion);
  requireCallers(mutation, spec, stored);
  // After a failure the server may differ from what is stored: the same spec again is a repair, not a repetition.
  const repair = row.state !== ResourceState.ACTIVE;
  if (!repair)
    requireChange(EndpointSpecSchema, comparableEndpoint(stored), comparableEndpoint(spec), "the Nexus endpoint");
  await requireTarget(tx, targetOf(spec).namespaceId);
  await requireFreeName(mutation, spec.name, row.id);
  await write(mutation, row, spec, repair || differsOnServer(stored, spec));
  mutation.about("nexus-endpoints", row.id, {
    before: toJson(EndpointSpecSchema, stored),
    after: toJson(EndpointSpecSchema, spec),
  });
  return {};
}

/** Who may call is ours alone; all the rest is on the server too. */
function differsOnServer(stored: EndpointSpec, spec: EndpointSpec): boolean {
  return !equals(EndpointSpecSchema, { ...stored, policySpecs: [] }, { ...spec, policySpecs: [] });
}

async function write(mutation: Mutation, row: NexusEndpointRow, spec: EndpointSpec, onServer: boolean): Promise<void> {
  const { tx, now, operationId } = mutation;
  const bytes = toBinary(EndpointSpecSchema, spec);
  const outcome = onServer
    ? { state: ResourceState.UPDATING, desired: bytes }
    : { state: ResourceState.ACTIVE, spec: bytes, desired: null, failure_reason: "" };
  const common = { version: await nextVersion(tx), async_operation_id: operationId, updated_at: now };
  await updateRow(tx, row.id, { ...outcome, ...common });
  mutation.needsTemporal = onServer;
  // Gateways go by who may call; what waits for a server is told when it is applied.
  if (!onServer) mutation.touch("nexus-endpoint", row.id);
}

export async function deleteNexusEndpoint(mutation: Mutation, request: DeleteNexusEndpointRequest): Promise<Outcome> {
  const { tx, now, operationId } = mutation;
  const row = await lockOwnEndpoint(mutation, request.endpointId);
  requireSettled("Nexus endpoint", row);
  requireVersion("Nexus endpoint", row.version, request.resourceVersion);
  await updateRow(tx, row.id, {
    state: ResourceState.DELETING,
    version: await nextVersion(tx),
    async_operation_id: operationId,
    updated_at: now,
  });
  mutation.needsTemporal = true;
  const before = toJson(EndpointSpecSchema, fromBinary(EndpointSpecSchema, row.spec));
  mutation.about("nexus-endpoints", row.id, { before });
  return {};
}

/** The endpoint, if the caller is an admin of the namespace that it leads to. @throws RemitError NOT_FOUND, PERMISSION_DENIED */
export async function lockOwnEndpoint(mutation: Mutation, id: string): Promise<NexusEndpointRow> {
  const row = await lockNexusEndpoint(mutation.tx, id);
  if (row === undefined) throw notFound("Nexus endpoint", id);
  const target = mutation.view.namespacesByUid.get(row.target_namespace_uid);
  if (target !== undefined) requireAdminOfTarget(mutation, target.uid);
  return row;
}
