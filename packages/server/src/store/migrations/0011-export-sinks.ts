// Export sinks, how far each has come, and which runs it has written within the time that is read again.
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE export_sinks (uid text COLLATE "C" PRIMARY KEY,
    namespace_uid text COLLATE "C" NOT NULL REFERENCES namespaces ON DELETE CASCADE, name text COLLATE "C" NOT NULL,
    enabled boolean NOT NULL, state smallint NOT NULL, spec bytea NOT NULL, version bigint NOT NULL,
    async_operation_id text NOT NULL DEFAULT '', created_at timestamptz NOT NULL, updated_at timestamptz,
    begins_at timestamptz NOT NULL, exported_until timestamptz NOT NULL,
    window_end timestamptz, window_started_at timestamptz,
    health smallint NOT NULL DEFAULT 0, error_message text NOT NULL DEFAULT '',
    last_export_at timestamptz, last_check_at timestamptz)`,
  `CREATE UNIQUE INDEX export_sinks_name ON export_sinks (namespace_uid, name)`,
  `CREATE TABLE exported_runs (sink_uid text COLLATE "C" NOT NULL REFERENCES export_sinks ON DELETE CASCADE,
    run_id text COLLATE "C" NOT NULL, closed_at timestamptz NOT NULL, PRIMARY KEY (sink_uid, run_id))`,
  `CREATE INDEX exported_runs_closed ON exported_runs (sink_uid, closed_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
