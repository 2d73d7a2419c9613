// A control plane on a Postgres of its own, with a second way into its database: what a test sees there is what is
// stored, whatever the API says.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database, Db } from "../../packages/server/src/store/database.ts";
import { openPostgres } from "../../packages/server/src/store/postgres.ts";
import { startPlane, type TestPlane, type TestPlaneOptions } from "./control-plane.ts";
import type { FreshDatabase } from "./databases.ts";

export interface ObservedPlane extends TestPlane {
  readonly database: Database;
  readonly databaseUrl: string;
}

/** @param fresh of `sharePostgres`; it goes with the plane */
export async function observePlane(fresh: FreshDatabase, options: TestPlaneOptions = {}): Promise<ObservedPlane> {
  await using stack = new AsyncDisposableStack();
  stack.use(fresh);
  const plane = stack.use(await startPlane({ ...options, store: { kind: "postgres", url: fresh.url } }));
  const database = stack.adopt(await openPostgres({ url: fresh.url, onError: () => undefined }), (opened) =>
    opened.close(),
  );
  const kept = stack.move();
  return { ...plane, database, databaseUrl: fresh.url, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Written beside the calls: by refused calls too, or by the clock. */
const aside = new Set([
  "audit_log",
  "audit_head",
  "kysely_migration",
  "kysely_migration_lock",
  "evidence_states",
  "namespace_observations",
  "account_observation",
  "drift_findings",
]);

export async function listTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`.execute(db);
  return rows.map(({ name }) => name);
}

/** What is written now and then, by nobody's call: a key's last use, the end of a one-time secret, how far the audit log's delivery is. */
const ownAccord: Readonly<Record<string, readonly string[]>> = {
  api_keys: ["last_used_at"],
  sessions: ["last_used_at"],
  operations: ["secret", "secret_expires_at"],
  audit_streams: [
    "seq",
    "holder",
    "lease_until",
    "fence",
    "failures",
    "next_attempt_at",
    "failing_since",
    "last_error",
    "last_error_kind",
    "last_succeeded_at",
  ],
};

/** One text that changes with any row of any table, except for the audit log and what changes of its own accord. */
export async function createDigest(db: Db): Promise<() => Promise<string>> {
  const tables = (await listTables(db)).filter((table) => !aside.has(table));
  const parts = tables.map((table) => {
    const row = sql`to_jsonb(t) - ${sql.val(ownAccord[table] ?? [])}::text[]`;
    return sql`SELECT ${sql.lit(table)} || ':' || coalesce(md5(string_agg(md5((${row})::text), '' ORDER BY md5((${row})::text))), '') AS part FROM ${sql.table(table)} t`;
  });
  const query = sql<{ part: string }>`${sql.join(parts, sql` UNION ALL `)}`;
  return async () => {
    const { rows } = await query.execute(db);
    return createHash("sha256")
      .update(rows.map(({ part }) => part).join("\n"))
      .digest("hex");
  };
}
