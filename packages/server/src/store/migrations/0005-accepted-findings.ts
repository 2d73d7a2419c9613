// Whether a finding was accepted at the last look: when that ends, it is told anew.
import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE drift_findings ADD COLUMN accepted boolean NOT NULL DEFAULT false`.execute(db);
}
