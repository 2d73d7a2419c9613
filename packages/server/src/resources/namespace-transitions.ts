// How operations on namespaces end. The workflow has done what the Temporal server had to do; here the row, the
// operation and everything that hangs on the namespace follow, in one transaction.
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { removeNamespaceFromAccess } from "../store/access-cleaning.ts";
import type { Reader, Tx } from "../store/database.ts";
import { nextVersion } from "../store/ids.ts";
import { readImpliedGrantsOn } from "../store/implied-grants.ts";
import {
  deleteNamespace,
  lockNamespace,
  type NamespaceRow,
  readNamespace,
  updateNamespace,
} from "../store/namespaces.ts";
import { lockAllNexusEndpoints, updateNexusEndpoint } from "../store/nexus-endpoints.ts";
import { forgetDifferences } from "../store/observations.ts";
import type { OperationRow } from "../store/operations.ts";
import { endTemporaryGrantsOn } from "../store/temporary-grants.ts";
import { endCapacityRequest } from "./namespace-capacity.ts";
import { failRequestOf } from "./request-failures.ts";
import { type Transition, type TransitionDeps, transition } from "./transition.ts";

/**
 * The namespace that waits for this operation, or undefined: it has been deleted meanwhile, or waits for another one.
 * The operation's id in the row is the proof; the name alone could be a namesake's.
 */
export async function readNamespaceOf(reader: Reader, operation: OperationRow): Promise<NamespaceRow | undefined> {
  const row = await readNamespace(reader, operation.resource_id);
  return row?.async_operation_id === operation.id ? row : undefined;
}

export async function lockNamespaceOf({ tx, operation }: Transition): Promise<NamespaceRow | undefined> {
  const row = await lockNamespace(tx, operation.resource_id);
  return row?.async_operation_id === operation.id ? row : undefined;
}

/** The namespace exists on its server and can be used: from now on gateways let calls through to it. */
export const namespaceActivated = (deps: TransitionDeps, uid: string): Promise<void> =>
  transition(deps, { uid, writes: "policy", failure: null }, async (step) => {
    const row = await lockNamespaceOf(step);
    if (row === undefined) return;
    const capacity = endCapacityRequest(row, row.spec, step, "applied");
    await updateNamespace(step.tx, row.uid, {
      state: ResourceState.ACTIVE,
      made: true,
      failure_reason: "",
      ...capacity,
    });
    step.touch("namespace", row.uid);
  });

/** What was desired is applied: it is what reads show and the gateway goes by from now on. Updates and renames end alike. */
export const namespaceUpdated = (deps: TransitionDeps, uid: string): Promise<void> =>
  transition(deps, { uid, writes: "policy", failure: null }, async (step) => {
    const row = await lockNamespaceOf(step);
    if (row === undefined) return;
    const spec = row.desired ?? row.spec;
    await updateNamespace(step.tx, row.uid, {
      state: ResourceState.ACTIVE,
      made: true,
      spec,
      desired: null,
      failure_reason: "",
      ...endCapacityRequest(row, spec, step, "applied"),
    });
    await forgetDifferences(step.tx, row.uid);
    step.touch("namespace", row.uid);
  });

export const namespaceActivationFailed = (deps: TransitionDeps, uid: string, reason: string): Promise<void> =>
  transition(deps, { uid, writes: "policy", failure: reason }, async (step) => {
    const row = await lockNamespaceOf(step);
    if (row !== undefined) await failActivation(deps, step, row, reason);
  });

/** Where somebody asked for it, the request says why it came to nothing, and its team's access to it goes. */
export async function failActivation(
  deps: TransitionDeps,
  step: Transition,
  row: NamespaceRow,
  reason: string,
): Promise<void> {
  const capacity = endCapacityRequest(row, row.spec, step, "failed");
  await updateNamespace(step.tx, row.uid, {
    state: ResourceState.ACTIVATION_FAILED,
    failure_reason: reason,
    ...capacity,
  });
  await failRequestOf(deps, step, row, reason);
}

/** What was applied before stays; the next update is the retry. */
export const namespaceUpdateFailed = (deps: TransitionDeps, uid: string, reason: string): Promise<void> =>
  settle(deps, uid, reason, (row, step) => ({
    state: ResourceState.UPDATE_FAILED,
    desired: null,
    failure_reason: reason,
    ...endCapacityRequest(row, row.spec, step, "failed"),
  }));

export const namespaceDeleteFailed = (deps: TransitionDeps, uid: string, reason: string): Promise<void> =>
  settle(deps, uid, reason, () => ({ state: ResourceState.DELETE_FAILED, failure_reason: reason }));

function settle(
  deps: TransitionDeps,
  uid: string,
  failure: string | null,
  change: (row: NamespaceRow, step: Transition) => Parameters<typeof updateNamespace>[2],
): Promise<void> {
  return transition(deps, { uid, writes: "data", failure }, async (step) => {
    const row = await lockNamespaceOf(step);
    if (row !== undefined) await updateNamespace(step.tx, row.uid, change(row, step));
  });
}

/** The server has forgotten it: so does everything here that named it. */
export function namespaceDeleted(deps: TransitionDeps, uid: string): Promise<void> {
  return transition(deps, { uid, writes: "policy", failure: null }, async (step) => {
    const row = await lockNamespaceOf(step);
    if (row !== undefined) await forgetNamespace(step, row);
  });
}

/** Takes it out of everything here that names it, and then away. */
export async function forgetNamespace(
  step: Pick<Transition, "tx" | "now" | "touch">,
  row: Pick<NamespaceRow, "uid" | "id">,
): Promise<void> {
  const { tx, now } = step;
  for (const grant of await readImpliedGrantsOn(tx, row.uid)) step.touch("principal", grant.principal_id);
  for (const id of await endTemporaryGrantsOn(tx, "namespace_uid", row.uid, now)) step.touch("principal", id);
  const { principals, groups } = await removeNamespaceFromAccess(tx, row.id, now);
  for (const id of principals) step.touch("principal", id);
  for (const id of groups) step.touch("group", id);
  await removeFromEndpointPolicies(tx, row.id);
  // Its implied grants go with the row, by their foreign key.
  await deleteNamespace(tx, row.uid);
  step.touch("namespace", row.uid);
}

/** A namesake made later must not inherit the right to call an endpoint. */
async function removeFromEndpointPolicies(tx: Tx, id: string): Promise<void> {
  for (const row of await lockAllNexusEndpoints(tx)) {
    const spec = withoutCaller(row.spec, id);
    const desired = row.desired === null ? null : withoutCaller(row.desired, id);
    if (spec === null && desired === null) continue;
    await updateNexusEndpoint(tx, row.id, {
      ...(spec !== null && { spec }),
      ...(desired !== null && { desired }),
      version: await nextVersion(tx),
    });
  }
}

/** Null when the spec does not name the namespace. */
function withoutCaller(bytes: Uint8Array, id: string): Uint8Array | null {
  const spec = fromBinary(EndpointSpecSchema, bytes);
  const kept = spec.policySpecs.filter(({ variant }) => variant.value?.namespaceId !== id);
  if (kept.length === spec.policySpecs.length) return null;
  spec.policySpecs = kept;
  return toBinary(EndpointSpecSchema, spec);
}

/** What the workflow has to bring about. */
export const wantedSpec = (row: NamespaceRow) => fromBinary(NamespaceSpecSchema, row.desired ?? row.spec);
