// Access and Namespaces that people ask for: who decides, what was granted and until when, and whom to tell.
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE requests (id text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, state text NOT NULL,
    kind text NOT NULL, requester_id text COLLATE "C" NOT NULL, requester_name text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL, wanted bytea NOT NULL, target_uid text COLLATE "C" NOT NULL,
    reason text NOT NULL, hours integer NOT NULL, responsibility_id text COLLATE "C" NOT NULL,
    approvals_needed smallint NOT NULL, renews_id text COLLATE "C" NOT NULL, namespace_id text COLLATE "C" NOT NULL,
    note text NOT NULL, async_operation_id text NOT NULL, created_at timestamptz NOT NULL,
    lapses_at timestamptz NOT NULL, ends_at timestamptz, reminded_at timestamptz, escalated_at timestamptz,
    end_reminded_at timestamptz)`,
  // Two requests for the same thing at once: the index decides, whichever way they race.
  `CREATE UNIQUE INDEX requests_pending ON requests (requester_id, subject) WHERE state = 'pending'`,
  `CREATE INDEX requests_created ON requests (created_at DESC, id DESC)`,
  `CREATE INDEX requests_open ON requests (state, created_at) WHERE state IN ('pending', 'approved')`,
  `CREATE INDEX requests_target ON requests (target_uid)`,
  `CREATE TABLE request_approvers (request_id text COLLATE "C" NOT NULL REFERENCES requests ON DELETE CASCADE,
    user_id text COLLATE "C" NOT NULL, team_id text COLLATE "C" NOT NULL, PRIMARY KEY (request_id, user_id, team_id))`,
  `CREATE INDEX request_approvers_user ON request_approvers (user_id)`,
  `CREATE TABLE request_decisions (request_id text COLLATE "C" NOT NULL REFERENCES requests ON DELETE CASCADE,
    user_id text COLLATE "C" NOT NULL, user_name text COLLATE "C" NOT NULL, verdict text NOT NULL,
    comment text NOT NULL, decided_at timestamptz NOT NULL, PRIMARY KEY (request_id, user_id))`,
  // Bound to one incarnation of each thing by its uid: what is deleted takes its grants with it.
  `CREATE TABLE temporary_grants (request_id text COLLATE "C" PRIMARY KEY REFERENCES requests ON DELETE CASCADE,
    principal_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    namespace_uid text COLLATE "C" REFERENCES namespaces ON DELETE CASCADE,
    project_id text COLLATE "C" REFERENCES projects ON DELETE CASCADE,
    custom_role_id text COLLATE "C" REFERENCES custom_roles ON DELETE CASCADE,
    level text NOT NULL, expires_at timestamptz NOT NULL,
    CHECK (num_nonnulls(namespace_uid, project_id, custom_role_id) = 1))`,
  `CREATE INDEX temporary_grants_principal ON temporary_grants (principal_id)`,
  `CREATE INDEX temporary_grants_namespace ON temporary_grants (namespace_uid)`,
  `CREATE INDEX temporary_grants_project ON temporary_grants (project_id)`,
  `CREATE INDEX temporary_grants_role ON temporary_grants (custom_role_id)`,
  `CREATE INDEX temporary_grants_end ON temporary_grants (expires_at)`,
  `CREATE TABLE notifications (id text COLLATE "C" PRIMARY KEY, channel text NOT NULL, recipient text NOT NULL,
    event text NOT NULL, payload jsonb NOT NULL, created_at timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL, attempts integer NOT NULL, delivered_at timestamptz,
    given_up_at timestamptz, last_error text NOT NULL)`,
  `CREATE INDEX notifications_due ON notifications (next_attempt_at)
    WHERE delivered_at IS NULL AND given_up_at IS NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
