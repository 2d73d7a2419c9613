import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type RawBuilder, sql } from "kysely";
import { sharePostgres } from "../../../../tests/harness/databases.ts";
import { type Database, type Db, migrate, type Tx } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { openPostgres } from "../store/postgres.ts";
import { type AuditEvent, appendAudit } from "./append.ts";
import { type ChainReport, chainTail, hashRow, verifyChain } from "./chain.ts";

const freshPostgres = sharePostgres();

const event = (change: Partial<AuditEvent> = {}): AuditEvent => ({
  at: new Date(),
  operation: "UpdateThing",
  status: "OK",
  principal: { type: "user", id: "u1", name: "u@example.com", apiKeyId: "k1" },
  forwardedFor: "127.0.0.1",
  asyncOperationId: "op",
  details: { resource_id: "r1", after: { b: 2, a: [1, { z: null }] } },
  ...change,
});

class RolledBack extends Error {}

/** What `verifyChain` says after the damage; the store is as before afterwards. */
async function reportAfter(db: Db, damage: (tx: Tx) => Promise<unknown>): Promise<ChainReport> {
  let report: ChainReport | undefined;
  const looked = db.transaction().execute(async (tx) => {
    await damage(tx);
    report = await verifyChain(tx);
    throw new RolledBack();
  });
  await assert.rejects(looked, RolledBack);
  assert.ok(report !== undefined);
  return report;
}

const length = 12;
const run = (tx: Tx, statement: RawBuilder<unknown>) => statement.execute(tx);
const at = (seq: number) => sql`(SELECT log_id FROM audit_log WHERE chain_seq = ${seq})`;

/** Another value for each column of a record. */
const edits: Readonly<Record<string, string>> = {
  log_id: "log_id || '0'",
  emit_time: "emit_time + interval '1 millisecond'",
  operation: "'DeleteThing'",
  status: "'PERMISSION_DENIED'",
  principal_type: "'serviceaccount'",
  principal_id: "'u2'",
  principal_name: "'v@example.com'",
  api_key_id: "''",
  x_forwarded_for: "'10.0.0.1'",
  async_operation_id: "''",
  details: `jsonb_set(details, '{after,a,1,z}', '0')`,
  chain_seq: "chain_seq + 1000",
  chain_hash: `'\\x00'::bytea`,
};

/** Whoever may write to the database can also recompute; only a copy of the head kept elsewhere shows that. */
async function rechain(tx: Tx): Promise<void> {
  let hash: Uint8Array = new Uint8Array();
  const rows = await tx
    .selectFrom("audit_log")
    .selectAll()
    .where("chain_seq", "is not", null)
    .orderBy("chain_seq")
    .execute();
  for (const [index, row] of rows.entries()) {
    hash = hashRow(hash, index + 1, row);
    await tx
      .updateTable("audit_log")
      .set({ chain_seq: index + 1, chain_hash: hash })
      .where("log_id", "=", row.log_id)
      .execute();
  }
  await tx.updateTable("audit_head").set({ seq: rows.length, hash }).execute();
}

function describeChain(engine: string, open: () => Promise<Database | string>): void {
  describe(`the audit chain on ${engine}`, () => {
    let database: Database | string = "not opened";
    before(async () => {
      database = await open();
      if (typeof database === "string") return;
      await migrate(database.db);
      for (let count = 0; count < length; count++)
        await appendAudit(database.db, event({ asyncOperationId: `op${count}` }));
      assert.equal(await chainTail(database.db), length);
    });
    after(async () => {
      if (typeof database !== "string") await database.close();
    });
    const onStore = (promise: string, prove: (db: Db) => Promise<void>): void =>
      void it(promise, async (t) => (typeof database === "string" ? t.skip(database) : prove(database.db)));

    onStore("verifies when nothing was touched, and again after more records", async (db) => {
      const first = await verifyChain(db);
      assert.deepEqual({ ...first, head: "" }, { ok: true, chained: length, unchained: 0, head: "" });
      const report = await reportAfter(db, (tx) => appendAudit(tx, event()));
      assert.deepEqual(report, { ...first, unchained: 1 });
    });

    onStore("shows an edit of any column of any record", async (db) => {
      const columns = await db.introspection
        .getTables()
        .then((tables) => tables.find(({ name }) => name === "audit_log")?.columns ?? []);
      assert.deepEqual(
        columns.map(({ name }) => name).sort(),
        Object.keys(edits).sort(),
        "a column that no edit tries",
      );
      for (const [column, value] of Object.entries(edits)) {
        for (const seq of [1, 5, length]) {
          const damage = (tx: Tx) =>
            run(tx, sql`UPDATE audit_log SET ${sql.ref(column)} = ${sql.raw(value)} WHERE chain_seq = ${seq}`);
          assert.equal((await reportAfter(db, damage)).ok, false, `${column} of ${seq}`);
        }
      }
    });

    onStore("shows a record that was removed, wherever it stood", async (db) => {
      for (let seq = 1; seq <= length; seq++) {
        const report = await reportAfter(db, (tx) => run(tx, sql`DELETE FROM audit_log WHERE chain_seq = ${seq}`));
        assert.ok(!report.ok && report.seq <= seq + 1, `record ${seq}`);
      }
    });

    onStore("shows records in another order", async (db) => {
      const swap = async (tx: Tx): Promise<void> => {
        await run(tx, sql`UPDATE audit_log SET chain_seq = -1 WHERE chain_seq = 4`);
        await run(tx, sql`UPDATE audit_log SET chain_seq = 4 WHERE chain_seq = 7`);
        await run(tx, sql`UPDATE audit_log SET chain_seq = 7 WHERE chain_seq = -1`);
      };
      assert.equal((await reportAfter(db, swap)).ok, false);
    });

    onStore("shows a record that was put in between, before or behind", async (db) => {
      for (const seq of [0, -5, 6, length + 1, length + 50]) {
        const insert = async (tx: Tx): Promise<void> => {
          await run(tx, sql`UPDATE audit_log SET chain_seq = chain_seq + 100 WHERE chain_seq >= ${seq} AND ${seq} > 0`);
          await run(tx, sql`UPDATE audit_log SET chain_seq = chain_seq - 99 WHERE chain_seq > 100`);
          await appendAudit(tx, event({ asyncOperationId: "forged" }));
          await run(
            tx,
            sql`UPDATE audit_log SET chain_seq = ${seq}, chain_hash = '\\x00'::bytea WHERE async_operation_id = 'forged'`,
          );
        };
        assert.equal((await reportAfter(db, insert)).ok, false, `at ${seq}`);
      }
    });

    onStore(
      "shows an end that was cut off, unless the head was set back with it: that only its copy elsewhere shows",
      async (db) => {
        const before = await verifyChain(db);
        const cut = (tx: Tx) => run(tx, sql`DELETE FROM audit_log WHERE chain_seq > 8`);
        assert.equal((await reportAfter(db, cut)).ok, false);
        const cutWithHead = async (tx: Tx): Promise<void> => {
          await run(
            tx,
            sql`UPDATE audit_head SET seq = 8, hash = (SELECT chain_hash FROM audit_log WHERE chain_seq = 8)`,
          );
          await cut(tx);
        };
        const report = await reportAfter(db, cutWithHead);
        assert.ok(report.ok && before.ok && report.head !== before.head && report.chained < before.chained);
      },
    );

    onStore("that was computed anew after an edit ends at another head", async (db) => {
      const before = await verifyChain(db);
      const edit = (tx: Tx) => run(tx, sql`UPDATE audit_log SET operation = 'Nothing' WHERE log_id = ${at(3)}`);
      const withoutHead = async (tx: Tx): Promise<void> => {
        const head = await tx.selectFrom("audit_head").select(["seq", "hash"]).executeTakeFirstOrThrow();
        await edit(tx);
        await rechain(tx);
        await tx.updateTable("audit_head").set(head).execute();
      };
      assert.equal((await reportAfter(db, withoutHead)).ok, false);
      const report = await reportAfter(db, async (tx) => {
        await edit(tx);
        await rechain(tx);
      });
      assert.ok(report.ok && before.ok && report.head !== before.head);
    });

    onStore("is not confused by records whose texts run into each other", async (db) => {
      const [row] = await db.selectFrom("audit_log").selectAll().where("chain_seq", "=", 1).execute();
      assert.ok(row !== undefined);
      const [a, b] = [
        { ...row, principal_id: 'x","y', principal_name: "" },
        { ...row, principal_id: "x", principal_name: "y" },
      ];
      assert.notDeepEqual(hashRow(new Uint8Array(), 1, a), hashRow(new Uint8Array(), 1, b));
    });
  });

  describe(`sequencers on ${engine}`, () => {
    it("that run at once chain every record once, without a gap, while records keep coming", async (t) => {
      const database = await open();
      if (typeof database === "string") return t.skip(database);
      await using stack = new AsyncDisposableStack();
      stack.defer(() => database.close());
      const { db } = database;
      await migrate(db);
      const append = async (writer: number): Promise<void> => {
        for (let count = 0; count < 25; count++)
          await appendAudit(db, event({ asyncOperationId: `${writer}.${count}` }));
      };
      const chain = async (): Promise<void> => {
        for (let count = 0; count < 12; count++) await chainTail(db);
      };
      await Promise.all([append(1), append(2), append(3), chain(), chain(), chain()]);
      await chainTail(db);
      const report = await verifyChain(db);
      assert.deepEqual({ ...report, head: "" }, { ok: true, chained: 75, unchained: 0, head: "" });
    });

    it("chain records of a transaction that commits late behind the others, and nothing that was rolled back", async (t) => {
      const database = await open();
      if (typeof database === "string") return t.skip(database);
      await using stack = new AsyncDisposableStack();
      stack.defer(() => database.close());
      const { db, engine: kind } = database;
      await migrate(db);
      const refused = db.transaction().execute(async (tx) => {
        await appendAudit(tx, event({ asyncOperationId: "refused" }));
        throw new RolledBack();
      });
      await assert.rejects(refused, RolledBack);
      await db.transaction().execute(async (tx) => {
        await appendAudit(tx, event({ at: new Date(0), asyncOperationId: "late" }));
        if (kind === "pglite") return;
        await appendAudit(db, event({ asyncOperationId: "early" }));
        assert.equal(await chainTail(db), 1);
      });
      await chainTail(db);
      const rows = await db.selectFrom("audit_log").select("async_operation_id").orderBy("chain_seq").execute();
      const order = rows.map((row) => row.async_operation_id);
      assert.deepEqual(order, kind === "pglite" ? ["late"] : ["early", "late"]);
      assert.equal((await verifyChain(db)).ok, true);
    });
  });
}

// Starting PGlite takes seconds: the tests share one and each begins with an empty schema.
let lite: Database | undefined;
after(() => lite?.close());

describeChain("PGlite", async () => {
  lite ??= await openTestPGlite();
  await sql`DROP SCHEMA public CASCADE`.execute(lite.db);
  await sql`CREATE SCHEMA public`.execute(lite.db);
  return { ...lite, close: () => Promise.resolve() };
});

describeChain("Postgres", async () => {
  const fresh = await freshPostgres();
  if (typeof fresh === "string") return fresh;
  const database = await openPostgres({ url: fresh.url, onError: () => undefined });
  return { ...database, close: () => database.close().then(() => fresh[Symbol.asyncDispose]()) };
});
