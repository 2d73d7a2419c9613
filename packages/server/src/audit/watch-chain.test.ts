import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import { type Database, type Db, migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { appendAudit } from "./append.ts";
import { chainBegin, chainTail, walkChain } from "./chain.ts";
import { type ChainWatch, chainUnwatched, watchChain } from "./watch-chain.ts";

const stretch = 3;
const noon = new Date("2026-05-01T12:00:00Z");
const recorded = (index: number) => new Date(Date.UTC(2026, 3, 1, 0, index));

async function append(db: Db, count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await appendAudit(db, {
      at: recorded(index),
      operation: "UpdateThing",
      status: "OK",
      principal: { type: "user", id: "u1", name: "u@example.com", apiKeyId: "k1" },
      forwardedFor: "",
      asyncOperationId: "",
      details: { index },
    });
  await chainTail(db);
}

const look = (db: Db, watch: ChainWatch) => watchChain(db, watch, noon, stretch);

/** So many looks that every record is walked once more. */
async function lookAround(db: Db, from: ChainWatch): Promise<ChainWatch> {
  let watch = from;
  for (let count = 0; count < 5; count++) watch = await look(db, watch);
  return watch;
}

const edit = (db: Db, seq: number, operation: string) =>
  db.updateTable("audit_log").set({ operation }).where("chain_seq", "=", seq).execute();

describe("watching the audit chain", () => {
  let database: Database;
  before(async () => {
    database = await openTestPGlite();
  });
  after(() => database.close());
  const onChain = (promise: string, prove: (db: Db) => Promise<void>): void =>
    void it(promise, async () => {
      const { db } = database;
      await sql`DROP SCHEMA public CASCADE`.execute(db);
      await sql`CREATE SCHEMA public`.execute(db);
      await migrate(db);
      await append(db, 8);
      await prove(db);
    });

  onChain("goes on where it ended, and says up to when the records hold", async (db) => {
    const first = await look(db, chainUnwatched);
    assert.deepEqual([first.verified.seq, first.until, first.broken], [3, recorded(2), null]);
    const whole = await lookAround(db, first);
    assert.deepEqual([whole.verified.seq, whole.until, whole.broken], [8, noon, null]);
    assert.deepEqual(whole.verified, (await walkChain(db, chainBegin, 8)).at);
    await append(db, 2);
    assert.equal((await look(db, whole)).verified.seq, 10);
  });

  onChain("of no record at all is intact", async (db) => {
    await sql`DELETE FROM audit_log`.execute(db);
    await db.updateTable("audit_head").set({ seq: 0, hash: new Uint8Array() }).execute();
    assert.deepEqual(await look(db, chainUnwatched), { ...chainUnwatched, until: noon });
  });

  for (const seq of [1, 4, 8]) {
    onChain(`meets a change of record ${seq}, verified long ago, and keeps to it until it is undone`, async (db) => {
      const whole = await lookAround(db, chainUnwatched);
      await edit(db, seq, "DeleteThing");
      const met = await lookAround(db, whole);
      assert.equal(met.broken?.seq, seq);
      assert.match(met.broken?.problem ?? "", /was changed$/);
      await append(db, 2);
      assert.equal((await lookAround(db, met)).broken?.seq, seq);
      await edit(db, seq, "UpdateThing");
      assert.equal((await lookAround(db, met)).broken, null);
    });
  }

  onChain("meets a chain that was cut, even when others take the places", async (db) => {
    const whole = await lookAround(db, chainUnwatched);
    await sql`DELETE FROM audit_log WHERE chain_seq > 6`.execute(db);
    const { at } = await walkChain(db, chainBegin, 6);
    await db
      .updateTable("audit_head")
      .set({ ...at })
      .execute();
    const cut = await look(db, whole);
    assert.equal(cut.broken?.seq, 7);
    await append(db, 4);
    assert.notEqual((await look(db, cut)).broken, null);
    assert.deepEqual((await look(db, cut)).until, noon);
  });
});
