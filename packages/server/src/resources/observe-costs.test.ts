import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Database, migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { createBilling } from "./billing.ts";
import { readCostsOfMonth } from "./observe-costs.ts";
import type { Prices } from "./prices.ts";

const now = new Date(Date.UTC(2026, 4, 11));
const prices: Prices = {
  currency: "EUR",
  millionActions: 50,
  activeGigabyteHour: 0,
  retainedGigabyteHour: 0,
  namespacesPerMonth: {},
  projectsPerMonth: {},
};
const budgets = { account: 400, namespaces: { "orders.abc": 80 } };

describe("what the account and its Namespaces cost", () => {
  let database: Database;
  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
  });
  after(() => database.close());

  const read = (some: Prices | null = prices) =>
    readCostsOfMonth(
      { database, billing: createBilling({ prices: some, budgets }, new Uint8Array(32), () => "") },
      now,
    );

  it("is not known where nothing was counted", async () => {
    assert.equal(await read(), null);
  });

  it("is counted since the month began, beside the budget of each", async () => {
    const row = (hour: Date, namespace_id: string, actions: number) => ({
      hour,
      namespace_uid: `uid of ${namespace_id}`,
      namespace_id,
      project_id: "p",
      actions,
    });
    await database.db
      .insertInto("usage_hours")
      .values([
        row(new Date(Date.UTC(2026, 3, 30, 23)), "orders.abc", 9_000_000),
        row(new Date(Date.UTC(2026, 4, 1)), "orders.abc", 1_000_000),
        row(new Date(Date.UTC(2026, 4, 2)), "orders.abc", 1_000_000),
        row(new Date(Date.UTC(2026, 4, 2)), "payments.abc", 4_000_000),
      ])
      .execute();
    const costs = await read();
    assert.deepEqual(costs?.account.cost, { amount: 300, currency: "EUR", budget: 400 });
    assert.deepEqual(costs?.of("orders.abc").cost, { amount: 100, currency: "EUR", budget: 80 });
    assert.deepEqual(costs?.of("payments.abc").cost, { amount: 200, currency: "EUR" });
    assert.deepEqual((await read(null))?.account, { actions: 6_000_000 });
  });

  it("is told as the least where much of what was used is not known", async () => {
    assert.equal((await read({ ...prices, activeGigabyteHour: 1 }))?.account.cost?.partial, true);
    const from_at = new Date(Date.UTC(2026, 4, 3));
    const gap = { id: "g", namespace_uid: "u", from_at, until_at: new Date(Date.UTC(2026, 4, 3, 1)) };
    await database.db.insertInto("usage_gaps").values(gap).execute();
    // An hour of ten days is little.
    assert.equal((await read())?.account.cost?.partial, undefined);
    const longer = { ...gap, id: "h", until_at: new Date(Date.UTC(2026, 4, 3, 4)) };
    await database.db.insertInto("usage_gaps").values(longer).execute();
    assert.equal((await read())?.account.cost?.partial, true);
  });
});
