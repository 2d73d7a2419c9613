// Reads what is asked for by many at once in few queries: one at a time, each for all who wait. However many strangers
// try keys, the database sees one query, and no honest caller waits behind more than a few.
import { unavailable } from "../errors.ts";

/** Query parameters of one look-up. */
const batchSize = 500;
const maxWaiting = 5_000;

export interface Found<Row> {
  readonly row: Row | undefined;
  /** As it was when the read began: when it has moved since, the row may be older than what is known. */
  readonly generation: number;
}

export class LookUps<Row> {
  readonly #read: (names: readonly string[]) => Promise<ReadonlyMap<string, Row>>;
  readonly #generation: () => number;
  readonly #waiting = new Map<string, PromiseWithResolvers<Found<Row>>>();
  #running = false;

  constructor(read: (names: readonly string[]) => Promise<ReadonlyMap<string, Row>>, generation: () => number) {
    this.#read = read;
    this.#generation = generation;
  }

  /** @throws RemitError UNAVAILABLE when it cannot be read, or too many wait */
  find(name: string): Promise<Found<Row>> {
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) return waiting.promise;
    if (this.#waiting.size >= maxWaiting)
      return Promise.reject(unavailable("too many credentials are being looked up; try again"));
    const asked = Promise.withResolvers<Found<Row>>();
    this.#waiting.set(name, asked);
    if (!this.#running) void this.#run();
    return asked.promise;
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What comes in during this turn of the event loop goes along.
    await Promise.resolve();
    while (this.#waiting.size > 0) await this.#readBatch([...this.#waiting].slice(0, batchSize));
    this.#running = false;
  }

  async #readBatch(batch: readonly (readonly [string, PromiseWithResolvers<Found<Row>>])[]): Promise<void> {
    // Who asks for one of these from now on asks anew: this query may have been answered by then.
    for (const [name] of batch) this.#waiting.delete(name);
    const generation = this.#generation();
    try {
      const rows = await this.#read(batch.map(([name]) => name));
      for (const [name, asked] of batch) asked.resolve({ row: rows.get(name), generation });
    } catch (error) {
      for (const [, asked] of batch) asked.reject(unavailable("credentials cannot be read at the moment", error));
    }
  }
}
