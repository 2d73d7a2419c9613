// What callers may use per second. Addresses and principals are asked about before the request is read, Namespaces once
// it is known to be allowed: nobody uses up a Namespace that is not theirs.
import { rateLimited } from "../errors.ts";
import { RateLimit } from "../wire/rate-limit.ts";

/** Per second; 0 is no limit. */
export interface CallLimits {
  readonly addressRequests: number;
  readonly principalRequests: number;
  readonly namespaceRequests: number;
  readonly namespaceActions: number;
}

export class LimitCalls {
  readonly #address: RateLimit;
  readonly #principal: RateLimit;
  readonly #namespace: RateLimit;
  readonly #actions: RateLimit;

  /** @param gateways how many share the limits now; at least 1 */
  constructor(limits: CallLimits, gateways: () => number, now: number) {
    const share = (all: number) => new RateLimit(() => (all === 0 ? 0 : Math.max(1, all / gateways())), now);
    this.#address = share(limits.addressRequests);
    this.#principal = share(limits.principalRequests);
    this.#namespace = share(limits.namespaceRequests);
    this.#actions = share(limits.namespaceActions);
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
  takeNamespace(namespace: string, actions: number, now: number): void {
    requireRoom(this.#namespace.take(namespace, 1, now), () => `too many requests in Namespace ${namespace}`);
    requireRoom(this.#actions.take(namespace, actions, now), () => `too many actions in Namespace ${namespace}`);
  }
}

function requireRoom(waitMs: number, what: () => string): void {
  if (waitMs > 0) throw rateLimited(what(), waitMs);
}
