// Makes the SDK's worker, and clears up behind it when that fails.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Worker as Thread } from "node:worker_threads";
import type { Worker, WorkerOptions } from "@temporalio/worker";

/** The threads that one call has started, told apart from those of every other by Node's async context. */
const startedBy = new AsyncLocalStorage<Thread[]>();
let listening = false;

/**
 * The SDK starts the threads for workflows before it asks the server, and leaves them running when the server goes away
 * in between (SDK 1.24.0): a server that comes and goes would cost a thread each time, and the process could not end.
 */
export async function makeWorker(sdk: typeof import("@temporalio/worker"), options: WorkerOptions): Promise<Worker> {
  listen();
  const threads: Thread[] = [];
  try {
    return await startedBy.run(threads, () => sdk.Worker.create(options));
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.terminate()));
    throw error;
  }
}

function listen(): void {
  if (listening) return;
  listening = true;
  process.on("worker", (thread: Thread) => startedBy.getStore()?.push(thread));
}
