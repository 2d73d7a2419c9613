// How a failover begins, whoever wants it. It does not wait for a change that waits for a server that is away: that one
// has failed.
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { notFound } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { nextVersion } from "../store/ids.ts";
import { lockNamespace, type NamespaceRow, updateNamespace as updateRow } from "../store/namespaces.ts";
import { endOperation, isTerminal, lockOperationByWireId } from "../store/operations.ts";
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

/** @throws RemitError NOT_FOUND, CHANGE_IN_PROGRESS */
export async function lockForFailover(
  tx: Tx,
  deps: Pick<TransitionDeps, "snapshots">,
  id: string,
  now: Date,
): Promise<NamespaceRow> {
  const row = await lockNamespace(tx, id);
  if (row === undefined) throw notFound("namespace", id);
  if (row.state === ResourceState.UPDATING && (await replaceStuck(tx, deps, row, now)))
    return { ...row, state: ResourceState.UPDATE_FAILED, desired: null };
  requireSettled("namespace", row);
  return row;
}

/** What is applied stays; whoever asked for the change reads why it came to nothing, and asks again. */
async function replaceStuck(
  tx: Tx,
  deps: Pick<TransitionDeps, "snapshots">,
  row: NamespaceRow,
  now: Date,
): Promise<boolean> {
  const operation = await lockOperationByWireId(tx, row.async_operation_id);
  if (operation === undefined || isTerminal(operation.state) || !replaceable.has(operation.rpc)) return false;
  if (operation.created_at.getTime() > now.getTime() - patienceMs) return false;
  const failureReason = "it waited for the Temporal server, and a failover took its place; make the change again";
  await endOperation(tx, operation.uid, { state: "FAILED", failureReason, now });
  await recordFailure(deps, tx, operation, { failure_reason: failureReason }, now);
  await updateRow(tx, row.uid, { state: ResourceState.UPDATE_FAILED, desired: null, failure_reason: failureReason });
  return true;
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
