import { sql } from "kysely";
import type { Reader } from "./database.ts";

/** How often somebody called an RPC on one resource, as the audit log has it. */
export interface UseRow {
  readonly principal_id: string;
  /** Name of the RPC. */
  readonly operation: string;
  readonly resource_type: string;
  /** As on the wire; empty where the record names none. */
  readonly resource_id: string;
  readonly count: number;
  readonly last_at: Date;
}

/** What succeeded since then. */
export async function readUse(reader: Reader, since: Date): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`SELECT principal_id, operation,
      coalesce(details->>'resource_type', '') AS resource_type, coalesce(details->>'resource_id', '') AS resource_id,
      count(*)::int AS count, max(emit_time) AS last_at
    FROM audit_log WHERE emit_time >= ${since} AND status = 'OK' AND principal_id <> ''
    GROUP BY 1, 2, 3, 4`.execute(reader);
  return rows;
}
