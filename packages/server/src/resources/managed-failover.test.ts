import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  Capacity_Request_State,
  Capacity_RequestSchema,
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { sql } from "kysely";
import { pino } from "pino";
import { Snapshots } from "../authorize/snapshots.ts";
import { type Database, migrate } from "../store/database.ts";
import { newId } from "../store/ids.ts";
import { readNamespaceByUid } from "../store/namespaces.ts";
import { insertOperation } from "../store/operations.test-support.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { bootstrap } from "./bootstrap.ts";
import {
  beginManagedFailovers,
  findSuccessor,
  judgeServers,
  type ManagedFailoverDeps,
  type Verdict,
} from "./managed-failover.ts";
import { type Region, toRegion } from "./regions.ts";

const rule = { afterSeconds: 60, pauseMinutes: 30 };
const region = (id: string, server: string): Region => toRegion({ id, server }, true);
const regions = [region("aws-east", "e"), region("aws-west", "w"), region("aws-near", "e"), region("aws-far", "f")];
const eastIsAway: Verdict = { away: new Set(["e"]), there: new Set(["w", "f"]) };

const specOf = (names: readonly string[], disableManagedFailover?: boolean): NamespaceSpec =>
  create(NamespaceSpecSchema, {
    replicas: names.map((name) => ({ region: name })),
    ...(disableManagedFailover !== undefined && { highAvailability: { disableManagedFailover } }),
  });

describe("who takes over", () => {
  const cases: [string, NamespaceSpec, string, Verdict, string | null][] = [
    ["the other region, whose server is there", specOf(["aws-east", "aws-west"]), "aws-east", eastIsAway, "aws-west"],
    [
      "the first in the Namespace's order",
      specOf(["aws-east", "aws-far", "aws-west"]),
      "aws-east",
      eastIsAway,
      "aws-far",
    ],
    ["nobody while the active server is there", specOf(["aws-west", "aws-far"]), "aws-west", eastIsAway, null],
    ["nobody on the same server", specOf(["aws-east", "aws-near"]), "aws-east", eastIsAway, null],
    ["nobody for a Namespace that said no", specOf(["aws-east", "aws-west"], true), "aws-east", eastIsAway, null],
    ["somebody for one that said yes", specOf(["aws-east", "aws-west"], false), "aws-east", eastIsAway, "aws-west"],
    [
      "nobody whose own health is not sure",
      specOf(["aws-east", "aws-west"]),
      "aws-east",
      { away: new Set(["e"]), there: new Set() },
      null,
    ],
  ];
  for (const [says, spec, active, verdict, successor] of cases)
    it(`is ${says}`, () => assert.equal(findSuccessor(spec, active, regions, verdict), successor));

  it("goes by what has lasted for the time that was set, and by what all agree on", () => {
    const verdict = judgeServers(
      [
        { server: "a", healthy: false, seconds: 60 },
        { server: "b", healthy: false, seconds: 59 },
        { server: "c", healthy: null, seconds: 600 },
        { server: "d", healthy: true, seconds: 61 },
        { server: "e", healthy: true, seconds: 1 },
      ],
      rule,
    );
    assert.deepEqual(verdict, { away: new Set(["a"]), there: new Set(["d"]) });
  });
});

describe("a managed failover", () => {
  let database: Database;
  let snapshots: Snapshots;
  let deps: ManagedFailoverDeps;
  const log = pino({ level: "silent" });
  let now = new Date();

  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
    await bootstrap(database.db, "owner@example.com", now);
    snapshots = await Snapshots.start(database, log);
    deps = { database, snapshots, regions, log, now: () => now, audited: () => {} };
  });
  after(async () => {
    await snapshots.stop();
    await database.close();
  });

  async function insertNamespace(state: number, operationId = ""): Promise<string> {
    await database.db.deleteFrom("namespaces").execute();
    const { id: project } = await database.db.selectFrom("projects").select("id").executeTakeFirstOrThrow();
    const uid = newId();
    const spec = toBinary(NamespaceSpecSchema, specOf(["aws-east", "aws-west"]));
    const common = { version: 1, created_at: now, updated_at: null, async_operation_id: operationId, tags: "{}" };
    await database.db
      .insertInto("namespaces")
      .values({
        ...common,
        uid,
        id: `n${uid}.abc`,
        state,
        spec,
        desired: spec,
        project_id: project,
        active_region: "aws-east",
        failure_reason: "",
      })
      .execute();
    return uid;
  }

  const read = async (uid: string) => (await readNamespaceByUid(database.db, uid)) ?? assert.fail("it is gone");
  const operationOf = (id: string) =>
    database.db.selectFrom("operations").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const begin = (verdict = eastIsAway) => beginManagedFailovers(deps, verdict, rule);

  it("is one operation in the system's name, with its record, whoever else finds the same", async () => {
    const uid = await insertNamespace(ResourceState.ACTIVE);
    assert.deepEqual(await Promise.all([begin(), begin(), begin()]).then((begun) => begun.sort()), [0, 0, 1]);
    const row = await read(uid);
    assert.deepEqual([row.state, row.active_region], [ResourceState.UPDATING, "aws-east"]);
    const operation = await operationOf(row.async_operation_id);
    assert.deepEqual(
      [operation.rpc, operation.state, operation.needs_temporal],
      ["FailoverNamespaceRegion", "PENDING", true],
    );
    const records = await database.db
      .selectFrom("audit_log")
      .select(["operation", "principal_type", "principal_name"])
      .where("async_operation_id", "=", operation.id)
      .execute();
    const record = {
      operation: "FailoverNamespaceRegion",
      principal_type: "system",
      principal_name: "managed failover",
    };
    assert.deepEqual(records, [record]);
  });

  it("is not followed by another one for a while, nor by a way back", async () => {
    const uid = await insertNamespace(ResourceState.ACTIVE);
    assert.equal(await begin(), 1);
    const done = { state: ResourceState.ACTIVE, active_region: "aws-west" };
    await database.db.updateTable("namespaces").set(done).where("uid", "=", uid).execute();
    assert.equal(await begin({ away: new Set(), there: new Set(["e", "w"]) }), 0);
    const westIsAway: Verdict = { away: new Set(["w"]), there: new Set(["e"]) };
    assert.equal(await begin(westIsAway), 0);
    now = new Date(now.getTime() + (rule.pauseMinutes + 1) * 60_000);
    assert.equal(await begin(westIsAway), 1);
  });

  it("takes the place of a change that waits for the server, which has failed then, and of no new one", async () => {
    await insertOperation(database.db, { uid: newId(), id: "stuck", created_at: now });
    const uid = await insertNamespace(ResourceState.UPDATING, "stuck");
    assert.equal(await begin(), 0);
    now = new Date(now.getTime() + 31_000);
    assert.equal(await begin(), 1);
    const row = await read(uid);
    assert.deepEqual([row.state, row.desired], [ResourceState.UPDATING, null]);
    const { state, failure_reason } = await operationOf("stuck");
    assert.equal(state, "FAILED");
    assert.match(failure_reason, /a failover took its place/);
  });

  it("ends the request for capacity that the change had made", async () => {
    const request = create(Capacity_RequestSchema, {
      asyncOperationId: "asks",
      state: Capacity_Request_State.CAPACITY_REQUEST_IN_PROGRESS,
    });
    await insertOperation(database.db, { uid: newId(), id: "asks", created_at: now });
    const uid = await insertNamespace(ResourceState.UPDATING, "asks");
    const asked = { capacity_request: toBinary(Capacity_RequestSchema, request) };
    await database.db.updateTable("namespaces").set(asked).where("uid", "=", uid).execute();
    now = new Date(now.getTime() + 31_000);
    assert.equal(await begin(), 1);
    const { state, endTime } = fromBinary(
      Capacity_RequestSchema,
      (await read(uid)).capacity_request ?? assert.fail("nothing is said of it"),
    );
    assert.equal(state, Capacity_Request_State.CAPACITY_REQUEST_FAILED);
    assert.deepEqual(endTime, timestampFromDate(now));
  });

  it("of one Namespace goes on when that of another one fails, whatever the reason", async () => {
    const [refused, other] = [await insertNamespace(ResourceState.ACTIVE), newId()];
    const { tags: _tags, ...row } = await read(refused);
    await database.db
      .insertInto("namespaces")
      .values({ ...row, tags: "{}", uid: other, id: `n${other}.abc` })
      .execute();
    await sql`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.uid = ${sql.lit(refused)} THEN RAISE 'deadlock' USING ERRCODE = '40P01'; END IF; RETURN NEW; END $$`.execute(
      database.db,
    );
    await sql`CREATE TRIGGER refuse BEFORE UPDATE ON namespaces FOR EACH ROW EXECUTE FUNCTION refuse()`.execute(
      database.db,
    );
    assert.equal(await begin(), 1);
    assert.deepEqual(
      [(await read(refused)).state, (await read(other)).state],
      [ResourceState.ACTIVE, ResourceState.UPDATING],
    );
    await sql`DROP TRIGGER refuse ON namespaces`.execute(database.db);
  });

  it("leaves alone what is being made or deleted", async () => {
    for (const state of [ResourceState.ACTIVATING, ResourceState.DELETING, ResourceState.ACTIVATION_FAILED]) {
      const uid = await insertNamespace(state);
      assert.equal(await begin(), 0);
      assert.equal((await read(uid)).state, state);
    }
  });
});
