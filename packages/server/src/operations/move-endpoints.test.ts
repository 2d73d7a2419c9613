import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { pino } from "pino";
import { Snapshots } from "../authorize/snapshots.ts";
import { RemitError } from "../errors.ts";
import { createNotifier } from "../notify/notifier.ts";
import { bootstrap } from "../resources/bootstrap.ts";
import { type Database, migrate } from "../store/database.ts";
import { newId } from "../store/ids.ts";
import { readNamespaceByUid } from "../store/namespaces.ts";
import { insertNexusEndpoint, readNexusEndpoint, updateNexusEndpoint } from "../store/nexus-endpoints.ts";
import { insertOperation } from "../store/operations.test-support.ts";
import { type OperationRow, readOperation } from "../store/operations.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { createNexusEndpoint } from "../temporal/nexus-endpoints.ts";
import type { ApplyContext } from "./applier.ts";
import { type EndpointServer, openEndpointServer } from "./endpoint-servers.test-support.ts";
import { failOverWithEndpoints } from "./move-endpoints.ts";
import { nexusEndpointAppliers } from "./nexus-endpoints.ts";

const id = "endpoint";
const specOf = (taskQueue: string, namespaceId = "moves.abc", name = "calls") => {
  const targetSpec = { variant: { case: "workerTargetSpec" as const, value: { namespaceId, taskQueue } } };
  return toBinary(EndpointSpecSchema, create(EndpointSpecSchema, { name, targetSpec }));
};

describe("the Nexus endpoints of a Namespace that fails over", () => {
  let database: Database;
  let snapshots: Snapshots;
  let context: ApplyContext;
  let east: EndpointServer;
  let west: EndpointServer;
  const log = pino({ level: "silent" });

  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
    await bootstrap(database.db, "owner@example.com", new Date());
    snapshots = await Snapshots.start(database, log);
  });
  after(async () => {
    await snapshots.stop();
    await database.close();
  });
  beforeEach(async () => {
    for (const table of ["nexus_endpoints", "namespaces", "operations"] as const)
      await database.db.deleteFrom(table).execute();
    [east, west] = [openEndpointServer("east"), openEndpointServer("west")];
    const deps = { database, snapshots, log, now: () => new Date(), audited: () => {}, notify: createNotifier({}) };
    const ofRegion = (region: string) => (region === "aws-east" ? east : west).connection;
    context = { deps, servers: { ofRegion, all: [east.connection, west.connection] } } as unknown as ApplyContext;
    await insertNamespace("moves", ResourceState.UPDATING);
    await insertNamespace("stays", ResourceState.ACTIVE);
    await insertOperation(database.db, { uid: "failover", id: "failover", resource_id: "moves.abc" });
  });

  async function insertNamespace(uid: string, state: ResourceState): Promise<void> {
    const { id: project_id } = await database.db.selectFrom("projects").select("id").executeTakeFirstOrThrow();
    const spec = toBinary(NamespaceSpecSchema, create(NamespaceSpecSchema));
    const common = { version: 1, created_at: new Date(), updated_at: null, failure_reason: "", tags: "{}" };
    const place = { active_region: "aws-east", project_id, async_operation_id: "failover" };
    const row = { ...common, ...place, uid, id: `${uid}.abc`, state, spec, desired: null };
    await database.db.insertInto("namespaces").values(row).execute();
  }

  async function insertEndpoint(state: ResourceState = ResourceState.ACTIVE): Promise<void> {
    const isThere = state === ResourceState.ACTIVE;
    const target = { namespace: "moves.abc", taskQueue: "old" };
    const made = isThere ? await createNexusEndpoint(east.connection, { name: "calls", target }) : null;
    const { id: project_id } = await database.db.selectFrom("projects").select("id").executeTakeFirstOrThrow();
    const about = { id, name: "calls", project_id, target_namespace_uid: "moves", target_task_queue: "old" };
    const row = { ...about, spec: specOf("old"), desired: null, server_id: made?.id ?? "", failure_reason: "", state };
    const common = { version: 1, async_operation_id: "", created_at: new Date(), updated_at: null };
    await database.db.transaction().execute((tx) => insertNexusEndpoint(tx, { ...row, ...common }));
  }

  /** Accepts it, as its RPC does. */
  async function accept(rpc: string, change: Parameters<typeof updateNexusEndpoint>[2]): Promise<OperationRow> {
    const uid = newId();
    await insertOperation(database.db, { uid, id: uid, rpc, resource_type: "nexus-endpoints", resource_id: id });
    const accepted = { ...change, async_operation_id: uid };
    await database.db.transaction().execute((tx) => updateNexusEndpoint(tx, id, accepted));
    return (await readOperation(database.db, uid)) ?? assert.fail("it was not accepted");
  }

  const acceptUpdate = (desired: Uint8Array) =>
    accept("UpdateNexusEndpoint", { desired, state: ResourceState.UPDATING });
  const acceptDeletion = () => accept("DeleteNexusEndpoint", { state: ResourceState.DELETING });
  const carryOut = async (operation: OperationRow) =>
    nexusEndpointAppliers[operation.rpc]?.carryOut(context, operation);

  async function failOver(): Promise<void> {
    const row = (await readNamespaceByUid(database.db, "moves")) ?? assert.fail("there is no Namespace");
    const operation = (await readOperation(database.db, "failover")) ?? assert.fail("there is no failover");
    await failOverWithEndpoints(context, operation, row, { from: east, to: west, region: "aws-west" });
    assert.equal((await readNamespaceByUid(database.db, "moves"))?.active_region, "aws-west");
  }

  /** What is on the servers, and that the row names what is there. */
  async function found(on: EndpointServer | null): Promise<{ east: string[]; west: string[] }> {
    const row = await readNexusEndpoint(database.db, id);
    if (on === null) assert.equal(row, undefined);
    else assert.ok((await on.connection.operatorService.getNexusEndpoint({ id: row?.server_id ?? "" })).endpoint);
    return { east: east.list(), west: west.list() };
  }

  it("go along", async () => {
    await insertEndpoint();
    await failOver();
    assert.deepEqual(await found(west), { east: [], west: ["calls → old"] });
  });

  const meanwhiles: [string, () => Promise<OperationRow>, () => EndpointServer | null, string[], string[]][] = [
    ["that are changed", () => acceptUpdate(specOf("new")), () => west, [], ["calls → new"]],
    ["that are renamed", () => acceptUpdate(specOf("old", "moves.abc", "named")), () => west, [], ["named → old"]],
    ["that are redirected", () => acceptUpdate(specOf("old", "stays.abc")), () => east, ["calls → old"], []],
    ["that are deleted", acceptDeletion, () => null, [], []],
  ];
  for (const [which, acceptOne, on, onEast, onWest] of meanwhiles) {
    it(`${which} once they are copied end up as they were changed, and nothing is left over`, async () => {
      await insertEndpoint();
      west.after("createNexusEndpoint", async () => carryOut(await acceptOne()));
      await failOver();
      assert.deepEqual(await found(on()), { east: onEast, west: onWest });
    });

    it(`${which} while the failover ends are done again where they are then`, async () => {
      await insertEndpoint();
      const operation = await acceptOne();
      east.after(operation.rpc === "DeleteNexusEndpoint" ? "deleteNexusEndpoint" : "updateNexusEndpoint", failOver);
      await assert.rejects(
        carryOut(operation),
        (error) => error instanceof RemitError && error.code === Code.Unavailable,
      );
      await carryOut(operation);
      assert.deepEqual(await found(on()), { east: onEast, west: onWest });
    });
  }

  it("that are being made meanwhile are made where it is then", async () => {
    await insertEndpoint(ResourceState.ACTIVATING);
    const operation = await accept("CreateNexusEndpoint", {});
    east.after("createNexusEndpoint", failOver);
    await assert.rejects(
      carryOut(operation),
      (error) => error instanceof RemitError && error.code === Code.Unavailable,
    );
    assert.deepEqual(east.list(), []);
    await carryOut(operation);
    assert.deepEqual(await found(west), { east: [], west: ["calls → old"] });
  });

  it("are brought up to date where an earlier failover has left them behind", async () => {
    await insertEndpoint();
    const left = { name: "calls", target: { namespace: "moves.abc", taskQueue: "older" } };
    await createNexusEndpoint(west.connection, left);
    await failOver();
    assert.deepEqual(await found(west), { east: [], west: ["calls → old"] });
  });

  it("do not replace one of the server's own that leads elsewhere, and the failover ends all the same", async () => {
    await insertEndpoint();
    await createNexusEndpoint(west.connection, { name: "calls", target: { namespace: "others", taskQueue: "theirs" } });
    await failOver();
    assert.deepEqual(await found(east), { east: ["calls → old"], west: ["calls → theirs"] });
  });

  it("whose creation came to nothing here, though not on the server, are deleted there, and no namesake is", async () => {
    for (const [taskQueue, left] of [
      ["old", []],
      ["theirs", ["calls → theirs"]],
    ] as const) {
      await insertEndpoint(ResourceState.ACTIVATION_FAILED);
      await createNexusEndpoint(east.connection, { name: "calls", target: { namespace: "moves.abc", taskQueue } });
      await carryOut(await acceptDeletion());
      assert.deepEqual(await found(null), { east: left, west: [] });
    }
  });
});
