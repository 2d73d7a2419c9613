import assert from "node:assert/strict";
import { describe } from "node:test";
import { sql } from "kysely";
import { insertRole, type OpenStore, roleExists, roleRow, shareStore } from "./store-under-test.ts";

class Refused extends Error {}

export function describeTransactions(engine: string, open: OpenStore): void {
  describe(`transactions on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("that throw leave nothing behind", async ({ database: { db } }) => {
      const { id } = roleRow();
      const refused = db.transaction().execute(async (tx) => {
        await insertRole(tx, { id });
        await tx.updateTable("policy_version").set({ version: 77 }).execute();
        throw new Refused();
      });
      await assert.rejects(refused, Refused);
      assert.equal(await roleExists(db, id), false);
      assert.notEqual((await db.selectFrom("policy_version").select("version").executeTakeFirstOrThrow()).version, 77);
    });

    onStore(
      "never commit after a statement of theirs failed, even if the failure was caught",
      async ({ database: { db } }) => {
        const first = await insertRole(db);
        const { id } = roleRow();
        const committed = db.transaction().execute(async (tx) => {
          await insertRole(tx, { id });
          await insertRole(tx, { id: first.id }).catch(() => undefined);
        });
        await assert.rejects(committed);
        assert.equal(await roleExists(db, id), false);
      },
    );

    onStore(
      "keep what stands outside a savepoint that was rolled back, and nothing of what stood inside",
      async ({ database: { db } }) => {
        const [outside, inside, later] = [roleRow().id, roleRow().id, roleRow().id];
        const tx = await db.startTransaction().execute();
        await insertRole(tx, { id: outside });
        const saved = await tx.savepoint("step").execute();
        await insertRole(saved, { id: inside });
        await assert.rejects(insertRole(saved, { id: inside }));
        await saved.rollbackToSavepoint("step").execute();
        await insertRole(tx, { id: later });
        await tx.commit().execute();
        assert.deepEqual(
          [await roleExists(db, outside), await roleExists(db, inside), await roleExists(db, later)],
          [true, false, true],
        );
      },
    );

    onStore("leave no savepoint to the next transaction on the same connection", async ({ database: { db } }) => {
      const tx = await db.startTransaction().execute();
      await tx.savepoint("leaked").execute();
      await tx.commit().execute();
      for (let connection = 0; connection < 10; connection++) {
        const leaked = db.transaction().execute((next) => sql`ROLLBACK TO SAVEPOINT leaked`.execute(next));
        await assert.rejects(leaked, /leaked/);
      }
    });

    onStore("show nobody what they have not committed", async ({ database, second }) => {
      const { id } = roleRow();
      const other = (second ?? database).db;
      let seen: Promise<boolean> | undefined;
      await database.db.transaction().execute(async (tx) => {
        await insertRole(tx, { id });
        seen = roleExists(other, id);
        // On an engine of one connection the reader waits for the end instead, and then sees the commit.
        if (second !== null) assert.equal(await seen, false);
      });
      assert.equal(await seen, second === null);
      assert.equal(await roleExists(other, id), true);
    });
  });
}
