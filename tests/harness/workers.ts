// A real Worker for tests: it polls a task queue for activities until it is stopped.
import { NativeConnection, Worker } from "@temporalio/worker";
import { pino } from "pino";
import { installRuntime } from "../../packages/server/src/operations/runtime.ts";

export interface TestWorkerOptions {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Build of the Worker Deployment "shop"; without it the Worker is not versioned. */
  readonly buildId?: string;
}

/** `await using worker = await startWorker(…)` stops it with the test. */
export async function startWorker({ address, buildId, ...where }: TestWorkerOptions): Promise<AsyncDisposable> {
  await installRuntime(pino({ level: "silent" }));
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    ...where,
    activities: { work: () => Promise.resolve() },
    ...(buildId !== undefined && {
      workerDeploymentOptions: {
        useWorkerVersioning: true,
        version: { deploymentName: "shop", buildId },
        defaultVersioningBehavior: "PINNED",
      },
    }),
  });
  const running = worker.run();
  let stopped = false;
  return {
    async [Symbol.asyncDispose]() {
      if (stopped) return;
      stopped = true;
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
