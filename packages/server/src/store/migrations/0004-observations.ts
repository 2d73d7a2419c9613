// What was seen of the running platform, and since when the drift report has had its findings.
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE namespace_observations (
    namespace_uid text COLLATE "C" PRIMARY KEY REFERENCES namespaces ON DELETE CASCADE,
    seen jsonb NOT NULL, at timestamptz NOT NULL)`,
  `CREATE TABLE account_observation (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    seen jsonb NOT NULL, at timestamptz NOT NULL)`,
  `CREATE TABLE drift_findings (id text COLLATE "C" PRIMARY KEY, kind text NOT NULL, risk text NOT NULL,
    text text NOT NULL, first_seen timestamptz NOT NULL, last_seen timestamptz NOT NULL)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
