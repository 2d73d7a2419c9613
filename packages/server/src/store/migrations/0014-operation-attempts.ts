// How often an operation was tried and what went wrong, so that a stuck one can be seen and understood; and processes of
// every kind that share limits, not gateways alone.
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE operations ADD COLUMN attempts integer NOT NULL DEFAULT 0`,
  `CREATE TABLE operation_attempts (operation_uid text COLLATE "C" NOT NULL, number integer NOT NULL,
    ended_at timestamptz NOT NULL, error text NOT NULL, next_at timestamptz, PRIMARY KEY (operation_uid, number))`,
  `ALTER TABLE gateways ADD COLUMN role text NOT NULL DEFAULT 'gateway'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
