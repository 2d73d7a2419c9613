import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { sharePostgres } from "../../../../tests/harness/databases.ts";
import { openWay } from "../../../../tests/harness/way-to-database.ts";
import { type FreshnessOptions, Snapshots } from "../authorize/snapshots.ts";
import { RemitError } from "../errors.ts";
import { bootstrap, insertOwnerKey } from "../resources/bootstrap.ts";
import { publishPolicy } from "../resources/publish-policy.ts";
import { type Database, migrate, type Tx } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { lockPolicy } from "../store/policy-lock.ts";
import { openPostgres } from "../store/postgres.ts";
import { KeyRing, type KeyRingOptions } from "./key-ring.ts";
import { digestToken, mintToken } from "./token.ts";

const log = pino({ level: "silent" });
const now = new Date("2026-01-01T00:00:00Z");
/** No polling and no bound: only what is notified, or asked for, is seen. */
const still: FreshnessOptions = { pollMs: 600_000, staleAfterMs: 600_000 };

interface World {
  readonly database: Database;
  readonly ownerId: string;
  readonly token: string;
}

const refuses = (reason: string) => (error: unknown) => error instanceof RemitError && error.reason === reason;

/** Writes as the control plane does: the change and the new version in one transaction. */
const write = (database: Database, id: string, change: (tx: Tx) => Promise<unknown>): Promise<void> =>
  database.db.transaction().execute(async (tx) => {
    await lockPolicy(tx, "update");
    await change(tx);
    await publishPolicy(tx, [{ kind: "api-key", id }]);
  });

async function prepare(database: Database): Promise<World> {
  await migrate(database.db);
  const { firstKey } = await bootstrap(database.db, "owner@example.com", now);
  const owner = await database.db.selectFrom("users").select("id").executeTakeFirstOrThrow();
  return { database, ownerId: owner.id, token: firstKey ?? "" };
}

async function openRing(t: TestContext, database: Database, options: Partial<KeyRingOptions> = {}, freshness = still) {
  const snapshots = await Snapshots.start(database, log, freshness);
  t.after(() => snapshots.stop().catch(() => undefined));
  const noted: string[] = [];
  const lastUsed = { note: (id: string) => void noted.push(id) };
  const ring = await KeyRing.start({ db: database.db, snapshots, lastUsed, ...options });
  return { ring, snapshots, noted };
}

/** Ends when the ring refuses for this reason. */
async function untilRefused(ring: KeyRing, token: string, reason: string): Promise<void> {
  for (;;) {
    try {
      await ring.find(token, now);
    } catch (error) {
      assert.ok(refuses(reason)(error), String(error));
      return;
    }
    await sleep(10);
  }
}

const keyId = async ({ db }: Database, token: string): Promise<string> =>
  (await db.selectFrom("api_keys").select("id").where("digest", "=", digestToken(token)).executeTakeFirstOrThrow()).id;

for (const engine of ["pglite", "postgres"] as const) {
  describe(`API keys that a gateway holds, on ${engine}`, () => {
    const freshPostgres = sharePostgres();

    async function open(t: TestContext): Promise<World | null> {
      if (engine === "pglite") {
        const database = await openTestPGlite();
        t.after(() => database.close().catch(() => undefined));
        return prepare(database);
      }
      const fresh = await freshPostgres();
      if (typeof fresh === "string") {
        t.skip(fresh);
        return null;
      }
      t.after(() => fresh[Symbol.asyncDispose]());
      const database = await openPostgres({ url: fresh.url, onError: () => undefined });
      t.after(() => database.close().catch(() => undefined));
      return prepare(database);
    }

    it("are read once, then known at once, and their use is noted", async (t) => {
      const world = await open(t);
      if (world === null) return;
      const { ring, noted } = await openRing(t, world.database);
      assert.equal(ring.lookUp(world.token, now), null);
      const { caller } = await ring.find(world.token, now);
      assert.deepEqual(caller, {
        principalId: world.ownerId,
        kind: "user",
        apiKeyId: await keyId(world.database, world.token),
        sessionId: null,
      });
      assert.equal(ring.lookUp(world.token, now)?.caller, caller);
      assert.deepEqual(noted, [caller.apiKeyId, caller.apiKeyId]);
    });

    for (const [what, change] of [
      [
        "disabled",
        (tx: Tx, id: string) => tx.updateTable("api_keys").set({ disabled: true }).where("id", "=", id).execute(),
      ],
      ["deleted", (tx: Tx, id: string) => tx.deleteFrom("api_keys").where("id", "=", id).execute()],
    ] as const) {
      it(`are refused in every process once they are ${what}, open calls too`, async (t) => {
        const world = await open(t);
        if (world === null) return;
        const { database, token } = world;
        const here = await openRing(t, database);
        const there = await openRing(t, database);
        const use = await here.ring.find(token, now);
        await there.ring.find(token, now);
        assert.ok(there.ring.isUsable(use.digest, now));
        await write(database, use.caller.apiKeyId, (tx) => change(tx, use.caller.apiKeyId));
        await here.snapshots.refresh();
        await assert.rejects(here.ring.find(token, now), refuses("UNAUTHENTICATED"));
        await untilRefused(there.ring, token, "UNAUTHENTICATED");
        assert.ok(!there.ring.isUsable(use.digest, now));
      });
    }

    it("are followed by polling where a notification was lost", async (t) => {
      const world = await open(t);
      if (world === null) return;
      const { database, token } = world;
      const deaf: Database = { ...database, db: database.db, listen: () => Promise.resolve(() => Promise.resolve()) };
      const { ring } = await openRing(t, deaf, {}, { pollMs: 20, staleAfterMs: 600_000 });
      const { caller } = await ring.find(token, now);
      await write(database, caller.apiKeyId, (tx) =>
        tx.updateTable("api_keys").set({ disabled: true }).where("id", "=", caller.apiKeyId).execute(),
      );
      await untilRefused(ring, token, "UNAUTHENTICATED");
    });

    it("end when they expire, by the clock of the call", async (t) => {
      const world = await open(t);
      if (world === null) return;
      const { ring } = await openRing(t, world.database);
      const { digest } = await ring.find(world.token, now);
      const late = new Date(now.getTime() + 91 * 86_400_000);
      assert.throws(() => ring.lookUp(world.token, late), refuses("UNAUTHENTICATED"));
      assert.ok(!ring.isUsable(digest, late));
    });

    it("are known as soon as they are made, also where somebody tried them before", async (t) => {
      const world = await open(t);
      if (world === null) return;
      const { ring, snapshots } = await openRing(t, world.database);
      const early = mintToken("key");
      await assert.rejects(ring.find(early, now), refuses("UNAUTHENTICATED"));
      assert.throws(() => ring.lookUp(early, now), refuses("UNAUTHENTICATED"), "the second try asked the database");
      await write(world.database, "k", (tx) =>
        tx
          .updateTable("api_keys")
          .set({ digest: digestToken(early) })
          .execute(),
      );
      await snapshots.refresh();
      assert.equal((await ring.find(early, now)).caller.principalId, world.ownerId);
    });

    it("stay where a flood of wrong keys comes in, which asks the database in few queries", async (t) => {
      const world = await open(t);
      if (world === null) return;
      let queries = 0;
      const db = new Proxy(world.database.db, {
        get: (target, name) => {
          if (name === "selectFrom") queries++;
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
      const { ring } = await openRing(t, world.database, { db, maxHeld: 2, maxUnknown: 10 });
      await ring.find(world.token, now);
      queries = 0;
      const flood = Array.from({ length: 2_000 }, () => ring.find(mintToken("key"), now));
      for (const each of await Promise.allSettled(flood)) assert.equal(each.status, "rejected");
      assert.ok(queries <= 5, `${queries} queries`);
      assert.notEqual(ring.lookUp(world.token, now), null);
    });

    it("make room for each other, and an open call of one that had to go goes on", async (t) => {
      const world = await open(t);
      if (world === null) return;
      const { database, ownerId, token } = world;
      const other = await database.db
        .transaction()
        .execute((tx) => insertOwnerKey(tx, ownerId, { name: "other", days: 1, now }));
      const { ring } = await openRing(t, database, { maxHeld: 1 });
      const { digest } = await ring.find(token, now);
      await ring.find(other, now);
      assert.equal(ring.lookUp(token, now), null);
      assert.ok(ring.isUsable(digest, now));
    });

    it("decide nothing, held or not, where the version was seen but the keys could not be read", async (t) => {
      const world = await open(t);
      if (world === null) return;
      const { database, token } = world;
      const { ring, snapshots } = await openRing(t, database, {}, { pollMs: 600_000, staleAfterMs: 400 });
      await ring.find(token, now).catch(() => undefined);
      const { version } = await database.db.selectFrom("policy_version").select("version").executeTakeFirstOrThrow();
      await snapshots.follow({
        readNewer: async (_tx, since) => (since === null ? () => {} : Promise.reject(new Error("away"))),
      });
      await write(database, "k", (tx) => tx.updateTable("api_keys").set({ disabled: true }).execute());
      await assert.rejects(snapshots.refresh());
      await untilRefused(ring, token, "STALE_POLICY");
      assert.throws(() => ring.isUsable("", now), refuses("STALE_POLICY"));
      assert.throws(() => snapshots.current(), refuses("STALE_POLICY"));
      const after = await database.db.selectFrom("policy_version").select("version").executeTakeFirstOrThrow();
      assert.equal(after.version, version + 1);
    });

    it("are not held as they were read before a change that came in meanwhile", async (t) => {
      const world = await open(t);
      if (world === null) return;
      const { database, token } = world;
      const gate = Promise.withResolvers<void>();
      const reading = Promise.withResolvers<void>();
      // The answer to the first read arrives after the change has been taken over.
      let slow = true;
      const { ring, snapshots } = await openRing(t, database, {
        db: new Proxy(database.db, {
          get: (target, name) => {
            const value: unknown = Reflect.get(target, name);
            if (name !== "selectFrom" || !slow) return typeof value === "function" ? value.bind(target) : value;
            slow = false;
            return () => {
              const query = { select: () => query, where: () => query, execute };
              async function execute() {
                const rows = await target.selectFrom("api_keys").selectAll().execute();
                reading.resolve();
                await gate.promise;
                return rows;
              }
              return query;
            };
          },
        }),
      });
      const found = ring.find(token, now);
      await reading.promise;
      await write(database, "k", (tx) => tx.updateTable("api_keys").set({ disabled: true }).execute());
      await snapshots.refresh();
      gate.resolve();
      await assert.rejects(found, refuses("UNAUTHENTICATED"));
    });
  });
}

describe("a gateway that lost its way to the database", () => {
  const freshPostgres = sharePostgres();

  it("refuses keys that it holds, and takes them again when the way is back", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using stack = new AsyncDisposableStack();
    stack.use(fresh);
    const way = await openWay(fresh.url);
    stack.defer(() => way.cut());
    const database = await openPostgres({ url: way.url, onError: () => undefined });
    stack.defer(() => database.close());
    const { token } = await prepare(database);
    const { ring } = await openRing(t, database, {}, { pollMs: 20, staleAfterMs: 500 });
    await ring.find(token, now);
    way.cut();
    await untilRefused(ring, token, "STALE_POLICY");
    await way.mend();
    for (;;) {
      const found = await ring.find(token, now).catch((error: unknown) => error);
      if (!(found instanceof RemitError)) break;
      await sleep(20);
    }
  });
});
