// The shapes of advisories about Temporal's server and its like, end to end: each is refused at the gateway, and each is
// shown to be real by somebody who may do it, or where nobody checks.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe } from "node:test";
import { knownPaths } from "../../packages/server/src/gateway/route.ts";
import { refusalOf, withOperations } from "../harness/gateway-roles.ts";
import { type StockWorld, shareStockWorld } from "../harness/stock-world.ts";
import { chunk, frame } from "./gateway-stock/encode.ts";
import { pollWorkflowTask } from "./gateway-stock/real-tasks.ts";
import { openLine } from "./gateway-stock/send.ts";

type Connection = StockWorld["internal"];

const [ok, unknown, invalidArgument, notFound] = [0, 2, 3, 5];
const [permissionDenied, unimplemented, unauthenticated] = [7, 12, 16];
/** Of a stream that the server's own check refuses. */
const closedStream = { code: unknown, message: "Request unauthorized." };
const any = { workflowType: { name: "any" }, taskQueue: { name: "nobody-polls" } };

const start = ({ workflowService }: Connection, namespace: string, more: object = {}) => {
  const workflowId = randomUUID();
  return workflowService
    .startWorkflowExecution({ namespace, workflowId, requestId: workflowId, ...any, ...more })
    .then(() => workflowId);
};

const kindsOfEvents = async ({ workflowService }: Connection, namespace: string, workflowId: string) => {
  const { history } = await workflowService.getWorkflowExecutionHistory({ namespace, execution: { workflowId } });
  return (history?.events ?? []).map(({ eventType }) => eventType);
};

/** Until it is so; a file's time limit ends what never is. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe("an attack on a stock server through the gateway", () => {
  const onStock = shareStockWorld({ "system.enableCrossNamespaceCommands": true });

  // CVE-2025-14986
  onStock("requests inside a request name its own Namespace, whoever sends them", async (world) => {
    const { own, other, internal, ofOwn, ofBoth } = world;
    const workflowId = randomUUID();
    const send = (at: Connection, outer: string, inner: string) => {
      const startWorkflow = { namespace: inner, workflowId, requestId: workflowId, ...any };
      const input = { name: "any" };
      const updateWorkflow = {
        namespace: inner,
        workflowExecution: { workflowId },
        request: { input, meta: { updateId: "u" } },
        waitPolicy: { lifecycleStage: 2 },
      };
      return at.workflowService.executeMultiOperation({
        namespace: outer,
        operations: [{ startWorkflow }, { updateWorkflow }],
      });
    };
    for (const from of [ofOwn, ofBoth]) {
      const refusal = await refusalOf(send(from, own.name, other.name));
      assert.equal(refusal.code, invalidArgument);
      assert.match(refusal.details, /a request inside this one names/);
    }
    assert.equal((await refusalOf(kindsOfEvents(internal, other.name, workflowId))).code, notFound);
    // Whoever may do it there does it there: it starts, and waits for a worker.
    const waiting = ofBoth.withDeadline(Date.now() + 60_000, () => send(ofBoth, other.name, other.name));
    waiting.catch(() => undefined);
    await until(() =>
      kindsOfEvents(internal, other.name, workflowId).then(
        () => true,
        () => false,
      ),
    );
  });

  // CVE-2025-14987
  const commands = {
    signal: {
      commandType: 12,
      attributes: (namespace: string, workflowId: string) => ({
        signalExternalWorkflowExecutionCommandAttributes: { namespace, execution: { workflowId }, signalName: "any" },
      }),
      // EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
      seenAs: 26,
    },
    cancel: {
      commandType: 8,
      attributes: (namespace: string, workflowId: string) => ({
        requestCancelExternalWorkflowExecutionCommandAttributes: { namespace, workflowId },
      }),
      // EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED
      seenAs: 20,
    },
    start: {
      commandType: 11,
      attributes: (namespace: string, workflowId: string) => ({
        startChildWorkflowExecutionCommandAttributes: { namespace, workflowId: `${workflowId}-child`, ...any },
      }),
      // EVENT_TYPE_WORKFLOW_EXECUTION_STARTED
      seenAs: 1,
    },
  };
  for (const [operation, { commandType, attributes, seenAs }] of Object.entries(commands))
    onStock(`a workflow's command to ${operation} in another Namespace needs the right there`, async (world) => {
      const { own, other, internal, ofOwn, ofBoth, direct } = world;
      const target = await start(internal, other.name);
      const { token: taskToken } = await pollWorkflowTask(internal, own.name);
      const respond = ({ workflowService }: Connection) =>
        workflowService.respondWorkflowTaskCompleted({
          namespace: own.name,
          taskToken,
          commands: [{ commandType, ...attributes(other.name, target) }],
        });
      const { code, details } = await refusalOf(respond(ofOwn));
      assert.equal(code, permissionDenied);
      assert.match(details, new RegExp(`temporal\\.workflow\\.${operation} on namespace "${other.name}" is needed`));
      // The second lock holds without the gateway, too.
      assert.equal((await refusalOf(respond(direct))).code, permissionDenied);
      // With both rights it passes both locks, and is done.
      await respond(ofBoth);
      const seenIn = operation === "start" ? `${target}-child` : target;
      await until(() =>
        kindsOfEvents(internal, other.name, seenIn).then(
          (kinds) => kinds.includes(seenAs),
          () => false,
        ),
      );
    });

  // CVE-2026-5199
  onStock("nobody hands work to the server's own worker, which would do it anywhere", async (world) => {
    const { own, other, ofBoth, direct } = world;
    const batch = { namespace: other.name, batchType: "terminate", query: "", reason: "any" };
    const payload = { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from(JSON.stringify(batch)) };
    const input = { payloads: [payload] };
    const ways = {
      queue: { taskQueue: { name: "temporal-sys-per-ns-tq" }, input },
      partition: { taskQueue: { name: "/_sys/temporal-sys-per-ns-tq/1" }, input },
      type: { workflowType: { name: "temporal-sys-batch-workflow" }, input },
      id: { workflowId: `temporal-sys-scheduler:${randomUUID()}`, input },
    };
    for (const way of Object.values(ways)) {
      const refusal = await refusalOf(start(ofBoth, own.name, way));
      assert.equal(refusal.code, permissionDenied);
      assert.match(refusal.details, /what Temporal's server keeps for itself/);
    }
    // The server itself closes the queue since; what its worker would run, and under which names, it leaves open.
    for (const way of [ways.queue, ways.partition])
      assert.equal((await refusalOf(start(direct, own.name, way))).code, invalidArgument);
    for (const way of [ways.type, ways.id]) await start(direct, own.name, way);
  });

  onStock("a batch is not a way around the right to terminate", async (world) => {
    const { plane, own, internal, direct, connect } = world;
    const target = await start(internal, own.name);
    const { key } = await withOperations(plane, own.name, ["temporal.batch.start", "temporal.workflow.signal"]);
    const send = ({ workflowService }: Connection) =>
      workflowService.startBatchOperation({
        namespace: own.name,
        jobId: randomUUID(),
        reason: "any",
        executions: [{ workflowId: target }],
        terminationOperation: { identity: "any" },
      });
    const { code, details } = await refusalOf(send(connect(key)));
    assert.equal(code, permissionDenied);
    assert.match(details, /temporal\.workflow\.terminate/);
    await send(direct);
    // EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED
    await until(async () => (await kindsOfEvents(internal, own.name, target)).includes(27));
  });

  // CVE-2026-5724
  onStock(
    "streams, reflection and the administrators' service are not there, and nothing is without a credential",
    async (world) => {
      const { plane, stock } = world;
      using gateway = openLine(plane.gatewayAddress);
      using internal = openLine(stock.internal);
      for (const path of knownPaths)
        assert.equal((await gateway.send({ path, body: frame(Buffer.alloc(0)) }, null)).code, unauthenticated, path);
      const admin = "/temporal.server.api.adminservice.v1.AdminService";
      const listServices = frame(chunk(7, "*"));
      const nothing = frame(Buffer.alloc(0));
      /** What the server itself has there: on its frontend that checks nobody, as far as that lets anybody use it. */
      const there = {
        [`${admin}/DescribeCluster`]: { body: nothing, answer: { code: ok, message: "" } },
        [`${admin}/StreamWorkflowReplicationMessages`]: {
          body: nothing,
          answer: { code: unknown, message: "missing cluster & shard ID metadata" },
        },
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo": { body: listServices, answer: closedStream },
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo": { body: listServices, answer: closedStream },
        "/grpc.health.v1.Health/Watch": { body: nothing, answer: closedStream },
      };
      for (const [path, { body, answer }] of Object.entries(there)) {
        // No message, one, and more than one: whatever kind of stream it is.
        for (const sent of [Buffer.alloc(0), body, Buffer.concat([body, body])])
          for (const credential of [null, `Bearer ${plane.ownerKey}`])
            assert.notEqual((await gateway.send({ path, body: sent }, credential)).code, ok, path);
        assert.equal((await gateway.send({ path, body }, `Bearer ${plane.ownerKey}`)).code, unimplemented, path);
        const { code, message } = await internal.send({ path, body }, null);
        assert.deepEqual({ code, message }, answer, path);
      }
    },
  );
});
