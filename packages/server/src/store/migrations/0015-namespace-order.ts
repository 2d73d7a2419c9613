// Namespaces are listed by name, which is the id up to its dot: without this index each page sorts all of them.
import { type Kysely, sql } from "kysely";

const statements = [`CREATE INDEX namespaces_order ON namespaces ((split_part(id, '.', 1) COLLATE "C"), id)`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
