// What is used: actions and storage by hour, what is known to be missing of them, and the reports that are made of it.
import { type Kysely, sql } from "kysely";

const statements = [
  // Namespaces that are gone were used all the same: no reference. Names and projects are those of the time.
  `CREATE TABLE usage_hours (hour timestamptz NOT NULL, namespace_uid text COLLATE "C" NOT NULL,
    namespace_id text COLLATE "C" NOT NULL, project_id text COLLATE "C" NOT NULL, actions bigint NOT NULL DEFAULT 0,
    active_byte_seconds double precision NOT NULL DEFAULT 0, retained_byte_seconds double precision NOT NULL DEFAULT 0,
    storage_seconds double precision NOT NULL DEFAULT 0, PRIMARY KEY (hour, namespace_uid))`,
  // One row for each process that counts.
  `CREATE TABLE usage_counters (id text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL, seen_at timestamptz NOT NULL)`,
  `CREATE TABLE usage_gaps (id text COLLATE "C" PRIMARY KEY, namespace_uid text COLLATE "C" NOT NULL,
    from_at timestamptz NOT NULL, until_at timestamptz NOT NULL)`,
  `CREATE INDEX usage_gaps_until ON usage_gaps (until_at)`,
  `CREATE TABLE storage_samples (namespace_uid text COLLATE "C" PRIMARY KEY REFERENCES namespaces ON DELETE CASCADE,
    at timestamptz NOT NULL, active_bytes double precision NOT NULL, retained_bytes double precision NOT NULL,
    open_workflows bigint NOT NULL)`,
  `CREATE TABLE gateway_minutes (gateway_id text COLLATE "C" NOT NULL, minute timestamptz NOT NULL, counts jsonb NOT NULL,
    PRIMARY KEY (minute, gateway_id))`,
  `CREATE TABLE metrics_scrape (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), at timestamptz NOT NULL)`,
  `CREATE TABLE billing_reports (id text COLLATE "C" PRIMARY KEY, state text NOT NULL, spec bytea NOT NULL,
    async_operation_id text COLLATE "C" NOT NULL,
    requested_at timestamptz NOT NULL, generated_at timestamptz, csv_gzip bytea, csv_bytes bigint NOT NULL DEFAULT 0)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
