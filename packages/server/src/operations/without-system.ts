// What cannot wait for the server that the control plane's own workflows run on: a failover may be the way out of that
// very server's absence. It is carried out here then; the row decides who ends it, as ever.
import { setTimeout as sleep } from "node:timers/promises";
import { ApplicationFailure } from "@temporalio/common";
import { readOperation } from "../store/operations.ts";
import { createActivities } from "./activities.ts";
import type { ApplyContext } from "./applier.ts";
import type { OperationActivities } from "./workflow.ts";

const urgent: ReadonlySet<string> = new Set(["FailoverNamespaceRegion"]);
const pauseMs = 2_000;
/** Then whoever looks for operations that were lost finds it again. */
const attempts = 30;
const graceMs = 5_000;

export class OperationsHere {
  readonly #context: ApplyContext;
  readonly #activities: OperationActivities;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();

  constructor(context: ApplyContext) {
    this.#context = context;
    this.#activities = createActivities(context, () => () => {});
  }

  /** Carries out an operation whose workflow could not be started, if it is one of those. */
  begin(uid: string): void {
    if (this.#running.has(uid) || this.#stopping.signal.aborted) return;
    const { log } = this.#context.deps;
    const run = this.#run(uid)
      .catch((error: unknown) => log.warn({ err: error, operation: uid }, "a failover waits for the store"))
      .finally(() => this.#running.delete(uid));
    this.#running.set(uid, run);
  }

  /** Lets what is under way end, for a while; another process goes on with the rest. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const limit = new AbortController();
    const over = sleep(graceMs, undefined, { signal: limit.signal }).catch(() => {});
    await Promise.race([Promise.allSettled(this.#running.values()), over]);
    limit.abort();
  }

  async #run(uid: string): Promise<void> {
    const operation = await readOperation(this.#context.deps.database.db, uid);
    if (operation === undefined || !urgent.has(operation.rpc)) return;
    const { signal } = this.#stopping;
    for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
      if (await this.#attempt(uid)) return;
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }

  /** False: it may go better later. What went wrong is in the log. */
  async #attempt(uid: string): Promise<boolean> {
    try {
      await this.#activities.carryOut(uid);
      return true;
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      if (!error.nonRetryable) return false;
      await this.#activities.giveUp(uid, error.message);
      return true;
    }
  }
}
