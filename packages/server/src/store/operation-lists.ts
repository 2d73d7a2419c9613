// Operations as people list them: newest first, their own or everybody's.
import type { Reader } from "./database.ts";
import { parseMoment, toMoment } from "./moments.ts";
import type { OperationRow } from "./operations.ts";
import { foreignToken, type Page, type PageRequest, toPage } from "./paging.ts";

export interface OperationFilter {
  /** Null: everybody's. */
  readonly principalId: string | null;
  /** Only those that have not ended. */
  readonly inProgress: boolean;
  /** The wire id of one; empty: any. */
  readonly id: string;
}

/** What may hold a secret, or is as large as a request, stays where it is. */
export type ListedOperation = Omit<OperationRow, "secret" | "request" | "response" | "request_digest">;

const columns = [
  "uid",
  "id",
  "principal_id",
  "rpc",
  "secret_expires_at",
  "resource_type",
  "resource_id",
  "state",
  "needs_temporal",
  "failure_reason",
  "created_at",
  "started_at",
  "finished_at",
  "attempts",
] as const;

export async function listOperations(
  reader: Reader,
  page: PageRequest,
  { principalId, inProgress, id }: OperationFilter,
): Promise<Page<ListedOperation>> {
  let query = reader
    .selectFrom("operations")
    .select(columns)
    .orderBy("created_at", "desc")
    .orderBy("uid", "desc")
    .limit(page.size + 1);
  if (principalId !== null) query = query.where("principal_id", "=", principalId);
  if (id !== "") query = query.where("id", "=", id);
  if (inProgress) query = query.where("finished_at", "is", null).where("state", "in", ["PENDING", "IN_PROGRESS"]);
  if (page.after !== null) {
    const [time = "", uid] = page.after;
    if (uid === undefined) throw foreignToken();
    const after = parseMoment(time);
    query = query.where(({ eb, or, and }) =>
      or([eb("created_at", "<", after), and([eb("created_at", "=", after), eb("uid", "<", uid)])]),
    );
  }
  return toPage(page, await query.execute(), (row) => [toMoment(row.created_at), row.uid]);
}
