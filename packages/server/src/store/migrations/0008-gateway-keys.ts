// Public keys of the gateways, by which Temporal servers check what a gateway sends them; and the gateways that run, which
// share the limits.
import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE gateway_keys (kid text COLLATE "C" PRIMARY KEY, jwk jsonb NOT NULL,
         created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`,
    )
    .execute(db);
  await sql.raw(`CREATE TABLE gateways (id text COLLATE "C" PRIMARY KEY, seen_at timestamptz NOT NULL)`).execute(db);
}
