// Attempts of operations on Temporal servers: that one began, and how those ended that came to nothing.
import { type Selectable, sql } from "kysely";
import type { Db, Reader } from "./database.ts";
import type { OperationAttemptsTable } from "./schema/operations.ts";

export type AttemptRow = Selectable<OperationAttemptsTable>;

/** More than these tell nothing new. */
const kept = 20;

/**
 * An attempt begins, unless the operation has ended: whoever ends it first wins, and no server is asked for anything after.
 * @returns the attempt's number, from 1; null: the operation has ended
 */
export async function beginAttempt(db: Db, uid: string, now: Date): Promise<number | null> {
  const row = await db
    .updateTable("operations")
    .set(({ eb, fn, val }) => ({
      state: "IN_PROGRESS",
      attempts: eb("attempts", "+", 1),
      // Before the first attempt the column holds who had it started last.
      started_at: eb
        .case()
        .when("state", "=", "PENDING")
        .then(val(now))
        .else(fn.coalesce("started_at", val(now)))
        .end(),
    }))
    .where("uid", "=", uid)
    .where("state", "in", ["PENDING", "IN_PROGRESS"])
    .returning("attempts")
    .executeTakeFirst();
  return row?.attempts ?? null;
}

/** Told twice, it counts once. */
export async function recordFailedAttempt(db: Db, attempt: AttemptRow): Promise<void> {
  await db
    .insertInto("operation_attempts")
    .values(attempt)
    .onConflict((conflict) => conflict.columns(["operation_uid", "number"]).doNothing())
    .execute();
  await db
    .deleteFrom("operation_attempts")
    .where("operation_uid", "=", attempt.operation_uid)
    .where("number", "<=", attempt.number - kept)
    .execute();
}

/** By operation, then by number. */
export const readFailedAttempts = (reader: Reader, uids: readonly string[]): Promise<AttemptRow[]> =>
  uids.length === 0
    ? Promise.resolve([])
    : reader
        .selectFrom("operation_attempts")
        .selectAll()
        .where(sql<boolean>`operation_uid = ANY(${uids}::text[])`)
        .orderBy("operation_uid")
        .orderBy("number")
        .execute();
