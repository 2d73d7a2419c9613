// What callers may use per second. Addresses and principals are asked about before the request is read, Namespaces once
// it is known to be allowed: nobody uses up a Namespace that is not theirs.
import { rateLimited } from "../errors.ts";
import { limitOf, RateLimit, shareOf } from "../wire/rate-limit.ts";

/** Per second; 0 is no limit. */
export interface CallLimits {
  readonly addressRequests: number;
  readonly principalRequests: number;
  readonly namespaceRequests: number;
  readonly namespaceActions: number;
  /** What a unit of a Namespace's own capacity stands for, in the place of the two above. */
  readonly unitRequests: number;
  readonly unitActions: number;
}

/** A Namespace that is asked about, and the units of its own capacity; null: it has what every one may use. */
export interface LimitedNamespace {
  readonly name: string;
  readonly units: number | null;
}

export class LimitCalls {
  readonly #address: RateLimit;
  readonly #principal: RateLimit;
  readonly #namespace: RateLimit;
  readonly #actions: RateLimit;
  readonly #limits: CallLimits;
  readonly #share: (all: number) => number;

  /** @param gateways how many share the limits now; at least 1 */
  constructor(limits: CallLimits, gateways: () => number, now: number) {
    this.#limits = limits;
    this.#share = (all) => shareOf(all, gateways());
    const limitTo = (all: number) => new RateLimit(() => this.#share(all), now);
    this.#address = limitTo(limits.addressRequests);
    this.#principal = limitTo(limits.principalRequests);
    this.#namespace = limitTo(limits.namespaceRequests);
    this.#actions = limitTo(limits.namespaceActions);
  }

  /** @throws RemitError RATE_LIMITED */
  takeAddress(address: string, now: number): void {
    requireRoom(this.#address.take(address, 1, now), () => "too many requests from this address");
  }

  /** @throws RemitError RATE_LIMITED */
  takePrincipal(principal: string, now: number): void {
    requireRoom(this.#principal.take(principal, 1, now), () => "too many requests of this caller");
  }

  /** @throws RemitError RATE_LIMITED */
  takeNamespace({ name, units }: LimitedNamespace, actions: number, now: number): void {
    const { namespaceRequests, namespaceActions, unitRequests, unitActions } = this.#limits;
    const requests = this.#share(limitOf(units, namespaceRequests, unitRequests));
    requireRoom(this.#namespace.take(name, 1, now, requests), () => `too many requests in Namespace ${name}`);
    const perSecond = this.#share(limitOf(units, namespaceActions, unitActions));
    requireRoom(this.#actions.take(name, actions, now, perSecond), () => `too many actions in Namespace ${name}`);
  }
}

function requireRoom(waitMs: number, what: () => string): void {
  if (waitMs > 0) throw rateLimited(what(), waitMs);
}
