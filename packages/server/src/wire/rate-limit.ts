// How much of something each key may use per second: a bucket for each that holds one second's worth. A key that rests
// is forgotten once its bucket is full again, so memory goes with those who call, not with those who ever called.

/** A bucket that may hold this much time's worth. */
const fullMs = 1_000;
/** A sweep looks at every bucket; more often than this it would cost more than the buckets do. */
const sweepEveryMs = 10_000;

/** What one of `n` that share a limit may let through; 0 is no limit. None is left with nothing. */
export const shareOf = (all: number, n: number): number => (all === 0 ? 0 : Math.max(1, all / n));

/** Capacity of one's own stands in the place of what every one may use. @param units of it; null: there is none */
export const limitOf = <T extends number | null>(units: number | null, each: T, perUnit: number): T | number =>
  units === null ? each : units * perUnit;

export class RateLimit {
  /** When each key's bucket will be full again, if nothing more is taken: the whole state of a bucket. */
  readonly #fullAt = new Map<string, number>();
  readonly #perSecond: (key: string) => number;
  #sweptAt: number;

  /** @param perSecond what a key may use in a second, which is also what it may use at once; 0 is no limit */
  constructor(perSecond: (key: string) => number, now: number) {
    this.#perSecond = perSecond;
    this.#sweptAt = now;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#fullAt.size;
  }

  /**
   * Takes `cost` from the key's bucket and returns 0; or takes nothing and returns in how many milliseconds it would be
   * there. What costs more than a whole second's worth is taken from a full bucket, which then owes the rest: refused
   * for ever, its caller could never go on.
   * @param now milliseconds of a clock that never goes back
   * @param rate what this key may use in a second now, where that is its own
   */
  take(key: string, cost: number, now: number, rate = this.#perSecond(key)): number {
    if (rate === 0 || cost === 0) return 0;
    if (now - this.#sweptAt > sweepEveryMs) this.#sweep(now);
    const costMs = (cost * 1_000) / rate;
    const fullAt = Math.max(now, this.#fullAt.get(key) ?? now);
    const waitMs = fullAt - now + Math.min(costMs, fullMs) - fullMs;
    if (waitMs > 0) return Math.ceil(waitMs);
    this.#fullAt.set(key, fullAt + costMs);
    return 0;
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(key);
  }
}
