// The lock that every mutation takes first: shared by those that depend on the policy, held alone by those that change it.
import { sql } from "kysely";
import type { Db } from "../database.ts";
import { lockPolicy } from "../policy-lock.ts";

export const bumpPolicy = (db: Db): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const { version } = await lockPolicy(tx, "update");
    await tx
      .updateTable("policy_version")
      .set({ version: version + 1 })
      .execute();
  });

/** Resolves when so many sessions of this database wait for a lock. */
export async function untilWaiting(db: Db, sessions: number): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*) AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(db);
    if (Number(rows[0]?.count) >= sessions) return;
  }
}
