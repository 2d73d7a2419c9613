// How a failover begins, whoever wants it. It does not wait for a change that waits for a server that is away: that one
// has failed.
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { notFound } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { nextVersion } from "../store/ids.ts";
import { lockNamespace, type NamespaceRow, readNamespace, updateNamespace as updateRow } from "../store/namespaces.ts";
import { endOperation, isTerminal, lockOperationByWireId, type OperationRow } from "../store/operations.ts";
import { endCapacityRequest } from "./namespace-capacity.ts";
import { requireSettled } from "./namespace-state.ts";
import { type Region, serverOf } from "./regions.ts";
import { recordFailure, type TransitionDeps } from "./transition.ts";

/** So long a change may wait for its server before a failover takes its place; most are done within two. */
const patienceMs = 30_000;
/** A failover does not take another's place: they would chase each other. */
const replaceable: ReadonlySet<string> = new Set([
  "UpdateNamespace",
  "RenameCustomSearchAttribute",
  "AddNamespaceRegion",
  "DeleteNamespaceRegion",
  "RepairNamespace",
]);

/**
 * The operation comes before the Namespace, as wherever an operation ends: the other way round, whatever ends it meanwhile
 * and this would wait for each other. @throws RemitError NOT_FOUND, CHANGE_IN_PROGRESS
 */
export async function lockForFailover(
  tx: Tx,
  deps: Pick<TransitionDeps, "snapshots">,
  id: string,
  now: Date,
): Promise<NamespaceRow> {
  const found = await readNamespace(tx, id);
  const operation =
    found?.state === ResourceState.UPDATING ? await lockOperationByWireId(tx, found.async_operation_id) : undefined;
  const row = await lockNamespace(tx, id);
  if (row === undefined) throw notFound("namespace", id);
  // Until it was locked it may have ended, and another one begun.
  const isWaitedFor = row.state === ResourceState.UPDATING && row.async_operation_id === operation?.id;
  if (isWaitedFor && isStuck(operation, now)) return replaceStuck(tx, deps, row, operation, now);
  requireSettled("namespace", row);
  return row;
}

const isStuck = ({ state, rpc, created_at }: OperationRow, now: Date): boolean =>
  !isTerminal(state) && replaceable.has(rpc) && created_at.getTime() <= now.getTime() - patienceMs;

/** What is applied stays; whoever asked for the change reads why it came to nothing, and asks again. */
async function replaceStuck(
  tx: Tx,
  deps: Pick<TransitionDeps, "snapshots">,
  row: NamespaceRow,
  operation: OperationRow,
  now: Date,
): Promise<NamespaceRow> {
  const failureReason = "it waited for the Temporal server, and a failover took its place; make the change again";
  await endOperation(tx, operation.uid, { state: "FAILED", failureReason, now });
  await recordFailure(deps, tx, operation, { failure_reason: failureReason }, now);
  const change = {
    state: ResourceState.UPDATE_FAILED,
    desired: null,
    failure_reason: failureReason,
    ...endCapacityRequest(row, row.spec, { operation, now }, "failed"),
  };
  await updateRow(tx, row.uid, change);
  return { ...row, ...change };
}

export interface Failover {
  readonly row: NamespaceRow;
  /** One of the Namespace's own, and not the active one. */
  readonly region: string;
  readonly operationId: string;
  readonly now: Date;
}

/** Writes what the Namespace waits for. False: it is done, since one Temporal server stands for both regions. */
export async function beginFailover(
  tx: Tx,
  regions: readonly Region[],
  { row, region, operationId, now }: Failover,
): Promise<boolean> {
  const onServer = serverOf(regions, row.active_region) !== serverOf(regions, region);
  const outcome = onServer ? { state: ResourceState.UPDATING } : { active_region: region };
  const common = { version: await nextVersion(tx), async_operation_id: operationId, updated_at: now };
  await updateRow(tx, row.uid, { ...outcome, ...common });
  return onServer;
}
