// Operations are listed newest first, and those that run by themselves.
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE INDEX operations_time ON operations (created_at, uid)`,
  `CREATE INDEX operations_principal ON operations (principal_id, created_at, uid)`,
  `CREATE INDEX operations_running ON operations (created_at, uid) WHERE finished_at IS NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
