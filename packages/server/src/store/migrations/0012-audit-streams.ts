// Where audit records are sent: the sinks of the API, and how far each place has got, those of the settings among them.
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE audit_streams (id text COLLATE "C" PRIMARY KEY, name text COLLATE "C" NOT NULL, kind text NOT NULL,
    destination text NOT NULL, enabled boolean NOT NULL, seq bigint NOT NULL, holder text NOT NULL DEFAULT '',
    lease_until timestamptz, fence bigint NOT NULL DEFAULT 0, failures integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz, failing_since timestamptz, last_error text NOT NULL DEFAULT '',
    last_error_kind text NOT NULL DEFAULT '', last_succeeded_at timestamptz, created_at timestamptz NOT NULL)`,
  `CREATE TABLE audit_log_sinks (name text COLLATE "C" PRIMARY KEY,
    stream_id text COLLATE "C" NOT NULL UNIQUE REFERENCES audit_streams, version bigint NOT NULL, state smallint NOT NULL,
    spec bytea NOT NULL, async_operation_id text NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
