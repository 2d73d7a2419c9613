import assert from "node:assert/strict";
import { it, type TestContext } from "node:test";
import { sql } from "kysely";
import { pino } from "pino";
import { type Db, migrate } from "../store/database.ts";
import { deleteGoneGateways } from "../store/gateways.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { RunningProcesses } from "./running-processes.ts";

const log = pino({ level: "silent" });

async function open(t: TestContext): Promise<Db> {
  const database = await openTestPGlite();
  t.after(() => database.close());
  await migrate(database.db);
  return database.db;
}

/** As if nothing had been heard of anybody for so long. */
const age = (db: Db, seconds: number) =>
  sql`UPDATE gateways SET seen_at = now() - make_interval(secs => ${seconds})`.execute(db);

it("counts every gateway that runs, itself before it has heard of another", async (t) => {
  const db = await open(t);
  const first = await RunningProcesses.start(db, log);
  t.after(() => first.stop());
  assert.equal(first.count, 1);
  const second = await RunningProcesses.start(db, log);
  assert.equal(second.count, 2);
  await first.tick();
  assert.equal(first.count, 2);
  await second.stop();
  await first.tick();
  assert.equal(first.count, 1);
});

it("counts one that ended without a word no longer than some seconds, and itself always", async (t) => {
  const db = await open(t);
  const gone = await RunningProcesses.start(db, log);
  t.after(() => gone.stop());
  const first = await RunningProcesses.start(db, log);
  t.after(() => first.stop());
  await age(db, 5);
  await first.tick();
  assert.equal(first.count, 2, "late is not gone");
  await age(db, 8);
  await first.tick();
  assert.equal(first.count, 1);
  await gone.tick();
  await first.tick();
  assert.equal(first.count, 2, "one that had stood still is back");
});

it("keeps what it counted while the database is away", async (t) => {
  const db = await open(t);
  const [first, second] = [await RunningProcesses.start(db, log), await RunningProcesses.start(db, log)];
  t.after(() => Promise.all([first.stop(), second.stop()]));
  await first.tick();
  await sql`ALTER TABLE gateways RENAME TO away`.execute(db);
  await assert.rejects(first.tick());
  assert.equal(first.count, 2);
  await sql`ALTER TABLE away RENAME TO gateways`.execute(db);
});

it("leaves no rows of processes that are long gone", async (t) => {
  const db = await open(t);
  const gone = await RunningProcesses.start(db, log);
  t.after(() => gone.stop());
  await age(db, 3_600);
  const first = await RunningProcesses.start(db, log);
  t.after(() => first.stop());
  await deleteGoneGateways(db);
  assert.equal((await db.selectFrom("gateways").select("id").execute()).length, 1);
});
