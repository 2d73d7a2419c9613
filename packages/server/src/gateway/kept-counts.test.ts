import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { sql } from "kysely";
import { pino } from "pino";
import { type Database, migrate } from "../store/database.ts";
import { readMinute } from "../store/gateway-minutes.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { readUsage, readUsageGaps } from "../store/usage.ts";
import { addActionCounts } from "../store/usage-counts.ts";
import { KeptCounts } from "./kept-counts.ts";

const log = pino({ level: "silent" });
const orders = { uid: "uid-1", namespace: "orders.abc123", method: "StartWorkflowExecution" };
const stock = { uid: "uid-2", namespace: "stock.abc123", method: "PollActivityTaskQueue" };
const limits = { requests: 2_000, actions: 0, unitRequests: 100, unitActions: 50 };

describe("what a gateway counts", () => {
  let database: Database;
  let now = new Date();
  const start = () => KeptCounts.start({ db: database.db, log, limits, now: () => now });
  const day = () => ({ from: new Date("2024-03-01T00:00:00Z"), until: new Date("2024-03-02T00:00:00Z") });
  const readActions = async () => {
    const rows = await readUsage(database.db, "hour", day().from, day().until);
    return rows.map((row) => [row.from.toISOString().slice(11, 13), row.namespace, row.actions]);
  };

  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
  });
  beforeEach(async () => {
    now = new Date("2024-03-01T10:15:20Z");
    await sql`TRUNCATE usage_hours, usage_counters, gateway_minutes`.execute(database.db);
  });
  after(() => database.close());

  it("is kept by hour and Namespace, and two gateways add up", async () => {
    const [first, second] = [await start(), await start()];
    first.requested(orders, 2, null);
    first.ended(stock, 0, 1);
    second.requested(orders, 3, null);
    await Promise.all([first.tick(), second.tick()]);
    now = new Date("2024-03-01T11:00:00Z");
    first.requested(orders, 5, null);
    await Promise.all([first.stop(), second.stop()]);
    assert.deepEqual(await readActions(), [
      ["10", "orders.abc123", 5],
      ["10", "stock.abc123", 1],
      ["11", "orders.abc123", 5],
    ]);
  });

  it("is added once, though the store's answer was lost and the batch is sent again", async () => {
    const counts = [{ uid: "uid-1", namespace: "orders.abc123", hour: new Date("2024-03-01T10:00:00Z"), actions: 7 }];
    for (const seq of [1, 1, 2, 1]) await addActionCounts(database.db, "a-process", seq, counts);
    assert.deepEqual(await readActions(), [["10", "orders.abc123", 14]]);
  });

  it("waits while the store is away, and is handed over once it is back", async () => {
    const counts = await start();
    counts.requested(orders, 2, null);
    await sql`ALTER TABLE usage_hours RENAME TO away`.execute(database.db);
    await assert.rejects(counts.tick());
    counts.requested(orders, 1, null);
    await sql`ALTER TABLE away RENAME TO usage_hours`.execute(database.db);
    await counts.stop();
    assert.deepEqual(await readActions(), [["10", "orders.abc123", 3]]);
  });

  it("shows a gap where a gateway ended without a word, and none where it ended well", async () => {
    const { from, until } = day();
    const gaps = () => readUsageGaps(database.db, from, until, now);
    await addActionCounts(database.db, "one-that-dies", 1, []);
    assert.deepEqual(await gaps(), [], "it was heard of a moment ago");
    await sql`UPDATE usage_counters SET seen_at = ${new Date("2024-03-01T12:00:00Z")}`.execute(database.db);
    assert.deepEqual(await gaps(), [
      { from: new Date("2024-03-01T12:00:00Z"), until: new Date("2024-03-01T12:01:00Z") },
    ]);
    const counts = await start();
    await counts.stop();
    assert.equal((await database.db.selectFrom("usage_counters").select("id").execute()).length, 1);
  });

  it("has a row of requests, errors and refusals for each minute that is over", async () => {
    const counts = await start();
    counts.requested(orders, 1, null);
    counts.requested(orders, 1, null);
    counts.ended(orders, 0, 0);
    counts.ended(orders, 8, 0);
    counts.ended(orders, 1, 0);
    counts.throttled(orders, 4);
    await counts.tick();
    const minute = new Date("2024-03-01T10:15:00Z");
    assert.deepEqual(await readMinute(database.db, minute), [], "the minute runs");
    now = new Date("2024-03-01T10:16:00Z");
    await counts.stop();
    assert.deepEqual(await readMinute(database.db, minute), [
      {
        limits,
        namespaces: {
          "orders.abc123": {
            actions: 2,
            throttledActions: 4,
            units: null,
            methods: { StartWorkflowExecution: [2, 1, 1, 1] },
          },
        },
      },
    ]);
  });
});
