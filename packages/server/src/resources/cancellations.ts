// What becomes of a resource whose operation is cancelled: the state in which it was applied last. Nothing can be said
// there of what is being done on a server at the time, so only an operation that rests is cancelled.
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { updateNamespace } from "../store/namespaces.ts";
import { updateNexusEndpoint } from "../store/nexus-endpoints.ts";
import { endCapacityRequest } from "./namespace-capacity.ts";
import { failActivation, lockNamespaceOf } from "./namespace-transitions.ts";
import { lockNexusEndpointOf } from "./nexus-endpoint-transitions.ts";
import type { Transition, TransitionDeps } from "./transition.ts";

interface Cancellation {
  /** Whether it can be taken back after an attempt that failed half-way. A deletion cannot. */
  readonly onceBegun: boolean;
  /** @param reason for people to read beside the resource */
  undo(deps: TransitionDeps, step: Transition, reason: string): Promise<void>;
}

interface Row {
  readonly failure_reason: string;
}

/** Nothing of it was ever applied: it stays to be looked at, and to be deleted, as one whose creation failed. */
const neverCreated = (reason: string) => ({ state: ResourceState.ACTIVATION_FAILED, failure_reason: reason });

/** An attempt may have left part of the change on the server; the next update mends that, as after a failure. */
const notUpdated = ({ attempts }: Transition["operation"], row: Row, reason: string) =>
  attempts === 0 && row.failure_reason === ""
    ? { state: ResourceState.ACTIVE, desired: null }
    : { state: ResourceState.UPDATE_FAILED, desired: null, failure_reason: row.failure_reason || reason };

/** What had failed before the deletion still has. */
const notDeleted = (row: Row) =>
  row.failure_reason === "" ? { state: ResourceState.ACTIVE } : { state: ResourceState.DELETE_FAILED };

const newNamespace: Cancellation = {
  onceBegun: true,
  undo: async (deps, step, reason) => {
    const row = await lockNamespaceOf(step);
    if (row !== undefined) await failActivation(deps, step, row, reason);
  },
};

const changedNamespace: Cancellation = {
  onceBegun: true,
  undo: async (_deps, step, reason) => {
    const row = await lockNamespaceOf(step);
    if (row === undefined) return;
    const capacity = endCapacityRequest(row, row.spec, step, "failed");
    await updateNamespace(step.tx, row.uid, { ...notUpdated(step.operation, row, reason), ...capacity });
  },
};

/** RPC → how it is taken back. What is not here cannot be. */
export const cancellations: Readonly<Record<string, Cancellation>> = {
  CreateNamespace: newNamespace,
  ApproveRequest: newNamespace,
  UpdateNamespace: changedNamespace,
  RepairNamespace: changedNamespace,
  RenameCustomSearchAttribute: changedNamespace,
  AddNamespaceRegion: changedNamespace,
  DeleteNamespaceRegion: changedNamespace,
  // Once it has begun the other server may be the active one already.
  FailoverNamespaceRegion: { ...changedNamespace, onceBegun: false },
  DeleteNamespace: {
    onceBegun: false,
    undo: async (_deps, step) => {
      const row = await lockNamespaceOf(step);
      if (row !== undefined) await updateNamespace(step.tx, row.uid, notDeleted(row));
    },
  },
  CreateNexusEndpoint: {
    onceBegun: true,
    undo: async (_deps, step, reason) => {
      const row = await lockNexusEndpointOf(step);
      if (row !== undefined) await updateNexusEndpoint(step.tx, row.id, neverCreated(reason));
    },
  },
  UpdateNexusEndpoint: {
    onceBegun: true,
    undo: async (_deps, step, reason) => {
      const row = await lockNexusEndpointOf(step);
      if (row !== undefined) await updateNexusEndpoint(step.tx, row.id, notUpdated(step.operation, row, reason));
    },
  },
  DeleteNexusEndpoint: {
    onceBegun: false,
    undo: async (_deps, step) => {
      const row = await lockNexusEndpointOf(step);
      if (row !== undefined) await updateNexusEndpoint(step.tx, row.id, notDeleted(row));
    },
  },
};
