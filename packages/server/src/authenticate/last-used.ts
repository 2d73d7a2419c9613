// When a key was last used, to the minute or so. Kept in memory and written now and then: a write for each call
// would make every read a write.
import type { Logger } from "pino";
import type { Db } from "../store/database.ts";

const flushMs = 30_000;

export class LastUsed {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #seen = new Map<string, Date>();

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), flushMs);
    this.#timer.unref();
  }

  note(apiKeyId: string, at: Date): void {
    this.#seen.set(apiKeyId, at);
  }

  async flush(): Promise<void> {
    const seen = this.#seen;
    this.#seen = new Map();
    try {
      for (const [id, at] of seen)
        await this.#db.updateTable("api_keys").set({ last_used_at: at }).where("id", "=", id).execute();
    } catch (error) {
      this.#log.warn({ err: error }, "the last use of some API keys could not be noted");
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
