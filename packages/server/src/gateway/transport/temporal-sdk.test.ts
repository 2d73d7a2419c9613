// Temporal's own client and worker live their normal life through the transport, against a real server.
import assert from "node:assert/strict";
import { after, before, it, type TestContext } from "node:test";
import { CancelledFailure, Context } from "@temporalio/activity";
import { Client, Connection, isGrpcServiceError, WorkflowFailedError } from "@temporalio/client";
import { bundleWorkflowCode, NativeConnection, Worker } from "@temporalio/worker";
import { type TestServer, temporalForTest } from "../../../../../tools/temporal-for-test.ts";
import { installRuntime } from "../../operations/runtime.ts";
import { createOpenGate } from "./testing/gates.ts";
import { log, startTestTransport, type TestTransport } from "./testing/start.ts";

let server: TestServer | string = "not started";
let through: TestTransport | undefined;
const gate = createOpenGate("main");
before(async () => {
  server = await temporalForTest();
  if (typeof server !== "string") through = await startTestTransport({ server: server.address, gate });
});
after(async () => {
  await through?.[Symbol.asyncDispose]();
  if (typeof server !== "string") await server.stop();
});

function onServer(promise: string, prove: (through: TestTransport) => Promise<void>): void {
  it(promise, async (t: TestContext) => {
    if (typeof server === "string") t.skip(server);
    else if (through) await prove(through);
  });
}

const taskQueue = "transport-sdk";

onServer("a client and a worker start, signal, query, update, heartbeat and cancel", async ({ address, transport }) => {
  await installRuntime(log);
  const cancelled: unknown[] = [];
  const begun = Promise.withResolvers<void>();
  const native = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: new URL("testing/workflows.ts", import.meta.url).pathname,
      logger: { ...console, log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    }),
    activities: {
      echo: async (text: string) => text,
      async beat() {
        begun.resolve();
        try {
          for (;;) {
            Context.current().heartbeat();
            await Context.current().sleep(50);
          }
        } catch (error) {
          cancelled.push(error);
          throw error;
        }
      },
    },
  });
  const running = worker.run();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });

  const counting = await client.workflow.start("count", { taskQueue, workflowId: "counting", args: [] });
  await counting.signal("add", 2);
  assert.equal(await counting.executeUpdate<number, [number]>("addAndTell", { args: [3] }), 5);
  assert.equal(await counting.query<number>("total"), 5);
  await counting.signal("finish");
  assert.equal(await counting.result(), 5);

  const large = "x".repeat(1_000_000);
  assert.equal(await client.workflow.execute("echoOnce", { taskQueue, workflowId: "large", args: [large] }), large);

  const beating = await client.workflow.start("beatUntilCancelled", { taskQueue, workflowId: "beating", args: [] });
  await begun.promise;
  await beating.cancel();
  await assert.rejects(beating.result(), WorkflowFailedError);
  assert.ok(cancelled[0] instanceof CancelledFailure);

  const open = transport.open();
  assert.ok(open > 0, "the worker holds long polls");
  worker.shutdown();
  await running;
  await native.close();
  await connection.close();
});

onServer("an error that consists of trailers alone arrives with its details", async ({ address }) => {
  const connection = await Connection.connect({ address });
  await assert.rejects(
    connection.workflowService.describeNamespace({ namespace: "never-made" }),
    (error) =>
      isGrpcServiceError(error) && error.code === 5 && error.metadata.get("grpc-status-details-bin").length === 1,
  );
  await connection.close();
});

onServer("a caller that leaves a long poll is counted once, and nothing stays open", async ({ address, transport }) => {
  const connection = await Connection.connect({ address });
  const cancelled = () => gate.ended.filter((code) => code === 1).length;
  const before = cancelled();
  const polls = () => gate.decided.filter((path) => path.endsWith("/PollActivityTaskQueue")).length;
  const decided = polls();
  const leaving = new AbortController();
  const poll = { namespace: "default", taskQueue: { name: "nobody", kind: 1 } };
  // Without a deadline the server refuses to wait.
  const polling = connection.withDeadline(Date.now() + 60_000, () =>
    connection.withAbortSignal(leaving.signal, () => connection.workflowService.pollActivityTaskQueue(poll)),
  );
  polling.catch(() => {});
  while (polls() === decided) await new Promise((resolve) => setImmediate(resolve));
  leaving.abort();
  await assert.rejects(polling);
  while (transport.open() > 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(cancelled(), before + 1);
  await connection.close();
});
