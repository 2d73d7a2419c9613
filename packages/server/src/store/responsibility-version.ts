import { sql } from "kysely";
import type { Reader } from "./database.ts";

/**
 * A text that changes with everything that names of teams and Namespaces come from: each write of it takes a higher
 * version, and a deletion changes a count.
 */
export async function readResponsibilityVersion(reader: Reader): Promise<string> {
  const { rows } = await sql<{ version: string }>`SELECT concat_ws(' ',
    (SELECT version FROM policy_version), (SELECT max(version) FROM matrix),
    (SELECT concat(count(*), '/', max(version)) FROM teams), (SELECT max(version) FROM namespaces),
    (SELECT max(version) FROM projects), (SELECT max(version) FROM user_groups)) AS version`.execute(reader);
  return rows[0]?.version ?? "";
}
