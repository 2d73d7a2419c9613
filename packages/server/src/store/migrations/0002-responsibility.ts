// Who answers for what: the matrix, teams, what people attest, and which findings they accept.
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE matrix (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), version bigint NOT NULL,
    spec bytea NOT NULL, updated_at timestamptz NOT NULL)`,
  `CREATE TABLE teams (id text COLLATE "C" PRIMARY KEY, kind text COLLATE "C" NOT NULL, version bigint NOT NULL, state smallint NOT NULL,
    spec bytea NOT NULL, async_operation_id text NOT NULL DEFAULT '', created_at timestamptz NOT NULL,
    updated_at timestamptz)`,
  `CREATE INDEX teams_kind ON teams (kind, id)`,
  `CREATE TABLE attestations (responsibility_id text COLLATE "C" PRIMARY KEY, statement text NOT NULL,
    principal_id text COLLATE "C" NOT NULL, created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`,
  `CREATE TABLE acknowledgements (finding_id text COLLATE "C" PRIMARY KEY, reason text NOT NULL,
    principal_id text COLLATE "C" NOT NULL, created_at timestamptz NOT NULL, until timestamptz NOT NULL)`,
  `CREATE TABLE evidence_states (responsibility_id text COLLATE "C" PRIMARY KEY, state text NOT NULL,
    since timestamptz NOT NULL)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
