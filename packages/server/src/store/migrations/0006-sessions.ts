// Being signed in to the console.
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE sign_in_links (token_digest bytea PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    api_key_id text COLLATE "C" REFERENCES api_keys ON DELETE CASCADE,
    created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`,
  `CREATE INDEX sign_in_links_user ON sign_in_links (user_id)`,
  `CREATE INDEX sign_in_links_api_key ON sign_in_links (api_key_id)`,
  // Whichever way a key goes, with its service account's Namespace for instance, its sessions go in the same statement.
  `CREATE TABLE sessions (id text COLLATE "C" PRIMARY KEY, token_digest bytea NOT NULL UNIQUE,
    principal_id text COLLATE "C" NOT NULL, principal_kind text NOT NULL,
    api_key_id text COLLATE "C" REFERENCES api_keys ON DELETE CASCADE, created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`,
  `CREATE INDEX sessions_principal ON sessions (principal_id)`,
  `CREATE INDEX sessions_api_key ON sessions (api_key_id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
