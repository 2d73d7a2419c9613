// What is left of calls on the data plane: records for whoever must know, numbers for whoever watches, and no secret.
import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { after, before, describe, it, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { pino } from "pino";
import { verifyChain } from "../../packages/server/src/audit/chain.ts";
import { usuallyAudited } from "../../packages/server/src/config/gateway.ts";
import { type TestServer, temporalForTest } from "../../tools/temporal-for-test.ts";
import { sharePostgres } from "../harness/databases.ts";
import { connectToGateway, startGatewayWorker } from "../harness/gateway-clients.ts";
import { refusalOf, withLevel } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { listTables, type ObservedPlane, observePlane } from "../harness/observed-plane.ts";

const taskQueue = "orders";
const payload = "a-payload-of-nobody's-business";
const permissionDenied = 7;
const internal = 13;
const workflowsPath = fileURLToPath(
  new URL("../../packages/server/src/gateway/transport/testing/workflows.ts", import.meta.url),
);
const freshPostgres = sharePostgres();

describe("what is left of calls", () => {
  const logged: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged.push(chunk.toString());
      done();
    },
  });
  let plane: ObservedPlane | string = "not started";
  let temporal: TestServer | string = "not started";
  before(async () => {
    temporal = await temporalForTest();
    if (typeof temporal === "string") {
      plane = temporal;
      return;
    }
    const fresh = await freshPostgres();
    if (typeof fresh === "string") {
      plane = fresh;
      return;
    }
    plane = await observePlane(fresh, {
      temporalAddress: temporal.address,
      log: pino({ level: "trace" }, sink),
      gateway: {
        audit: usuallyAudited,
        metrics: { host: "127.0.0.1", port: 0 },
        secondLock: { refreshSeconds: 0, audience: null, rotateHours: 24 },
      },
    });
  });
  after(async () => {
    if (typeof plane !== "string") await plane[Symbol.asyncDispose]();
    if (typeof temporal !== "string") await temporal.stop();
  });

  function onPlane(promise: string, prove: (plane: ObservedPlane) => Promise<void>): void {
    it(promise, async (t: TestContext) => {
      if (typeof plane === "string") return t.skip(plane);
      await prove(plane);
    });
  }

  onPlane("are records of what ends, changes or removes work: who, what, from where, and no payload", async (plane) => {
    const { namespace } = await makeNamespace(plane.owner);
    const { id, key, keyId } = await withLevel(plane, namespace, "WRITE");
    await using caller = await connectToGateway(plane.gatewayAddress, key, namespace);
    const { workflow } = caller.client;
    const start = (workflowId: string) => workflow.start("count", { taskQueue: "nobody", workflowId, args: [payload] });
    const stuck = await start("stuck");
    await stuck.describe();
    await stuck.cancel();
    await stuck.signal("add", payload);
    await workflow.signalWithStart("count", {
      taskQueue: "nobody",
      workflowId: "signalled",
      signal: "add",
      signalArgs: [payload],
    });
    await stuck.terminate(payload);
    await caller.connection.workflowService.deleteWorkflowExecution({
      namespace,
      workflowExecution: { workflowId: "stuck" },
    });
    await caller.connection.workflowService.startBatchOperation({
      namespace,
      jobId: "all",
      reason: payload,
      visibilityQuery: "WorkflowId = 'none'",
      signalOperation: { signal: "add", identity: "test" },
    });
    await start("replaced");
    await workflow.start("count", {
      taskQueue: "nobody",
      workflowId: "replaced",
      workflowIdConflictPolicy: "TERMINATE_EXISTING",
    });

    const records = await plane.database.db
      .selectFrom("audit_log")
      .selectAll()
      .where("principal_id", "=", id)
      .orderBy("emit_time")
      .orderBy("log_id")
      .execute();
    assert.deepEqual(
      records.map(({ operation, details }) => [
        operation,
        details.workflow_id ?? details.job_id,
        details.besides ?? null,
      ]),
      [
        ["SignalWorkflowExecution", "stuck", null],
        ["SignalWithStartWorkflowExecution", "signalled", null],
        ["TerminateWorkflowExecution", "stuck", null],
        ["DeleteWorkflowExecution", "stuck", null],
        ["StartBatchOperation", "all", "temporal.workflow.signal"],
        ["StartWorkflowExecution", "replaced", "temporal.workflow.terminate"],
      ],
    );
    for (const record of records) {
      assert.equal(record.details.namespace, namespace);
      assert.equal(record.api_key_id, keyId);
      assert.equal(record.x_forwarded_for, "127.0.0.1");
      assert.equal(record.status, "OK");
    }
    assert.ok(!JSON.stringify(records).includes(payload));
    assert.ok((await verifyChain(plane.database.db)).ok);
  });

  onPlane("are written before the call goes on, and without its record no such call does", async (plane) => {
    const { namespace } = await makeNamespace(plane.owner);
    await using caller = await connectToGateway(plane.gatewayAddress, plane.ownerKey, namespace);
    const { workflow } = caller.client;
    const kept = await workflow.start("count", { taskQueue: "nobody", workflowId: "kept" });
    const { db } = plane.database;
    await sql`ALTER TABLE audit_log RENAME TO audit_log_away`.execute(db);
    try {
      const refusal = await refusalOf(kept.terminate());
      assert.equal(refusal.code, internal, refusal.details);
      assert.equal((await kept.describe()).status.name, "RUNNING");
    } finally {
      await sql`ALTER TABLE audit_log_away RENAME TO audit_log`.execute(db);
    }
    await kept.terminate();
    assert.equal((await kept.describe()).status.name, "TERMINATED");
  });

  onPlane("are numbers by Namespace and operation, by no caller and no workflow", async (plane) => {
    const { namespace } = await makeNamespace(plane.owner);
    const { id, key, keyId } = await withLevel(plane, namespace, "WRITE");
    const running = { address: plane.gatewayAddress, key, namespace, taskQueue, workflowsPath };
    {
      await using _worker = await startGatewayWorker({
        ...running,
        activities: { echo: async (text: string) => text },
      });
      await using caller = await connectToGateway(plane.gatewayAddress, key, namespace);
      const { workflow } = caller.client;
      const counting = await workflow.start("count", { taskQueue, workflowId: "counted-workflow" });
      await counting.signal("add", 2);
      assert.equal(await counting.executeUpdate("addAndTell", { args: [3] }), 5);
      assert.equal(await counting.query("total"), 5);
      await counting.signal("finish");
      assert.equal(await counting.result(), 5);
      const elsewhere = caller.connection.workflowService.describeNamespace({ namespace: "nowhere.a1b2c3" });
      assert.equal((await refusalOf(elsewhere)).code, permissionDenied);
    }
    const text = await (await fetch(`http://127.0.0.1:${plane.plane.gateway?.metricsPort}/metrics`)).text();
    const readValue = (line: RegExp): number => Number(line.exec(text)?.[1] ?? Number.NaN);
    const labels = `temporal_namespace="${namespace}",operation="temporal.workflow.start",method="StartWorkflowExecution",grpc_code="0"`;
    assert.equal(readValue(new RegExp(`^remit_gateway_requests_total\\{${labels}\\} (\\d+)$`, "m")), 1);
    // Started, signalled twice, updated, queried.
    const actions = new RegExp(`^remit_gateway_actions_total\\{temporal_namespace="${namespace}"\\} (\\d+)$`, "m");
    assert.equal(readValue(actions), 5);
    assert.match(text, /^remit_gateway_refused_total\{method="DescribeNamespace",grpc_code="7"\} \d+$/m);
    assert.ok(!text.includes("nowhere"), "nobody makes series by asking for names");
    assert.match(text, /^remit_gateway_open_calls \d+$/m);
    for (const secret of [id, key, keyId, "counted-workflow", "127.0.0.1"]) assert.ok(!text.includes(secret), secret);
  });

  onPlane("hold neither a caller's key nor a token of the gateway's, in whatever place", async (plane) => {
    const { namespace } = await makeNamespace(plane.owner);
    const { key } = await withLevel(plane, namespace, "WRITE");
    await using caller = await connectToGateway(plane.gatewayAddress, key, namespace);
    const { workflow } = caller.client;
    const handle = await workflow.start("count", { taskQueue: "nobody", workflowId: "secret" });
    await handle.signal("add", 1);
    await handle.terminate("enough");
    await using broken = await connectToGateway(plane.gatewayAddress, `${key}x`, namespace);
    await refusalOf(broken.connection.workflowService.getSystemInfo({}));
    const tables: string[] = [];
    for (const table of await listTables(plane.database.db)) {
      const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(table)} t`.execute(
        plane.database.db,
      );
      tables.push(...rows.map(({ row }) => row));
    }
    const history = JSON.stringify(await handle.fetchHistory());
    const metrics = await (await fetch(`http://127.0.0.1:${plane.plane.gateway?.metricsPort}/metrics`)).text();
    const places = { logs: logged.join(""), tables: tables.join("\n"), history, metrics };
    assert.ok(places.logs.length > 0 && places.tables.includes("TerminateWorkflowExecution"));
    const secret = key.replace(/^remit_key_/, "");
    for (const [place, text] of Object.entries(places)) {
      assert.ok(!text.includes(secret), `a key is in the ${place}`);
      assert.ok(!/eyJ[\w-]{10,}\.eyJ/.test(text), `a token is in the ${place}`);
    }
  });
});
