import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pino } from "pino";
import { Snapshots } from "../authorize/snapshots.ts";
import { createNotifier } from "../notify/notifier.ts";
import { type Database, migrate } from "../store/database.ts";
import { openPGlite } from "../store/pglite.ts";
import { readPolicyVersion } from "../store/policy-data.ts";
import { bootstrap } from "./bootstrap.ts";
import { type TransitionDeps, transition } from "./transition.ts";

const log = pino({ level: "silent" });

interface World extends AsyncDisposable {
  readonly deps: TransitionDeps;
  readonly database: Database;
}

async function openWorld(): Promise<World> {
  const database = await openPGlite(null);
  await migrate(database.db);
  await bootstrap(database.db, "owner@example.com", new Date());
  const snapshots = await Snapshots.start(database, log);
  const notify = createNotifier({});
  const addresses = { console: "", grpc: "", mtls: "" };
  const deps = { database, snapshots, log, now: () => new Date(), audited: () => {}, notify, addresses };
  return {
    deps,
    database,
    [Symbol.asyncDispose]: async () => {
      await snapshots.stop();
      await database.close();
    },
  };
}

async function insertPending({ db }: Database, uid: string): Promise<void> {
  const nothing = new Uint8Array();
  await db
    .insertInto("operations")
    .values({
      uid,
      id: `wire-${uid}`,
      principal_id: "somebody",
      rpc: "UpdateNamespace",
      request_digest: nothing,
      request: null,
      response: nothing,
      secret: null,
      secret_expires_at: null,
      resource_type: "namespaces",
      resource_id: "orders.abc123",
      state: "PENDING",
      needs_temporal: true,
      failure_reason: "",
      created_at: new Date(),
      started_at: null,
      finished_at: null,
    })
    .execute();
}

const readState = ({ db }: Database, uid: string) =>
  db.selectFrom("operations").select(["state", "failure_reason"]).where("uid", "=", uid).executeTakeFirstOrThrow();

const readAudit = ({ db }: Database) =>
  db
    .selectFrom("audit_log")
    .select(["operation", "status", "async_operation_id"])
    .where("async_operation_id", "<>", "")
    .execute();

describe("the end of an operation", () => {
  it("happens once, whoever comes second", async () => {
    await using world = await openWorld();
    await insertPending(world.database, "a");
    let done = 0;
    const end = (failure: string | null) =>
      transition(world.deps, { uid: "a", writes: "data", failure }, async () => {
        done += 1;
      });
    await end(null);
    await end("too late");
    assert.equal(done, 1);
    assert.deepEqual(await readState(world.database, "a"), { state: "FULFILLED", failure_reason: "" });
  });

  it("does nothing for an operation that nobody accepted", async () => {
    await using world = await openWorld();
    await transition(world.deps, { uid: "made-up", writes: "policy", failure: null }, () =>
      assert.fail("was carried out"),
    );
  });

  it("adds an audit record only when it is a failure", async () => {
    await using world = await openWorld();
    await insertPending(world.database, "good");
    await insertPending(world.database, "bad");
    await transition(world.deps, { uid: "good", writes: "data", failure: null }, async () => {});
    await transition(world.deps, { uid: "bad", writes: "data", failure: "no room" }, async () => {});
    assert.deepEqual(await readState(world.database, "bad"), { state: "FAILED", failure_reason: "no room" });
    const expected = [{ operation: "UpdateNamespace", status: "FAILED", async_operation_id: "wire-bad" }];
    assert.deepEqual(await readAudit(world.database), expected);
  });

  it("publishes what decisions depend on, and leaves everything as it was when its body fails", async () => {
    await using world = await openWorld();
    const { db } = world.database;
    await insertPending(world.database, "a");
    const before = await readPolicyVersion(db);
    const broken = transition(world.deps, { uid: "a", writes: "policy", failure: null }, async (step) => {
      step.touch("project", "p");
      throw new Error("half way");
    });
    await assert.rejects(broken, /half way/);
    assert.deepEqual([await readPolicyVersion(db), (await readState(world.database, "a")).state], [before, "PENDING"]);
    await transition(world.deps, { uid: "a", writes: "policy", failure: null }, async (step) =>
      step.touch("project", "p"),
    );
    assert.equal((await readPolicyVersion(db)).version, before.version + 1);
    assert.equal(world.deps.snapshots.current().version, before.version + 1);
  });

  it("refuses to change what decisions depend on without the lock that says so", async () => {
    await using world = await openWorld();
    await insertPending(world.database, "a");
    const dishonest = transition(world.deps, { uid: "a", writes: "data", failure: null }, async (step) =>
      step.touch("project", "p"),
    );
    await assert.rejects(dishonest, /nobody locked/);
  });
});
