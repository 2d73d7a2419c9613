import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as immediately } from "node:timers/promises";
import { sql } from "kysely";
import { sharePostgres } from "../../../../tests/harness/databases.ts";
import { openWay } from "../../../../tests/harness/way-to-database.ts";
import { bumpPolicy } from "./contract/policy-lock.ts";
import { migrate } from "./database.ts";
import { classifyFailure } from "./failures.ts";
import { lockPolicy } from "./policy-lock.ts";
import { openPostgres, unsupported } from "./postgres.ts";

const freshPostgres = sharePostgres();

describe("a Postgres server", () => {
  it("is refused below version 15, and its version named", () => {
    assert.equal(unsupported(150_000), null);
    assert.equal(unsupported(180_001), null);
    assert.match(unsupported(140_019) ?? "", /15 or newer.* is 14/);
    assert.match(unsupported(90_624) ?? "", /is 9/);
  });

  it("whose version cannot be read is refused", async () => {
    assert.notEqual(unsupported(Number.NaN), null);
    await assert.rejects(
      openPostgres({ url: "postgres://127.0.0.1:1/x", onError: () => undefined }),
      /cannot connect to Postgres/,
    );
  });

  it("that goes away in the middle of a query fails that query and not the process", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using _dropped = fresh;
    const way = await openWay(fresh.url);
    const [database, witness] = [
      await openPostgres({ url: way.url, onError: () => undefined }),
      await openPostgres({ url: fresh.url, onError: () => undefined }),
    ];
    const sleeping = sql`SELECT pg_sleep(60)`.execute(database.db);
    const refused = assert.rejects(sleeping, /terminated/);
    const running = sql`SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(60)'`;
    while ((await running.execute(witness.db)).rows.length === 0) await immediately();
    way.cut();
    await refused;
    await way.mend();
    assert.equal((await sql`SELECT 1 AS one`.execute(database.db)).rows.length, 1);
    way.cut();
    await database.close();
    await witness.close();
  });

  it("does not let a process that freezes in a transaction stop the writers of others for ever", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using _dropped = fresh;
    const onError = () => undefined;
    const frozen = await openPostgres({ url: fresh.url, onError, idleInTransactionSeconds: 1 });
    const writer = await openPostgres({ url: fresh.url, onError });
    await migrate(writer.db);
    const thaw = Promise.withResolvers<void>();
    const holds = Promise.withResolvers<void>();
    const holding = frozen.db.transaction().execute(async (tx) => {
      await lockPolicy(tx, "update");
      holds.resolve();
      await thaw.promise;
      await lockPolicy(tx, "update");
    });
    await holds.promise;
    await bumpPolicy(writer.db);
    thaw.resolve();
    await assert.rejects(holding, (error) => classifyFailure(error).kind === "unreachable");
    await bumpPolicy(frozen.db);
    await frozen.close();
    await writer.close();
  });

  it("lets nobody wait for a lock for ever, and says that it may be tried again", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using _dropped = fresh;
    const onError = () => undefined;
    const holder = await openPostgres({ url: fresh.url, onError, idleInTransactionSeconds: 0 });
    const waiter = await openPostgres({ url: fresh.url, onError, lockWaitSeconds: 1 });
    await migrate(holder.db);
    await holder.db.transaction().execute(async (tx) => {
      await lockPolicy(tx, "update");
      await assert.rejects(bumpPolicy(waiter.db), (error) => classifyFailure(error).kind === "unreachable");
    });
    await bumpPolicy(waiter.db);
    await holder.close();
    await waiter.close();
  });

  it("that cuts all connections is used again, and listened to again, without a restart", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using _dropped = fresh;
    const lost: Error[] = [];
    const database = await openPostgres({ url: fresh.url, onError: (error) => lost.push(error) });
    let heard = (): void => {};
    const arrived = new Promise<void>((resolve) => (heard = resolve));
    const stop = await database.listen("channel", heard);
    const cut = sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await cut.execute(database.db);
    const timer = setInterval(() => void sql`NOTIFY channel`.execute(database.db).catch(() => undefined), 100);
    await arrived;
    clearInterval(timer);
    assert.ok(lost.length > 0);
    await stop();
    await database.close();
  });
});
