// Counts of actions, as the processes that count hand them in. A batch is added once, however often it is sent.
import { sql } from "kysely";
import type { Db, Reader } from "./database.ts";

/** Actions of one Namespace within one hour. */
export interface ActionCount {
  readonly uid: string;
  /** As on the wire. */
  readonly namespace: string;
  /** When the hour began. */
  readonly hour: Date;
  readonly actions: number;
}

/** A process that has not been heard of for so long has broken off, or cannot reach the database. */
const silentSeconds = 60;

/**
 * Adds a batch, and says that the process counts; an empty one says just that.
 * @param seq of the batch, higher with each new one of this process: one that was added already adds nothing
 */
export async function addActionCounts(
  db: Db,
  counter: string,
  seq: number,
  counts: readonly ActionCount[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql`INSERT INTO usage_counters AS known (id, seq, seen_at) VALUES (${counter}, ${seq}, now())
      ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, seen_at = excluded.seen_at WHERE known.seq < excluded.seq
      RETURNING id`.execute(tx);
    if (rows.length === 0 || counts.length === 0) return;
    // In one order for all processes: two that add to the same rows must not wait for each other.
    await sql`INSERT INTO usage_hours AS kept (hour, namespace_uid, namespace_id, project_id, actions)
      SELECT counted.hour, counted.uid, counted.namespace, coalesce(namespaces.project_id, ''), counted.actions
      FROM jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
        AS counted(uid text, namespace text, hour timestamptz, actions bigint)
      LEFT JOIN namespaces ON namespaces.uid = counted.uid
      ORDER BY counted.hour, counted.uid COLLATE "C"
      ON CONFLICT (hour, namespace_uid) DO UPDATE SET actions = kept.actions + excluded.actions,
        namespace_id = excluded.namespace_id, project_id = coalesce(nullif(excluded.project_id, ''), kept.project_id)`.execute(
      tx,
    );
  });
}

/** The process ends, and all its counts are added. */
export async function removeCounter(db: Db, counter: string): Promise<void> {
  await db.deleteFrom("usage_counters").where("id", "=", counter).execute();
}

/** When processes broke off between `from` and `until`: what they had counted within the minute after that is lost. */
export async function readLostCounts(reader: Reader, from: Date, until: Date): Promise<{ from: Date; until: Date }[]> {
  const { rows } = await sql<{ from: Date; until: Date }>`
    SELECT seen_at AS "from", seen_at + make_interval(secs => ${silentSeconds}) AS "until" FROM usage_counters
    WHERE seen_at < now() - make_interval(secs => ${silentSeconds})
      AND seen_at < ${until} AND seen_at + make_interval(secs => ${silentSeconds}) > ${from}`.execute(reader);
  return rows;
}
