// When somebody last collected the account's metrics: the matrix asks whether anybody does.
import { sql } from "kysely";
import type { Db, Reader } from "./database.ts";

/** Not at each one: it is as exact as evidence needs, and collectors come often. */
export async function noteScrape(db: Db, at: Date): Promise<void> {
  await sql`INSERT INTO metrics_scrape AS last (at) VALUES (${at}) ON CONFLICT (singleton) DO UPDATE SET at = excluded.at
    WHERE last.at < excluded.at - interval '1 minute'`.execute(db);
}

/** Null: nobody ever did. */
export const readLastScrape = async (reader: Reader): Promise<Date | null> =>
  (await reader.selectFrom("metrics_scrape").select("at").executeTakeFirst())?.at ?? null;
