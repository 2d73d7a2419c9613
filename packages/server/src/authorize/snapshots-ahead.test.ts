// What a process knows of its own commits without asking for it.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { resourceExists } from "@remit/policy";
import { CustomRoleSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { pino } from "pino";
import { runOn, sharePostgres } from "../../../../tests/harness/databases.ts";
import { makeCluster } from "../../../../tools/postgres.ts";
import { bootstrap } from "../resources/bootstrap.ts";
import { publishPolicy } from "../resources/publish-policy.ts";
import { type Database, type Db, migrate, type Tx } from "../store/database.ts";
import { emptyImage } from "../store/pglite.test-support.ts";
import { openPGlite } from "../store/pglite.ts";
import { lockPolicy } from "../store/policy-lock.ts";
import { openPostgres } from "../store/postgres.ts";
import { type Ahead, Snapshots } from "./snapshots.ts";
import type { PolicyView } from "./view.ts";

const freshPostgres = sharePostgres();
const now = new Date("2026-01-01T00:00:00Z");
const never = { pollMs: 600_000, staleAfterMs: 600_000 };

class TurnedBack extends Error {}

type Open = () => Promise<Database | string>;

/** Nothing is heard and nothing is polled: what a process knows here, it knows by itself. Null: skipped. */
async function start(t: TestContext, open: Open, wrap: (db: Db) => Db = (db) => db) {
  const opened = await open();
  if (typeof opened === "string") {
    t.skip(opened);
    return null;
  }
  await migrate(opened.db);
  await bootstrap(opened.db, "owner@example.com", now);
  const deaf: Database = { ...opened, db: wrap(opened.db), listen: async () => async () => {} };
  const snapshots = await Snapshots.start(deaf, pino({ level: "silent" }), never);
  t.after(async () => {
    await snapshots.stop();
    await opened.close();
  });
  return { db: opened.db, snapshots };
}

/** As another process does it. */
const addElsewhere = (db: Db, id: string): Promise<unknown> =>
  db.transaction().execute(async (tx) => {
    await lockPolicy(tx, "update");
    const values = { ...row(id), bindings: "{}" };
    await tx.insertInto("custom_roles").values(values).execute();
    await publishPolicy(tx, [{ kind: "custom-role", id }]);
  });

const lockView = (db: Db, snapshots: Snapshots): Promise<PolicyView> =>
  db.transaction().execute(async (tx) => snapshots.at(await lockPolicy(tx, "update"), tx));

const row = (id: string) => ({
  id,
  name: id,
  bindings: {},
  version: 1,
  state: ResourceState.ACTIVE,
  spec: toBinary(CustomRoleSpecSchema, create(CustomRoleSpecSchema, { name: id })),
  async_operation_id: "",
  created_at: now,
  updated_at: null,
});

async function addRole(tx: Tx, snapshots: Snapshots, id: string): Promise<Ahead | null> {
  const view = await snapshots.at(await lockPolicy(tx, "update"), tx);
  const role = row(id);
  const touched = [{ kind: "custom-role" as const, id, role }];
  const insert = (db: Pick<Tx, "insertInto">) => db.insertInto("custom_roles").values({ ...role, bindings: "{}" });
  const made = await publishPolicy(tx, touched, tx.with("role", insert));
  return snapshots.readAhead(tx, view, made, touched);
}

const knows = ({ snapshot }: PolicyView, id: string): boolean => resourceExists(snapshot, "custom-roles", id);

const describeCommits = (engine: string, open: Open): void =>
  void describe(`a process that commits access rules to ${engine}`, () => {
    it("decides by them from then on", async (t) => {
      const started = await start(t, open);
      if (started === null) return;
      const { db, snapshots } = started;
      const { version } = snapshots.current();
      const ahead = await db.transaction().execute((tx) => addRole(tx, snapshots, "first"));
      assert.ok(!knows(snapshots.current(), "first"), "before anybody said that it was committed");
      await snapshots.takeOver(ahead);
      assert.ok(knows(snapshots.current(), "first"));
      assert.equal(snapshots.current().version, version + 1);
    });

    it("knows them in the next transaction, even before it has heard of the commit", async (t) => {
      const started = await start(t, open);
      if (started === null) return;
      const { db, snapshots } = started;
      await db.transaction().execute((tx) => addRole(tx, snapshots, "first"));
      const view = await db.transaction().execute(async (tx) => {
        // Nothing can be read any more: what is known was known before.
        await tx.deleteFrom("custom_roles").execute();
        return snapshots.at(await lockPolicy(tx, "update"), tx);
      });
      assert.ok(knows(view, "first"));
      assert.ok(knows(snapshots.current(), "first"));
    });

    it("takes nothing for committed that came to nothing, when another one makes the version of that number", async (t) => {
      const started = await start(t, open);
      if (started === null) return;
      const { db, snapshots } = started;
      const turnedBack = db.transaction().execute(async (tx) => {
        await addRole(tx, snapshots, "never");
        throw new TurnedBack();
      });
      await assert.rejects(turnedBack, TurnedBack);
      await addElsewhere(db, "other");
      const view = await lockView(db, snapshots);
      assert.deepEqual([knows(view, "never"), knows(view, "other")], [false, true]);
    });

    it("does not forget them again when a refresh that began before ends after them", async (t) => {
      const read = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      let slow = false;
      /** The transaction of a refresh has read and not yet answered. */
      const wrap = (db: Db): Db =>
        new Proxy(db, {
          get(target, key) {
            const found = Reflect.get(target, key) as unknown;
            if (key !== "transaction" || !slow) return typeof found === "function" ? found.bind(target) : found;
            const execute = async <T>(run: (tx: Tx) => Promise<T>): Promise<T> => {
              const result = await target.transaction().setIsolationLevel("repeatable read").execute(run);
              read.resolve();
              await goOn.promise;
              return result;
            };
            return () => ({ setIsolationLevel: () => ({ execute }) });
          },
        });
      const started = await start(t, open, wrap);
      if (started === null) return;
      const { db, snapshots } = started;
      await db.transaction().execute(async (tx) => {
        await lockPolicy(tx, "update");
        await publishPolicy(tx, [{ kind: "custom-role", id: "none" }]);
      });
      slow = true;
      const refreshing = snapshots.refresh();
      await read.promise;
      const ahead = await db.transaction().execute((tx) => addRole(tx, snapshots, "first"));
      await snapshots.takeOver(ahead);
      goOn.resolve();
      await refreshing;
      assert.ok(knows(snapshots.current(), "first"));
    });
  });

describeCommits("PGlite", async () => openPGlite(null, await emptyImage()));

describeCommits("Postgres", async () => {
  const fresh = await freshPostgres();
  if (typeof fresh === "string") return fresh;
  const opened = await openPostgres({ url: fresh.url, onError: () => undefined });
  return {
    ...opened,
    close: async () => {
      await opened.close();
      await fresh[Symbol.asyncDispose]();
    },
  };
});

// Postgres numbers transactions anew from where it had written them down: the next one may have the number of the lost one.
it("a process takes nothing for committed that was lost when Postgres crashed", async (t) => {
  const cluster = await makeCluster();
  if (typeof cluster === "string") return t.skip(cluster);
  t.after(() => cluster.stop());
  assert.ok(await cluster.start());
  await runOn(cluster.url, "SELECT 1");
  const started = await start(t, () => openPostgres({ url: cluster.url, onError: () => undefined }));
  if (started === null) return;
  const { db, snapshots } = started;
  const lost = db.transaction().execute(async (tx) => {
    await addRole(tx, snapshots, "never");
    await cluster.kill();
  });
  await assert.rejects(lost);
  assert.ok(await cluster.start());
  await runOn(cluster.url, "SELECT 1");
  await addElsewhere(db, "other");
  const view = await lockView(db, snapshots);
  assert.deepEqual([knows(view, "never"), knows(view, "other")], [false, true]);
});
