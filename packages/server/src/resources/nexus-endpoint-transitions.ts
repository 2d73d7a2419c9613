// How operations on Nexus endpoints end; see namespace-transitions.ts, whose shape this is.
import { fromBinary } from "@bufbuild/protobuf";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Reader } from "../store/database.ts";
import { readNamespace } from "../store/namespaces.ts";
import {
  deleteNexusEndpoint,
  lockNexusEndpoint,
  lockNexusEndpointNames,
  type NexusEndpointRow,
  readNexusEndpoint,
  updateNexusEndpoint,
} from "../store/nexus-endpoints.ts";
import type { OperationRow } from "../store/operations.ts";
import { targetOf } from "./nexus-endpoint-spec.ts";
import { type Transition, type TransitionDeps, transition } from "./transition.ts";

/** The endpoint that waits for this operation, or undefined. */
export async function readNexusEndpointOf(
  reader: Reader,
  operation: OperationRow,
): Promise<NexusEndpointRow | undefined> {
  const row = await readNexusEndpoint(reader, operation.resource_id);
  return row?.async_operation_id === operation.id ? row : undefined;
}

export async function lockNexusEndpointOf({ tx, operation }: Transition): Promise<NexusEndpointRow | undefined> {
  const row = await lockNexusEndpoint(tx, operation.resource_id);
  return row?.async_operation_id === operation.id ? row : undefined;
}

/** @param serverId the endpoint's id on its Temporal server */
export const nexusEndpointActivated = (deps: TransitionDeps, uid: string, serverId: string): Promise<void> =>
  settle(deps, uid, null, () => ({ state: ResourceState.ACTIVE, server_id: serverId, failure_reason: "" }));

/** What was desired is applied: it is what reads and filters show, and the gateway goes by, from now on. */
export function nexusEndpointUpdated(deps: TransitionDeps, uid: string, serverId: string): Promise<void> {
  return transition(deps, { uid, writes: "policy", failure: null }, async (step) => {
    await lockNexusEndpointNames(step.tx);
    const row = await lockNexusEndpointOf(step);
    if (row === undefined) return;
    const bytes = row.desired ?? row.spec;
    const spec = fromBinary(EndpointSpecSchema, bytes);
    const target = await readNamespace(step.tx, targetOf(spec).namespaceId);
    await updateNexusEndpoint(step.tx, row.id, {
      state: ResourceState.ACTIVE,
      spec: bytes,
      desired: null,
      name: spec.name,
      target_namespace_uid: target?.uid ?? row.target_namespace_uid,
      target_task_queue: targetOf(spec).taskQueue,
      server_id: serverId,
      failure_reason: "",
    });
    step.touch("nexus-endpoint", row.id);
  });
}

export function nexusEndpointDeleted(deps: TransitionDeps, uid: string): Promise<void> {
  return transition(deps, { uid, writes: "policy", failure: null }, async (step) => {
    const row = await lockNexusEndpointOf(step);
    if (row === undefined) return;
    await deleteNexusEndpoint(step.tx, row.id);
    step.touch("nexus-endpoint", row.id);
  });
}

export const nexusEndpointActivationFailed = (deps: TransitionDeps, uid: string, reason: string): Promise<void> =>
  settle(deps, uid, reason, () => ({ state: ResourceState.ACTIVATION_FAILED, failure_reason: reason }));

export const nexusEndpointUpdateFailed = (deps: TransitionDeps, uid: string, reason: string): Promise<void> =>
  settle(deps, uid, reason, () => ({ state: ResourceState.UPDATE_FAILED, desired: null, failure_reason: reason }));

export const nexusEndpointDeleteFailed = (deps: TransitionDeps, uid: string, reason: string): Promise<void> =>
  settle(deps, uid, reason, () => ({ state: ResourceState.DELETE_FAILED, failure_reason: reason }));

function settle(
  deps: TransitionDeps,
  uid: string,
  failure: string | null,
  change: (row: NexusEndpointRow) => Parameters<typeof updateNexusEndpoint>[2],
): Promise<void> {
  return transition(deps, { uid, writes: "data", failure }, async (step) => {
    const row = await lockNexusEndpointOf(step);
    if (row !== undefined) await updateNexusEndpoint(step.tx, row.id, change(row));
  });
}
