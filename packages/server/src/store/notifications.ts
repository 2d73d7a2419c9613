// Messages that wait to be sent: written in the transaction of what they tell, taken up afterwards. Each is sent at
// least once, and carries an id by which whoever gets it twice can tell.
import type { Insertable, Selectable } from "kysely";
import type { Db, Reader, Tx } from "./database.ts";
import type { NotificationsTable } from "./schema/responsibility.ts";

export type NotificationRow = Selectable<NotificationsTable>;

export async function insertNotifications(tx: Tx, rows: readonly Insertable<NotificationsTable>[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insertInto("notifications")
      .values([...rows])
      .execute();
}

/** Takes up to `limit` that are due. Nobody else gets them before `until`: who took them may die while it sends. */
export const claimNotifications = (db: Db, now: Date, until: Date, limit: number): Promise<NotificationRow[]> =>
  db
    .updateTable("notifications")
    .set(({ eb }) => ({ next_attempt_at: until, attempts: eb("attempts", "+", 1) }))
    .where("id", "in", (query) =>
      query
        .selectFrom("notifications")
        .select("id")
        .where("delivered_at", "is", null)
        .where("given_up_at", "is", null)
        .where("next_attempt_at", "<=", now)
        .orderBy("next_attempt_at")
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();

export async function markDelivered(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable("notifications").set({ delivered_at: now, last_error: "" }).where("id", "=", id).execute();
}

/** `again` null: no further attempt. */
export async function markFailed(db: Db, id: string, error: string, now: Date, again: Date | null): Promise<void> {
  const change = again === null ? { given_up_at: now } : { next_attempt_at: again };
  await db
    .updateTable("notifications")
    .set({ ...change, last_error: error })
    .where("id", "=", id)
    .execute();
}

export async function deleteOldNotifications(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom("notifications")
    .where("created_at", "<", before)
    .where((where) => where.or([where("delivered_at", "is not", null), where("given_up_at", "is not", null)]))
    .execute();
}

/** E-mail addresses of users, without those who are gone. */
export async function readAddresses(reader: Reader, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  const query = reader
    .selectFrom("users")
    .select("email")
    .where("id", "in", [...userIds]);
  return (await query.orderBy("email").execute()).map(({ email }) => email);
}
