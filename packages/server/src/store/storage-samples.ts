// How much Namespaces store: the last look at each, and what the time between two looks adds to usage.
import { sql } from "kysely";
import type { Db, Reader, Tx } from "./database.ts";
import { newId } from "./ids.ts";
import { hourMs, startOf } from "./periods.ts";
import { mostBetweenSamplesMs } from "./usage.ts";

export interface StorageSample {
  readonly uid: string;
  readonly at: Date;
  readonly activeBytes: number;
  readonly retainedBytes: number;
  readonly openWorkflows: number;
}

/** Byte-seconds within one hour. */
interface Stored {
  readonly hour: Date;
  readonly active: number;
  readonly retained: number;
  readonly seconds: number;
}

/**
 * Takes the place of the look before it, and adds what was stored in between. One that is not newer is dropped; after
 * one that is too long ago the time in between is a gap. Does nothing for a Namespace that was deleted meanwhile.
 */
export async function addStorageSample(db: Db, sample: StorageSample): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const namespace = await tx
      .selectFrom("namespaces")
      .select(["id", "project_id"])
      .where("uid", "=", sample.uid)
      .forKeyShare()
      .executeTakeFirst();
    if (namespace === undefined) return;
    const before = await takePlace(tx, sample);
    if (before === null || before === "newer") return;
    if (sample.at.getTime() - before.at.getTime() > mostBetweenSamplesMs) {
      const gap = { id: newId(), namespace_uid: sample.uid, from_at: before.at, until_at: sample.at };
      await tx.insertInto("usage_gaps").values(gap).execute();
      return;
    }
    for (const stored of integrate(before, sample)) await addStored(tx, sample.uid, namespace, stored);
  });
}

async function takePlace(tx: Tx, sample: StorageSample): Promise<StorageSample | null | "newer"> {
  const { uid, at, activeBytes, retainedBytes, openWorkflows } = sample;
  const row = {
    namespace_uid: uid,
    at,
    active_bytes: activeBytes,
    retained_bytes: retainedBytes,
    open_workflows: openWorkflows,
  };
  const first = await tx
    .insertInto("storage_samples")
    .values(row)
    .onConflict((conflict) => conflict.column("namespace_uid").doNothing())
    .returning("at")
    .executeTakeFirst();
  if (first !== undefined) return null;
  const before = await tx
    .selectFrom("storage_samples")
    .selectAll()
    .where("namespace_uid", "=", uid)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (before.at >= at) return "newer";
  await tx.updateTable("storage_samples").set(row).where("namespace_uid", "=", uid).execute();
  return {
    uid,
    at: before.at,
    activeBytes: before.active_bytes,
    retainedBytes: before.retained_bytes,
    openWorkflows: before.open_workflows,
  };
}

/** As if what is stored had changed evenly from one look to the next. Exported for its test. */
export function integrate(before: StorageSample, after: StorageSample): Stored[] {
  const [from, until] = [before.at.getTime(), after.at.getTime()];
  const parts: Stored[] = [];
  for (let start = from; start < until; ) {
    const hour = startOf("hour", new Date(start));
    const end = Math.min(until, hour.getTime() + hourMs);
    const seconds = (end - start) / 1_000;
    // The mean of a straight line is its middle.
    const middle = ((start + end) / 2 - from) / (until - from);
    const mean = (a: number, b: number): number => a + (b - a) * middle;
    parts.push({
      hour,
      active: mean(before.activeBytes, after.activeBytes) * seconds,
      retained: mean(before.retainedBytes, after.retainedBytes) * seconds,
      seconds,
    });
    start = end;
  }
  return parts;
}

async function addStored(
  tx: Tx,
  uid: string,
  { id, project_id }: { readonly id: string; readonly project_id: string },
  { hour, active, retained, seconds }: Stored,
): Promise<void> {
  await sql`INSERT INTO usage_hours AS kept (hour, namespace_uid, namespace_id, project_id, active_byte_seconds,
      retained_byte_seconds, storage_seconds)
    VALUES (${hour}, ${uid}, ${id}, ${project_id}, ${active}, ${retained}, ${seconds})
    ON CONFLICT (hour, namespace_uid) DO UPDATE SET
      active_byte_seconds = kept.active_byte_seconds + excluded.active_byte_seconds,
      retained_byte_seconds = kept.retained_byte_seconds + excluded.retained_byte_seconds,
      storage_seconds = kept.storage_seconds + excluded.storage_seconds,
      namespace_id = excluded.namespace_id, project_id = excluded.project_id`.execute(tx);
}

/** When each Namespace was last looked at, by uid. */
export const readSampleTimes = async (reader: Reader): Promise<Map<string, Date>> =>
  new Map(
    (await reader.selectFrom("storage_samples").select(["namespace_uid", "at"]).execute()).map((row) => [
      row.namespace_uid,
      row.at,
    ]),
  );

/** How many workflows are open, by the Namespace's id, as far as somebody looked since `since`. */
export const readOpenWorkflows = async (reader: Reader, since: Date): Promise<Map<string, number>> =>
  new Map(
    (
      await reader
        .selectFrom("storage_samples")
        .innerJoin("namespaces", "namespaces.uid", "storage_samples.namespace_uid")
        .select(["namespaces.id", "open_workflows"])
        .where("at", ">=", since)
        .orderBy("namespaces.id")
        .execute()
    ).map((row) => [row.id, row.open_workflows]),
  );
