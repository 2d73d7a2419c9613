// The processes that run and share limits, gateways and others: a row for each, renewed while it lives. By the database's clock alone, so that clocks
// of machines that differ make nobody gone.
import { sql } from "kysely";
import type { Db, Reader } from "./database.ts";

/**
 * Says that this process runs.
 * @param lifeSeconds what was renewed within so long runs
 * @returns how many of its role run, this one among them
 */
export async function renewGateway(db: Db, role: string, id: string, lifeSeconds: number): Promise<number> {
  const { rows } = await sql<{ others: number }>`
    WITH own AS (
      INSERT INTO gateways (id, role, seen_at) VALUES (${id}, ${role}, now()) ON CONFLICT (id) DO UPDATE SET seen_at = now()
    )
    SELECT count(*)::int AS others FROM gateways
    WHERE id <> ${id} AND role = ${role} AND seen_at > now() - make_interval(secs => ${lifeSeconds})`.execute(db);
  const [counted] = rows;
  if (counted === undefined) throw new Error("a count without a row");
  return counted.others + 1;
}

/** Whether any process of the role has said within the last minute that it runs. */
export async function isAnyRunning(reader: Reader, role: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM gateways
    WHERE role = ${role} AND seen_at > now() - interval '1 minute' LIMIT 1`.execute(reader);
  return rows.length > 0;
}

/** What ends well is not waited for. */
export async function removeGateway(db: Db, id: string): Promise<void> {
  await db.deleteFrom("gateways").where("id", "=", id).execute();
}

/** Rows of processes that ended without a word. */
export async function deleteGoneGateways(db: Db): Promise<void> {
  await sql`DELETE FROM gateways WHERE seen_at < now() - interval '1 minute'`.execute(db);
}
