// The accepted changes and how they stand: one's own, and everybody's for who may read the audit log. To read one
// operation takes its id, which only who asked for it has; a list would tell of Namespaces that the reader cannot see.
import { check } from "@remit/policy";
import type { GetOperationsRequest } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { toResource } from "../authorize/view.ts";
import { type AttemptRow, readFailedAttempts } from "../store/operation-attempts.ts";
import { type ListedOperation, listOperations as listRows } from "../store/operation-lists.ts";
import { type Page, parsePage } from "../store/paging.ts";
import type { Call, Deps } from "./call.ts";
import { isStuck, whyNotCancellable } from "./operation-bounds.ts";
import { namePrincipals } from "./principals.ts";

export interface NamedOperation {
  readonly row: ListedOperation;
  /** Empty for who is gone. */
  readonly principalName: string;
  /** The newest attempts that failed, by number. */
  readonly failed: readonly AttemptRow[];
  readonly stuck: boolean;
  readonly cancellable: boolean;
}

export async function listOperations(
  deps: Deps,
  call: Call,
  { pageSize, pageToken, inProgress, operationId }: GetOperationsRequest,
): Promise<Page<NamedOperation>> {
  const principalId = seesAll(call) ? null : (call.caller?.principalId ?? "");
  const page = parsePage(`operations ${JSON.stringify([principalId, inProgress, operationId])}`, pageSize, pageToken);
  const { items, nextPageToken } = await listRows(deps.database.db, page, {
    principalId,
    inProgress,
    id: operationId,
  });
  const ids = [...new Set(items.map((row) => row.principal_id))];
  const names = new Map((await namePrincipals(deps.database.db, ids)).map(({ id, name }) => [id, name]));
  const tried = items.filter(({ attempts }) => attempts > 0).map(({ uid }) => uid);
  const attempts = Map.groupBy(await readFailedAttempts(deps.database.db, tried), (row) => row.operation_uid);
  const named = items.map((row) => {
    const failed = attempts.get(row.uid) ?? [];
    return {
      row,
      principalName: names.get(row.principal_id) ?? "",
      failed,
      stuck: isStuck(row, deps.operations.stuckAfterMs, call.now),
      cancellable: whyNotCancellable(row, failed) === null,
    };
  });
  return { items: named, nextPageToken };
}

function seesAll({ view, caller, now }: Call): boolean {
  const account = toResource(view, "accounts", view.account);
  return check(view.snapshot, caller?.principalId ?? "", "cloud.auditlog.list", account, now.getTime());
}
