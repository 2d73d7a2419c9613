// What a gateway counts for usage and for the account's metrics, handed to the store every few seconds. A batch of actions
// is added once, however often it is sent; a gateway that dies loses what it counted since the last one, and its row in
// the store shows that it did.
import type { Logger } from "pino";
import type { Db } from "../store/database.ts";
import { keepMinute } from "../store/gateway-minutes.ts";
import { newId } from "../store/ids.ts";
import { startOf } from "../store/periods.ts";
import type { MinuteCounts } from "../store/schema/usage.ts";
import { type ActionCount, addActionCounts, removeCounter } from "../store/usage-counts.ts";
import { MinuteCountsOfGateway } from "./minute-counts.ts";

const everyMs = 5_000;

/** The Namespace of a call. */
export interface Counted {
  readonly uid: string;
  /** As on the wire. */
  readonly namespace: string;
  readonly method: string;
}

export interface KeptCountsOptions {
  readonly db: Db;
  readonly log: Logger;
  readonly now: () => Date;
  readonly limits: MinuteCounts["limits"];
}

export class KeptCounts {
  readonly #options: KeptCountsOptions;
  readonly #id = newId();
  readonly #minutes: MinuteCountsOfGateway;
  #actions = new Map<string, ActionCount>();
  /** What was sent and not confirmed: it goes again as it was, or it could be added twice. */
  #sent: { readonly seq: number; readonly counts: readonly ActionCount[] } | null = null;
  #seq = 0;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | null = null;

  private constructor(options: KeptCountsOptions) {
    this.#options = options;
    this.#minutes = new MinuteCountsOfGateway(options.limits);
  }

  /** @throws whatever keeps the store from knowing that somebody counts */
  static async start(options: KeptCountsOptions): Promise<KeptCounts> {
    const counts = new KeptCounts(options);
    await counts.tick();
    counts.#timer = setInterval(() => counts.#tickAlone(), everyMs);
    counts.#timer.unref();
    return counts;
  }

  /** A call that is let through. @param units of the Namespace's own capacity, null where it has none */
  requested({ uid, namespace, method }: Counted, actions: number, units: number | null): void {
    const now = this.#options.now();
    this.#minutes.requested(namespace, method, actions, now, units);
    this.#add(uid, namespace, actions, now);
  }

  /** @param code gRPC's number @param actions those that only the answer showed */
  ended({ uid, namespace, method }: Counted, code: number, actions: number): void {
    const now = this.#options.now();
    this.#minutes.ended(namespace, method, code, actions, now);
    this.#add(uid, namespace, actions, now);
  }

  /** A call that the Namespace's limits refused. */
  throttled({ namespace, method }: Counted, actions: number): void {
    this.#minutes.throttled(namespace, method, actions, this.#options.now());
  }

  /** Hands over what was counted. Rejects when it could not be: it goes with the next one. */
  async tick(): Promise<void> {
    await this.#hand(false);
  }

  /** Hands over the rest. What the store does not take now is lost, and shows as such. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
    const { db, log } = this.#options;
    try {
      if (this.#sent !== null) await this.#hand(true);
      await this.#hand(true);
      await removeCounter(db, this.#id);
    } catch (error) {
      log.error({ err: error }, "counts of usage were lost: the store did not take them at the end");
    }
  }

  #add(uid: string, namespace: string, actions: number, now: Date): void {
    if (actions === 0) return;
    const hour = startOf("hour", now);
    const key = `${hour.getTime()} ${uid}`;
    const before = this.#actions.get(key)?.actions ?? 0;
    this.#actions.set(key, { uid, namespace, hour, actions: before + actions });
  }

  /** One at a time: a slow database must not be asked ever more. */
  #tickAlone(): void {
    this.#ticking ??= this.tick()
      .catch((error: unknown) =>
        this.#options.log.warn({ err: error }, "usage could not be handed over; it will be tried again"),
      )
      .finally(() => {
        this.#ticking = null;
      });
  }

  async #hand(all: boolean): Promise<void> {
    const { db, now } = this.#options;
    if (this.#sent === null) {
      this.#seq += 1;
      this.#sent = { seq: this.#seq, counts: [...this.#actions.values()] };
      this.#actions = new Map();
    }
    await addActionCounts(db, this.#id, this.#sent.seq, this.#sent.counts);
    this.#sent = null;
    for (const { minute, counts } of this.#minutes.over(now(), all)) {
      await keepMinute(db, this.#id, minute, counts);
      this.#minutes.forget(minute);
    }
  }
}
