import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Worker as Thread } from "node:worker_threads";
import * as sdk from "@temporalio/worker";
import { pino } from "pino";
import { startTemporalDevServer, temporalIsMissing } from "../../../../tools/temporal-dev-server.ts";
import { makeWorker } from "./make-worker.ts";
import { installRuntime } from "./runtime.ts";
import { bundleWorkflow } from "./worker.ts";

describe("a worker that is being made", () => {
  it("leaves no thread behind when the server goes away meanwhile", async (t) => {
    const missing = temporalIsMissing();
    if (missing !== null) return t.skip(missing);
    const threads: Thread[] = [];
    const note = (thread: Thread) => threads.push(thread);
    process.on("worker", note);
    t.after(() => process.off("worker", note));
    await installRuntime(pino({ level: "silent" }));
    const workflowBundle = await bundleWorkflow();
    const server = await startTemporalDevServer();
    const connection = await sdk.NativeConnection.connect({ address: server.address });
    await server.stop();
    const options = { connection, namespace: "default", taskQueue: "made", workflowBundle };
    await assert.rejects(makeWorker(sdk, options));
    await connection.close();
    assert.ok(threads.length > 0, "the SDK starts its threads first; else this proves nothing");
    for (const { threadId } of threads) assert.equal(threadId, -1, "it has ended");
  });
});
