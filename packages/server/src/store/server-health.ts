// How the Temporal servers are, as each process that watches found them. By the database's clock alone: those of machines
// that differ would make a moment an outage.
import { sql } from "kysely";
import type { Db } from "./database.ts";

export interface ServerHealth {
  readonly server: string;
  /** What all who watch agree on; null: they do not. */
  readonly healthy: boolean | null;
  /** For how long they have agreed. */
  readonly seconds: number;
}

/**
 * Notes what a process found of one server.
 * @param lifeSeconds what was noted longer ago says nothing any more, so the time begins anew
 */
export async function saveServerHealth(
  db: Db,
  { server, watcher, healthy }: { readonly server: string; readonly watcher: string; readonly healthy: boolean },
  lifeSeconds: number,
): Promise<void> {
  await sql`
    INSERT INTO server_health AS known (server, watcher, healthy, since, seen_at)
    VALUES (${server}, ${watcher}, ${healthy}, now(), now())
    ON CONFLICT (server, watcher) DO UPDATE SET healthy = excluded.healthy, seen_at = now(),
      since = CASE WHEN known.healthy = excluded.healthy AND known.seen_at > now() - make_interval(secs => ${lifeSeconds})
        THEN known.since ELSE now() END`.execute(db);
}

/** What those that watch say now: a process that has said nothing for `lifeSeconds` no longer counts. */
export async function readServerHealth(db: Db, lifeSeconds: number): Promise<ServerHealth[]> {
  const { rows } = await sql<ServerHealth>`
    SELECT server, CASE WHEN bool_and(healthy) THEN true WHEN bool_or(healthy) THEN NULL ELSE false END AS healthy,
      extract(epoch FROM now() - max(since))::float8 AS seconds
    FROM server_health WHERE seen_at > now() - make_interval(secs => ${lifeSeconds})
    GROUP BY server ORDER BY server`.execute(db);
  return rows;
}

/** What ends well is not waited for. */
export async function removeWatcher(db: Db, watcher: string): Promise<void> {
  await db.deleteFrom("server_health").where("watcher", "=", watcher).execute();
}

/** Rows of processes that ended without a word. */
export async function deleteGoneWatchers(db: Db): Promise<void> {
  await sql`DELETE FROM server_health WHERE seen_at < now() - interval '1 hour'`.execute(db);
}
