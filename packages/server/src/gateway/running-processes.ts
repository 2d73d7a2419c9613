// How many processes of a role share its limits: the gateways, or those that serve the API. Each says that it runs and
// counts the others, every few seconds. A load balancer is taken to be fair, so each has an equal part of a limit.
import type { Logger } from "pino";
import type { Db } from "../store/database.ts";
import { removeGateway, renewGateway } from "../store/gateways.ts";
import { newId } from "../store/ids.ts";

const renewMs = 2_000;
/** Three renewals may be late or lost. */
const lifeSeconds = 7;

export class RunningProcesses {
  readonly #db: Db;
  readonly #role: string;
  readonly #log: Logger;
  readonly #id = newId();
  #count = 1;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | null = null;

  private constructor(db: Db, log: Logger, role: string) {
    this.#db = db;
    this.#role = role;
    this.#log = log;
  }

  /** @throws whatever keeps this one from being counted by the others */
  static async start(db: Db, log: Logger, role: "gateway" | "api" = "gateway"): Promise<RunningProcesses> {
    const processes = new RunningProcesses(db, log, role);
    await processes.tick();
    processes.#schedule();
    return processes;
  }

  /** As it was last counted, this one among them. While the database is away it stays so: decisions end soon, too. */
  get count(): number {
    return this.#count;
  }

  async tick(): Promise<void> {
    this.#count = await renewGateway(this.#db, this.#role, this.#id, lifeSeconds);
  }

  /** The others count without this one from their next look on. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
    await removeGateway(this.#db, this.#id).catch((error: unknown) =>
      this.#log.warn({ err: error }, "this process could not say that it ends; the others will notice"),
    );
  }

  #schedule(): void {
    this.#timer = setInterval(() => {
      // One at a time: renewals that a slow database holds up must not take every connection.
      this.#ticking ??= this.tick()
        .catch((error: unknown) =>
          this.#log.warn(
            { err: error },
            "the processes that share limits could not be counted; it will be tried again",
          ),
        )
        .finally(() => {
          this.#ticking = null;
        });
    }, renewMs);
    this.#timer.unref();
  }
}
