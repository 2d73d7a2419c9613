import assert from "node:assert/strict";
import { describe } from "node:test";
import { sql } from "kysely";
import { type Db, migrate, migrations } from "../database.ts";
import { type OpenStore, onEmptyStore } from "./store-under-test.ts";

/** Every table, column and index, so that two schemas can be compared. */
async function describeSchema(db: Db): Promise<unknown> {
  const columns = await sql`
    SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name`.execute(db);
  const indexes = await sql`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef`.execute(db);
  return { columns: columns.rows, indexes: indexes.rows };
}

export function describeMigrations(engine: string, open: OpenStore): void {
  describe(`migrations on ${engine}`, () => {
    const onStore = onEmptyStore(open);

    onStore("change nothing when they run again", async ({ database: { db } }) => {
      await migrate(db);
      const before = await describeSchema(db);
      await migrate(db);
      assert.deepEqual(await describeSchema(db), before);
      const { rows } = await sql`SELECT name FROM kysely_migration`.execute(db);
      assert.equal(rows.length, Object.keys(migrations).length);
    });

    onStore("of several processes that start at once all succeed, and each runs once", async ({ database, second }) => {
      const both = [database.db, second?.db ?? database.db];
      await Promise.all([...both, ...both, ...both].map(migrate));
      const { rows } = await sql`SELECT name FROM kysely_migration`.execute(database.db);
      assert.equal(rows.length, Object.keys(migrations).length);
      assert.equal((await database.db.selectFrom("policy_version").selectAll().execute()).length, 1);
    });

    onStore(
      "give every id and name the collation C, so that no locale decides what is equal",
      async ({ database: { db } }) => {
        await migrate(db);
        const { rows } = await sql<{ place: string }>`
        SELECT table_name || '.' || column_name AS place FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
          AND column_name IN ('id', 'uid', 'name', 'display_name', 'email', 'log_id', 'user_id', 'group_id')
          AND table_name <> 'account'`.execute(db);
        assert.deepEqual(rows, []);
      },
    );
  });
}
