import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Code } from "@connectrpc/connect";
import { isActive } from "@remit/policy";
import { pino } from "pino";
import { RemitError } from "../errors.ts";
import { bootstrap } from "../resources/bootstrap.ts";
import { recoverOwner } from "../resources/host-commands.ts";
import { migrate } from "../store/database.ts";
import { emptyImage } from "../store/pglite.test-support.ts";
import { openPGlite } from "../store/pglite.ts";
import { lockPolicy } from "../store/policy-lock.ts";
import { type FreshnessOptions, Snapshots } from "./snapshots.ts";

const log = pino({ level: "silent" });
const now = new Date("2026-01-01T00:00:00Z");

async function startSnapshots(t: TestContext, options: FreshnessOptions) {
  const database = await openPGlite(null, await emptyImage());
  await migrate(database.db);
  await bootstrap(database.db, "owner@example.com", now);
  const snapshots = await Snapshots.start(database, log, options);
  t.after(async () => {
    await snapshots.stop().catch(() => undefined);
    await database.close().catch(() => undefined);
  });
  return { database, snapshots };
}

const isStale = (error: unknown): boolean =>
  error instanceof RemitError && error.reason === "STALE_POLICY" && error.code === Code.Unavailable;

/** Ends when it refuses, and fails when it refuses with anything else. */
async function untilStale(snapshots: Snapshots): Promise<void> {
  for (;;) {
    try {
      snapshots.current();
    } catch (error) {
      assert.ok(isStale(error), String(error));
      return;
    }
    await sleep(20);
  }
}

describe("a process's view of the access rules", () => {
  it("decides nothing once the database has not confirmed it within the bound, and again when it has", async (t) => {
    const { database, snapshots } = await startSnapshots(t, { pollMs: 600_000, staleAfterMs: 2_000 });
    await untilStale(snapshots);
    await snapshots.refresh();
    snapshots.current();
    await database.close();
    await assert.rejects(snapshots.refresh());
    await untilStale(snapshots);
  });

  it("takes over what follows it in the same step, and then tells whoever listens, once for each new version", async (t) => {
    const { database, snapshots } = await startSnapshots(t, { pollMs: 600_000, staleAfterMs: 600_000 });
    const seen: string[] = [];
    await snapshots.follow({
      readNewer: async (_tx, since) => {
        const { version } = snapshots.current();
        return () =>
          seen.push(since === null ? "all" : `since ${since === version}`, `view ${snapshots.current().version}`);
      },
    });
    const { version } = snapshots.current();
    const stop = snapshots.onChange(() => seen.push("told"));
    await snapshots.refresh();
    await recoverOwner(database, "late@example.com", now);
    await snapshots.refresh();
    stop();
    await recoverOwner(database, "later@example.com", now);
    await snapshots.refresh();
    const once = (at: number) => ["since true", `view ${at}`];
    assert.deepEqual(seen, ["all", `view ${version}`, ...once(version + 1), "told", ...once(version + 2)]);
  });

  it("takes over nothing where what follows it could not be taken over, and tries again", async (t) => {
    const { database, snapshots } = await startSnapshots(t, { pollMs: 600_000, staleAfterMs: 600_000 });
    let fails = false;
    await snapshots.follow({
      readNewer: async () => () => {
        if (fails) throw new Error("cannot be taken over");
      },
    });
    const { userId } = await recoverOwner(database, "late@example.com", now);
    fails = true;
    for (const _time of [1, 2]) await assert.rejects(snapshots.refresh(), /cannot be taken over/);
    assert.ok(!isActive(snapshots.current().snapshot, userId));
    fails = false;
    await snapshots.refresh();
    assert.ok(isActive(snapshots.current().snapshot, userId));
  });

  it("follows a database that was put back to an earlier state", async (t) => {
    const { database, snapshots } = await startSnapshots(t, { pollMs: 600_000, staleAfterMs: 600_000 });
    const { db } = database;
    const { userId } = await recoverOwner(database, "late@example.com", now);
    await snapshots.refresh();
    assert.ok(isActive(snapshots.current().snapshot, userId));
    const { version } = snapshots.current();
    await db.deleteFrom("users").where("id", "=", userId).execute();
    await db.deleteFrom("policy_changes").where("version", "=", version).execute();
    await db
      .updateTable("policy_version")
      .set({ version: version - 1 })
      .execute();
    const decided = await db.transaction().execute((tx) => snapshots.at({ version: version - 1, madeBy: "" }, tx));
    assert.ok(!isActive(decided.snapshot, userId), "a write was decided by what is gone");
    await snapshots.refresh();
    assert.ok(!isActive(snapshots.current().snapshot, userId), "a read was decided by what is gone");
  });

  it("follows a database that was put back and has come as far again since", async (t) => {
    const { database, snapshots } = await startSnapshots(t, { pollMs: 600_000, staleAfterMs: 600_000 });
    const { db } = database;
    const { userId } = await recoverOwner(database, "lost@example.com", now);
    await snapshots.refresh();
    const { version } = snapshots.current();
    await db.deleteFrom("users").where("id", "=", userId).execute();
    await db.deleteFrom("policy_changes").where("version", "=", version).execute();
    await db
      .updateTable("policy_version")
      .set({ version: version - 1, made_by: "before" })
      .execute();
    const { userId: there } = await recoverOwner(database, "there@example.com", now);
    const held = (): boolean[] => [userId, there].map((id) => isActive(snapshots.current().snapshot, id));
    const lock = await db.transaction().execute((tx) => lockPolicy(tx, "share"));
    const decided = await db.transaction().execute((tx) => snapshots.at(lock, tx));
    assert.deepEqual([lock.version, isActive(decided.snapshot, userId)], [version, false]);
    await snapshots.refresh();
    assert.deepEqual(held(), [false, true]);
  });
});
