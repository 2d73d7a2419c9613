// The audit record of a call on the data plane, written before the call goes on: what left no record did not happen
// through this gateway. Calls that wait at the same time share one transaction.
import type { Logger } from "pino";
import { type AuditEvent, appendAudit } from "../audit/append.ts";
import type { Db } from "../store/database.ts";

interface Waiting {
  readonly event: AuditEvent;
  readonly done: (error: unknown) => void;
}

/** More than this many in one transaction would hold up the first of them. */
const maxBatch = 200;

export class CallRecorder {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #audited: () => void;
  #waiting: Waiting[] = [];
  #isWriting = false;
  #idle = Promise.resolve();

  constructor(db: Db, log: Logger, audited: () => void) {
    this.#db = db;
    this.#log = log;
    this.#audited = audited;
  }

  /** Resolves when the record is committed; rejects when it could not be, and the call must not go on then. */
  record(event: AuditEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown) => (error === undefined ? resolve() : reject(error));
      this.#waiting.push({ event, done });
      if (!this.#isWriting) this.#idle = this.#writeAll();
    });
  }

  /** Waits for the records under way. */
  stop(): Promise<void> {
    return this.#idle;
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) await this.#writeTogether(this.#waiting.splice(0, maxBatch));
    this.#isWriting = false;
  }

  /** Where a batch fails each is tried alone: a record that the store cannot hold must not refuse its neighbours' calls. */
  async #writeTogether(batch: readonly Waiting[]): Promise<void> {
    const error = await this.#write(batch);
    if (error === undefined || batch.length === 1) {
      for (const { done } of batch) done(error);
      return;
    }
    for (const one of batch) one.done(await this.#write([one]));
  }

  async #write(batch: readonly Waiting[]): Promise<unknown> {
    try {
      await this.#db.transaction().execute(async (tx) => {
        for (const { event } of batch) await appendAudit(tx, event);
      });
      this.#audited();
      return undefined;
    } catch (error) {
      this.#log.error({ err: error }, "calls were refused because their audit records could not be written");
      return error;
    }
  }
}
