// One change of a namespace at a time: an accepted one must reach its end before the next is looked at.
import { Code } from "@connectrpc/connect";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { failedPrecondition, notFound, RemitError } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { lockNamespace, type NamespaceRow } from "../store/namespaces.ts";

const underWay: Readonly<Record<number, string>> = {
  [ResourceState.ACTIVATING]: "being created",
  [ResourceState.UPDATING]: "being changed",
  [ResourceState.DELETING]: "being deleted",
};

/** @throws RemitError CHANGE_IN_PROGRESS naming the operation to wait for */
export function requireSettled(
  what: string,
  row: { readonly state: number; readonly async_operation_id: string },
): void {
  const doing = underWay[row.state];
  if (doing === undefined) return;
  throw new RemitError(
    Code.FailedPrecondition,
    "CHANGE_IN_PROGRESS",
    `the ${what} is ${doing}; wait until operation ${row.async_operation_id} has ended`,
    { metadata: { async_operation_id: row.async_operation_id } },
  );
}

/** @throws RemitError NOT_FOUND, CHANGE_IN_PROGRESS */
export async function lockSettledNamespace(tx: Tx, id: string): Promise<NamespaceRow> {
  const row = await lockNamespace(tx, id);
  if (row === undefined) throw notFound("namespace", id);
  requireSettled("namespace", row);
  return row;
}

/** @throws RemitError FAILED_PRECONDITION for a namespace that no Temporal server ever had */
export function requireActivated(row: NamespaceRow): void {
  if (row.state !== ResourceState.ACTIVATION_FAILED) return;
  throw failedPrecondition(`the namespace could not be created (${row.failure_reason}); delete it and create it again`);
}
