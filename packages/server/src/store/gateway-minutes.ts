// What gateways counted of requests, minute by minute: a row for each gateway, written once the minute is over.
import type { Db, Reader } from "./database.ts";
import type { MinuteCounts } from "./schema/usage.ts";

/** A row that is there already stays: it was written by an attempt whose answer was lost. */
export async function keepMinute(db: Db, gateway: string, minute: Date, counts: MinuteCounts): Promise<void> {
  await db
    .insertInto("gateway_minutes")
    .values({ gateway_id: gateway, minute, counts: JSON.stringify(counts) })
    .onConflict((conflict) => conflict.columns(["minute", "gateway_id"]).doNothing())
    .execute();
}

export const readMinute = async (reader: Reader, minute: Date): Promise<MinuteCounts[]> =>
  (
    await reader
      .selectFrom("gateway_minutes")
      .select("counts")
      .where("minute", "=", minute)
      .orderBy("gateway_id")
      .execute()
  ).map(({ counts }) => counts);

/** Those that are still kept, of all gateways, by time. */
export const readMinutes = (reader: Reader): Promise<{ minute: Date; counts: MinuteCounts }[]> =>
  reader.selectFrom("gateway_minutes").select(["minute", "counts"]).orderBy("minute").orderBy("gateway_id").execute();

export async function deleteMinutesBefore(db: Db, minute: Date): Promise<void> {
  await db.deleteFrom("gateway_minutes").where("minute", "<", minute).execute();
}
