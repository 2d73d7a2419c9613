// Runs the chaining right after commits, and now and then for rows of a process that died in between.
import type { Logger } from "pino";
import type { Db } from "../store/database.ts";
import { chainTail } from "./chain.ts";

const sweepMs = 1_000;
/** What is written meanwhile is chained with it: under load a run for each record would be most of what Postgres does. */
const gatherMs = 20;

export class Sequencer {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
    this.#timer = setInterval(() => this.nudge(), sweepMs);
    this.#timer.unref();
  }

  /** Chains soon; calls that overlap share one run. */
  nudge(): void {
    if (this.#running === null) this.#gathering ??= setTimeout(() => this.#start(), gatherMs);
    else this.#again = true;
  }

  #start(): void {
    this.#gathering = undefined;
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#again) {
        this.#again = false;
        this.nudge();
      }
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    clearTimeout(this.#gathering);
    this.#again = false;
    await this.#running;
    await this.#run();
  }

  async #run(): Promise<void> {
    try {
      await chainTail(this.#db);
    } catch (error) {
      this.#log.error({ err: error }, "audit records could not be chained yet");
    }
  }
}
