// How many requests per second the control plane takes: of one user, of one service account, of the whole account. Asked
// as soon as it is known who calls and before anything is read, so that what is too much costs a digest and a lookup.
// Strangers are not counted: whoever has no credential must not use up what belongs to those who have.
import { rateLimited } from "../errors.ts";
import { RateLimit, shareOf } from "../wire/rate-limit.ts";
import type { Caller } from "./api-key.ts";

/** Per second, over all processes together; 0 is no limit. */
export interface RequestRates {
  readonly accountPerSecond: number;
  readonly userPerSecond: number;
  readonly serviceAccountPerSecond: number;
}

export class LimitRequests {
  readonly #account: RateLimit;
  readonly #user: RateLimit;
  readonly #serviceAccount: RateLimit;

  /** @param processes how many share the limits now; at least 1. @param now milliseconds of a clock that never goes back */
  constructor(rates: RequestRates, processes: () => number, now: number) {
    const share = (all: number) => new RateLimit(() => shareOf(all, processes()), now);
    this.#account = share(rates.accountPerSecond);
    this.#user = share(rates.userPerSecond);
    this.#serviceAccount = share(rates.serviceAccountPerSecond);
  }

  /** The caller's own limit first: what it is refused does not count against the account. @throws RemitError RATE_LIMITED */
  take({ kind, principalId }: Pick<Caller, "kind" | "principalId">, now: number): void {
    const isUser = kind === "user";
    const own = (isUser ? this.#user : this.#serviceAccount).take(principalId, 1, now);
    if (own > 0) throw rateLimited(`too many requests of this ${isUser ? "user" : "service account"}`, own);
    const all = this.#account.take("", 1, now);
    if (all > 0) throw rateLimited("too many requests in this account", all);
  }
}
