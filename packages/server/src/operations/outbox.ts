// From an operation row to its workflow. Starting one that runs already changes nothing, so every process may start
// whatever it finds; the row decides, never the workflow.
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type Connection } from "@temporalio/client";
import type { Logger } from "pino";
import type { Db } from "../store/database.ts";
import { claimUnstarted, isTerminal, listUnfinished, readOperation } from "../store/operations.ts";
import { systemNamespace } from "../temporal/system-namespace.ts";

/** One per deployment: two of them may share a Temporal server, and one knows nothing of the other's operations. */
export const taskQueueOf = (accountId: string): string => `remit-operations-${accountId}`;
const workflowType = "carryOutOperation";

const pollMs = 1_000;
/** A row that its own process has not had started by then is taken by whoever polls. */
const leaseMs = 2_000;
/** So old an operation under way is started again: its workflow may have been lost with its server. */
const lostAfterMs = 60_000;
const batch = 20;
const startDeadlineMs = 5_000;
/** After a failed start mutations do not wait for Temporal for so long; polling goes on meanwhile, and ends it early. */
const awayMs = 5_000;

export interface OutboxOptions {
  readonly taskQueue: string;
  readonly db: Db;
  readonly connection: Connection;
  readonly log: Logger;
  readonly now: () => Date;
  /** Told of what cannot be started, for what cannot wait until the server is back; absent: all of it does. */
  readonly otherwise?: (uid: string) => void;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #client: Client;
  #stopped = false;
  #polling: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #lostSweepAt = 0;
  /** The last one that was taken for lost; the next sweep goes on after it, and from the beginning at the end. */
  #lostAfter = "";
  #complained = false;
  /** performance.now() until which Temporal is taken to be away. */
  #awayUntil = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#client = new Client({ connection: options.connection, namespace: systemNamespace });
  }

  /**
   * Starts the operation and waits until it has ended or `waitMs` are over. Never throws.
   * @param when "now": its next attempt begins at once, whatever it waited for
   */
  async startOperation(uid: string, waitMs: number, when?: "now"): Promise<void> {
    const now = performance.now();
    if (now < this.#awayUntil) return;
    const end = now + waitMs;
    try {
      await this.#start(uid, waitMs, when);
      await this.#waitUntilEnded(uid, end);
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Takes up what other processes left behind. */
  poll(): void {
    this.#timer = setInterval(() => {
      this.#polling ??= this.#sweep().finally(() => {
        this.#polling = null;
      });
    }, pollMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#polling;
  }

  async #start(uid: string, deadlineMs: number, when?: "now"): Promise<void> {
    const { connection, taskQueue } = this.#options;
    const workflow = { taskQueue, workflowId: `operation/${uid}`, args: [uid] };
    // Closed under the same id means that the row was not ended by it, so it may run again; a running one is enough.
    const policies = {
      // A new run has no pause behind it.
      workflowIdConflictPolicy: when === "now" ? "TERMINATE_EXISTING" : "USE_EXISTING",
      workflowIdReusePolicy: "ALLOW_DUPLICATE",
    } as const;
    try {
      const deadline = Date.now() + Math.max(deadlineMs, 100);
      await connection.withDeadline(deadline, () =>
        this.#client.workflow.start(workflowType, { ...workflow, ...policies }),
      );
      this.#awayUntil = 0;
      this.#complained = false;
    } catch (error) {
      this.#awayUntil = performance.now() + awayMs;
      throw error;
    }
  }

  /** The first one that cannot be started tells of all: the server is away. */
  async #startAll(uids: readonly string[]): Promise<void> {
    for (const [index, uid] of uids.entries()) {
      if (this.#stopped) return;
      try {
        await this.#start(uid, startDeadlineMs);
      } catch (error) {
        this.#complain(error);
        for (const other of uids.slice(index)) this.#options.otherwise?.(other);
        return;
      }
    }
  }

  /** Once per absence: operations are many, and the reason is one. */
  #complain(error: unknown): void {
    if (this.#stopped) return;
    const level = this.#complained ? "debug" : "warn";
    this.#complained = true;
    this.#options.log[level]({ err: error }, "operations could not be started; they will be when Temporal answers");
  }

  async #waitUntilEnded(uid: string, end: number): Promise<void> {
    for (let pause = 10; !this.#stopped; pause = Math.min(pause * 1.5, 100)) {
      const operation = await readOperation(this.#options.db, uid);
      if (operation === undefined || isTerminal(operation.state)) return;
      const left = end - performance.now();
      if (left <= 0) return;
      await sleep(Math.min(pause, left));
    }
  }

  async #sweep(): Promise<void> {
    const { db, now } = this.#options;
    try {
      const at = now();
      const uids = await claimUnstarted(db, new Date(at.getTime() - leaseMs), at, batch);
      if (at.getTime() - this.#lostSweepAt > lostAfterMs / 2) {
        this.#lostSweepAt = at.getTime();
        const lost = await listUnfinished(db, new Date(at.getTime() - lostAfterMs), this.#lostAfter, batch);
        this.#lostAfter = lost.length < batch ? "" : (lost.at(-1) ?? "");
        uids.push(...lost);
      }
      await this.#startAll(uids);
    } catch (error) {
      this.#complain(error);
    }
  }
}
