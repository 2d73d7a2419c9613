// The operation rows as an outbox: which of them wait for a Temporal server, and how they end.
import { type Insertable, type Selectable, sql } from "kysely";
import type { Db, Reader, Tx } from "./database.ts";
import type { OperationState, OperationsTable } from "./schema/operations.ts";

export type OperationRow = Selectable<OperationsTable>;

/** States from which there is no way on. */
export const isTerminal = (state: OperationState): boolean => state !== "PENDING" && state !== "IN_PROGRESS";

export const readOperation = (reader: Reader, uid: string): Promise<OperationRow | undefined> =>
  reader.selectFrom("operations").selectAll().where("uid", "=", uid).executeTakeFirst();

/** Waits for whoever else is ending the same operation. */
export const lockOperation = (tx: Tx, uid: string): Promise<OperationRow | undefined> =>
  tx.selectFrom("operations").selectAll().where("uid", "=", uid).forUpdate().executeTakeFirst();

export const readOperationByWireId = (reader: Reader, id: string): Promise<OperationRow | undefined> =>
  reader.selectFrom("operations").selectAll().where("id", "=", id).executeTakeFirst();

export const lockOperationByWireId = (tx: Tx, id: string): Promise<OperationRow | undefined> =>
  tx.selectFrom("operations").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export async function insertOperation(tx: Tx, row: Insertable<OperationsTable>): Promise<void> {
  await tx.insertInto("operations").values(row).execute();
}

/** Whether an operation of this kind was accepted for the Namespace since then, whatever came of it. */
export async function readRecentlyChanged(
  reader: Reader,
  rpc: string,
  namespace: string,
  since: Date,
): Promise<boolean> {
  const found = await reader
    .selectFrom("operations")
    .select("uid")
    .where("resource_type", "=", "namespaces")
    .where("resource_id", "=", namespace)
    .where("rpc", "=", rpc)
    .where("created_at", ">", since)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * Waits for whoever else carries out the request of this id: until then its row is not there to be found. Comes after
 * the policy version and before any row.
 */
export async function lockOperationId(tx: Tx, id: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`operation ${id}`}, 0))`.execute(tx);
}

export async function endOperation(
  tx: Tx,
  uid: string,
  end: { readonly state: "FULFILLED" | "FAILED" | "CANCELLED"; readonly failureReason: string; readonly now: Date },
): Promise<void> {
  await tx
    .updateTable("operations")
    .set({ state: end.state, failure_reason: end.failureReason, finished_at: end.now })
    .where("uid", "=", uid)
    .execute();
}

/** How many wait for a Temporal server. */
export async function countRunning(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom("operations")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("needs_temporal", "=", true)
    .where("finished_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Takes up to `limit` operations that nobody has begun since `before`, those first that were tried least lately, so that
 * ones that cannot be begun do not keep others from it. Taking one notes the time in its
 * row, so that of several processes that poll at once each gets others, and none gets it again before the lease ends.
 */
export async function claimUnstarted(db: Db, before: Date, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .updateTable("operations")
    .set({ started_at: now })
    .where("uid", "in", (query) =>
      query
        .selectFrom("operations")
        .select("uid")
        .where("needs_temporal", "=", true)
        .where("finished_at", "is", null)
        .where("state", "=", "PENDING")
        .where(({ fn }) => fn.coalesce("started_at", "created_at"), "<", before)
        .orderBy(({ fn }) => fn.coalesce("started_at", "created_at"))
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning("uid")
    .execute();
  return rows.map(({ uid }) => uid);
}

/**
 * Operations that were begun before `before` and have not ended: slow ones, and those whose workflow was lost. By id,
 * those after `after`: who asks for the next ones each time meets all of them, however many are stuck.
 */
export async function listUnfinished(db: Db, before: Date, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("operations")
    .select("uid")
    .where("needs_temporal", "=", true)
    .where("finished_at", "is", null)
    .where("state", "=", "IN_PROGRESS")
    .where("started_at", "<", before)
    .where("uid", ">", after)
    .orderBy("uid")
    .limit(limit)
    .execute();
  return rows.map(({ uid }) => uid);
}
