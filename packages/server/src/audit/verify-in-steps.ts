// The chain verified a step further each time somebody asks, so that no question takes long, whatever the length of the
// log. What one process verified is kept in its memory: another one, or the same after a restart, begins again.
import type { Db } from "../store/database.ts";
import { countUnchained, readHead } from "./chain.ts";
import { type ChainWatch, chainUnwatched, watchChain } from "./watch-chain.ts";

/** Records that one step recomputes at most, of the new ones and of the old ones each: under a second of work. */
const defaultStep = 10_000;
/** Whoever asks sooner gets the answer before: many pages may be open. */
const freshMs = 5_000;

export interface VerifiedChain extends ChainWatch {
  readonly at: Date;
  /** Records in the chain, and those that wait to be. */
  readonly chained: number;
  readonly unchained: number;
}

export class ChainVerifier {
  readonly #db: Db;
  readonly #step: number;
  #watch: ChainWatch = chainUnwatched;
  #latest: VerifiedChain | null = null;
  #running: Promise<VerifiedChain> | null = null;

  constructor(db: Db, step = defaultStep) {
    this.#db = db;
    this.#step = step;
  }

  /** Questions that overlap share one step. */
  verify(now: Date): Promise<VerifiedChain> {
    const latest = this.#latest;
    if (latest !== null && now.getTime() - latest.at.getTime() < freshMs) return Promise.resolve(latest);
    this.#running ??= this.#verifyStep(now).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #verifyStep(now: Date): Promise<VerifiedChain> {
    this.#watch = await watchChain(this.#db, this.#watch, now, this.#step);
    const { seq } = await readHead(this.#db);
    this.#latest = { ...this.#watch, at: now, chained: seq, unchained: await countUnchained(this.#db) };
    return this.#latest;
  }
}
