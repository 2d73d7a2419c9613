// What Namespaces used, by day; and of which days something is known to be missing.
import { sql } from "kysely";
import type { Db, Reader } from "./database.ts";
import { hourMs } from "./periods.ts";
import { readLostCounts } from "./usage-counts.ts";

/** Two looks at what is stored that are further apart say nothing of the time between them. */
export const mostBetweenSamplesMs = 2 * hourMs;

/** Use of one Namespace within one period. */
export interface UsageRow {
  /** When the period began, UTC. */
  readonly from: Date;
  /** As it was called. Namesakes that came after each other are one. */
  readonly namespace: string;
  readonly project: string;
  readonly actions: number;
  readonly activeByteSeconds: number;
  readonly retainedByteSeconds: number;
  /** For how much of the period storage is known; 0: not at all. */
  readonly storageSeconds: number;
}

export type Period = "hour" | "day" | "month";

/** By period and name. A Namespace that was moved meanwhile has a row for each project. */
export async function readUsage(reader: Reader, period: Period, from: Date, until: Date): Promise<UsageRow[]> {
  const { rows } = await sql<UsageRow>`
    SELECT date_trunc(${period}, hour, 'UTC') AS "from", namespace_id AS "namespace", project_id AS "project",
      sum(actions)::bigint AS "actions", sum(active_byte_seconds) AS "activeByteSeconds",
      sum(retained_byte_seconds) AS "retainedByteSeconds", sum(storage_seconds) AS "storageSeconds"
    FROM usage_hours WHERE hour >= ${from} AND hour < ${until}
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`.execute(reader);
  return rows;
}

/** Of one Namespace, the hours that have any. */
export async function readActionsByHour(reader: Reader, uid: string, from: Date, until: Date): Promise<number[]> {
  const rows = await reader
    .selectFrom("usage_hours")
    .select(({ fn }) => fn.sum<number>("actions").as("actions"))
    .where("namespace_uid", "=", uid)
    .where("hour", ">=", from)
    .where("hour", "<", until)
    .groupBy("hour")
    .execute();
  return rows.map(({ actions }) => Number(actions)).filter((actions) => actions > 0);
}

/** Times of which something is known to be missing: counts that were lost, and storage that nobody could look at. */
export async function readUsageGaps(
  reader: Reader,
  from: Date,
  until: Date,
  now: Date,
): Promise<{ from: Date; until: Date }[]> {
  const lost = await readLostCounts(reader, from, until);
  // Of these nobody has been able to look for longer than looks can be joined: the gap is not over yet.
  const waiting = await reader
    .selectFrom("storage_samples")
    .select("at")
    .where("at", "<", new Date(Math.min(until.getTime(), now.getTime() - mostBetweenSamplesMs)))
    .execute();
  const unseen = await reader
    .selectFrom("usage_gaps")
    .select(["from_at", "until_at"])
    .where("from_at", "<", until)
    .where("until_at", ">", from)
    .execute();
  return [
    ...lost,
    ...unseen.map(({ from_at, until_at }) => ({ from: from_at, until: until_at })),
    ...waiting.map(({ at }) => ({ from: at, until: now })),
  ];
}

/** Forgets what was used before `before`. */
export async function deleteOldUsage(db: Db, before: Date): Promise<void> {
  await db.deleteFrom("usage_hours").where("hour", "<", before).execute();
  await db.deleteFrom("usage_gaps").where("until_at", "<", before).execute();
  await db.deleteFrom("usage_counters").where("seen_at", "<", before).execute();
}
