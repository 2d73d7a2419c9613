// How operations on Nexus endpoints end; see namespace-transitions.ts, whose shape this is.
import { fromBinary } from "@bufbuild/protobuf";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Reader } from "../store/database.ts";
import { type NamespaceRow, readNamespace } from "../store/namespaces.ts";
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
import { transitionIf } from "./transition-if.ts";

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

/** What was made on a Temporal server, and what it went by: a failover of the target may have changed that meanwhile. */
interface MadeEndpoint {
  /** Its id on that server, and the one that the row had before. */
  readonly id: string;
  readonly before: string;
  /** The active region of its target. */
  readonly region: string;
}

/** The endpoint is on its server. False: its target has left that meanwhile, and the operation has not ended. */
export const nexusEndpointActivated = (deps: TransitionDeps, uid: string, made: MadeEndpoint): Promise<boolean> =>
  // The policy version keeps a failover from ending between the comparison and the commit.
  transitionIf(deps, { uid, writes: "policy", failure: null }, async (step) => {
    const row = await lockNexusEndpointOf(step);
    if (row === undefined) return true;
    if (!isWhereMade(row, await readTarget(step.tx, row.spec), made)) return false;
    await updateNexusEndpoint(step.tx, row.id, { state: ResourceState.ACTIVE, server_id: made.id, failure_reason: "" });
    return true;
  });

/**
 * What was desired is applied: it is what reads and filters show, and the gateway goes by, from now on. False: its target,
 * the old one or the new one, has left its server meanwhile, and the operation has not ended.
 */
export function nexusEndpointUpdated(deps: TransitionDeps, uid: string, made: MadeEndpoint): Promise<boolean> {
  return transitionIf(deps, { uid, writes: "policy", failure: null }, async (step) => {
    await lockNexusEndpointNames(step.tx);
    const row = await lockNexusEndpointOf(step);
    if (row === undefined) return true;
    const bytes = row.desired ?? row.spec;
    const spec = fromBinary(EndpointSpecSchema, bytes);
    const target = await readTarget(step.tx, bytes);
    if (!isWhereMade(row, target, made)) return false;
    await updateNexusEndpoint(step.tx, row.id, {
      state: ResourceState.ACTIVE,
      spec: bytes,
      desired: null,
      name: spec.name,
      target_namespace_uid: target?.uid ?? row.target_namespace_uid,
      target_task_queue: targetOf(spec).taskQueue,
      server_id: made.id,
      failure_reason: "",
    });
    step.touch("nexus-endpoint", row.id);
    return true;
  });
}

const readTarget = (reader: Reader, spec: Uint8Array): Promise<NamespaceRow | undefined> =>
  readNamespace(reader, targetOf(fromBinary(EndpointSpecSchema, spec)).namespaceId);

const isWhereMade = (row: NexusEndpointRow, target: NamespaceRow | undefined, { before, region }: MadeEndpoint) =>
  row.server_id === before && (target === undefined || target.active_region === region);

/** @param serverId what was deleted. False: it is on another server meanwhile, and the operation has not ended */
export function nexusEndpointDeleted(deps: TransitionDeps, uid: string, serverId: string): Promise<boolean> {
  return transitionIf(deps, { uid, writes: "policy", failure: null }, async (step) => {
    const row = await lockNexusEndpointOf(step);
    if (row === undefined) return true;
    if (row.server_id !== serverId) return false;
    await deleteNexusEndpoint(step.tx, row.id);
    step.touch("nexus-endpoint", row.id);
    return true;
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
  failure: string,
  change: (row: NexusEndpointRow) => Parameters<typeof updateNexusEndpoint>[2],
): Promise<void> {
  return transition(deps, { uid, writes: "data", failure }, async (step) => {
    const row = await lockNexusEndpointOf(step);
    if (row !== undefined) await updateNexusEndpoint(step.tx, row.id, change(row));
  });
}
