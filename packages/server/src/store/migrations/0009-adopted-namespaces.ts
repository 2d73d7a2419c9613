// What a Namespace is called on its Temporal server where that is not its id, and how its capacity was last changed.
import { type Kysely, sql } from "kysely";

const statements = [
  // One name on the wire leads to one Namespace, whatever servers there are.
  `ALTER TABLE namespaces ADD COLUMN server_name text COLLATE "C" UNIQUE,
     ADD COLUMN server_id text COLLATE "C", ADD COLUMN capacity_request bytea`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
