// Which key signs. A Temporal server fetches the keys from time to time, so a key signs only once every server must have
// it, and is published until its last token has ended.
import type { Logger } from "pino";
import type { Db } from "../../store/database.ts";
import { keepGatewayKey } from "../../store/gateway-keys.ts";
import { makeSigningKey, type SigningKey } from "./signing-key.ts";

/** What nobody renews for so long belongs to a process that is gone. */
const lifeMs = 10 * 60_000;
const renewMs = 30_000;

export interface RotationOptions {
  readonly db: Db;
  readonly log: Logger;
  readonly now: () => Date;
  /** How often Temporal servers fetch the keys (`jwtKeyProvider.refreshInterval`). */
  readonly refreshMs: number;
  /** How long a key signs. */
  readonly rotateMs: number;
}

interface Published {
  readonly key: SigningKey;
  /** Unix milliseconds; null: not yet. */
  since: number | null;
}

export class KeyRotation {
  readonly #options: RotationOptions;
  #signing: Published | null = null;
  #next: Published = { key: makeSigningKey(), since: null };
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();

  private constructor(options: RotationOptions) {
    this.#options = options;
  }

  /** @throws whatever keeps the first key from being published */
  static async start(options: RotationOptions): Promise<KeyRotation> {
    const rotation = new KeyRotation(options);
    await rotation.tick();
    rotation.#schedule();
    return rotation;
  }

  /** Null: no key is known to the servers yet. */
  current(now: number): SigningKey | null {
    if (this.#isKnown(this.#next, now)) this.#signing = this.#next;
    return this.#signing !== null && this.#isKnown(this.#signing, now) ? this.#signing.key : null;
  }

  /** Unix milliseconds from which on `current` has a key. */
  get readyAt(): number {
    const { since } = this.#signing ?? this.#next;
    return since === null ? Number.POSITIVE_INFINITY : since + this.#leadMs;
  }

  /** Renews what is published, and publishes the next key in time. */
  async tick(): Promise<void> {
    const now = this.#options.now().getTime();
    this.current(now);
    const { rotateMs } = this.#options;
    const isOld = this.#signing === this.#next && (this.#signing.since ?? now) + this.#leadMs + rotateMs <= now;
    if (isOld) this.#next = { key: makeSigningKey(), since: null };
    // The one before is published until its tokens have ended: its row outlives its last renewal by far more than they live.
    for (const published of new Set([this.#signing, this.#next]))
      if (published !== null) await this.#publish(published);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
  }

  async #publish(published: Published): Promise<void> {
    const now = this.#options.now();
    const since = await keepGatewayKey(this.#options.db, published.key, now, new Date(now.getTime() + lifeMs));
    // A row that had been deleted meanwhile was no longer known to anybody: its key waits again.
    published.since = since.getTime();
  }

  /** Twice the interval: a fetch that just missed the key is followed by one that cannot. */
  get #leadMs(): number {
    return 2 * this.#options.refreshMs;
  }

  #isKnown({ since }: Published, now: number): boolean {
    return since !== null && since + this.#leadMs <= now;
  }

  #schedule(): void {
    this.#timer = setInterval(() => {
      this.#ticking = this.tick().catch((error: unknown) =>
        this.#options.log.error({ err: error }, "the gateway's key could not be published; it will be tried again"),
      );
    }, renewMs);
    this.#timer.unref();
  }
}
