// Whether a Namespace was ever made on its server. Before it is, what has its name there is somebody else's.
import { type Kysely, sql } from "kysely";

/** States of temporal.api.cloud.resource.v1.ResourceState: activating, and activation failed. */
const statements = [
  `ALTER TABLE namespaces ADD COLUMN made boolean NOT NULL DEFAULT false`,
  `UPDATE namespaces SET made = true WHERE state NOT IN (1, 2)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
