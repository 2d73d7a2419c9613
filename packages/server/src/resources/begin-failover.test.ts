import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as immediately } from "node:timers/promises";
import { create, toBinary } from "@bufbuild/protobuf";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { sql } from "kysely";
import { pino } from "pino";
import { sharePostgres } from "../../../../tests/harness/databases.ts";
import { Snapshots } from "../authorize/snapshots.ts";
import { type Database, migrate } from "../store/database.ts";
import { lockNamespace, updateNamespace } from "../store/namespaces.ts";
import { insertOperation } from "../store/operations.test-support.ts";
import { endOperation, lockOperationByWireId } from "../store/operations.ts";
import { openPostgres } from "../store/postgres.ts";
import { lockForFailover } from "./begin-failover.ts";
import { bootstrap } from "./bootstrap.ts";

const freshPostgres = sharePostgres();
const id = "orders.abc123";

describe("the beginning of a failover", () => {
  it("waits for a change that ends at the same time, and never the two for each other", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using _dropped = fresh;
    const database = await openPostgres({ url: fresh.url, onError: () => undefined });
    await migrate(database.db);
    await bootstrap(database.db, "owner@example.com", new Date());
    const snapshots = await Snapshots.start(database, pino({ level: "silent" }));
    await insertNamespace(database);
    await insertOperation(database.db, { uid: "op", id: "stuck", created_at: new Date(0) });
    await using opened = new AsyncDisposableStack();
    opened.defer(() => database.close());
    opened.defer(() => snapshots.stop());
    let failingOver: Promise<{ readonly state: number }> | undefined;
    // As whatever ends an operation: that one first, then what waits for it.
    await database.db.transaction().execute(async (tx) => {
      await lockOperationByWireId(tx, "stuck");
      failingOver = database.db.transaction().execute((other) => lockForFailover(other, { snapshots }, id, new Date()));
      while (!(await somebodyWaits(database))) await immediately();
      await lockNamespace(tx, id);
      await updateNamespace(tx, "ns", { state: ResourceState.ACTIVE, desired: null });
      await endOperation(tx, "op", { state: "FULFILLED", failureReason: "", now: new Date() });
    });
    assert.equal((await failingOver)?.state, ResourceState.ACTIVE);
  });
});

async function insertNamespace({ db }: Database): Promise<void> {
  const { id: project } = await db.selectFrom("projects").select("id").executeTakeFirstOrThrow();
  const spec = toBinary(NamespaceSpecSchema, create(NamespaceSpecSchema));
  await db
    .insertInto("namespaces")
    .values({
      uid: "ns",
      id,
      state: ResourceState.UPDATING,
      spec,
      desired: spec,
      project_id: project,
      active_region: "aws-east",
      failure_reason: "",
      version: 1,
      async_operation_id: "stuck",
      created_at: new Date(),
      updated_at: null,
      tags: "{}",
    })
    .execute();
}

const somebodyWaits = async ({ db }: Database): Promise<boolean> =>
  (await sql`SELECT 1 FROM pg_locks WHERE NOT granted`.execute(db)).rows.length > 0;
