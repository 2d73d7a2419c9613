// How each process that watches finds the Temporal servers: whether one is away is for all of them to say.
import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE server_health (server text COLLATE "C" NOT NULL, watcher text COLLATE "C" NOT NULL,
         healthy boolean NOT NULL, since timestamptz NOT NULL, seen_at timestamptz NOT NULL,
         PRIMARY KEY (server, watcher))`,
    )
    .execute(db);
}
