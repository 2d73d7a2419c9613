// What a gateway sends to a Temporal server in the place of the caller's credential: a token in the caller's name, with
// the least that this method needs on this Namespace alone. A mistake of the gateway's own still meets the server's check.

import { keepNewest } from "../../authenticate/keep-newest.ts";
import { unavailable } from "../../errors.ts";
import { KeyRotation, type RotationOptions } from "./key-rotation.ts";
import type { SigningKey } from "./signing-key.ts";

/** What the default authorizer of a Temporal server tells apart. */
export type StockLevel = "read" | "write" | "admin";

/** A Namespace, and what a call needs there. */
export interface StockAccess {
  readonly namespace: string;
  readonly level: StockLevel;
}

export interface SecondLockOptions extends RotationOptions {
  /** `aud`; null where the servers ask for none. */
  readonly audience: string | null;
}

/** No token outlives the bound within which a revoked caller is refused. */
const lifeMs = 5_000;
/** A token is used again for so long: signing for each call would cost more than deciding it. */
const reuseMs = 2_000;
/** A server whose clock is behind by less than this does not take a token for one of the future. */
const skewSeconds = 5;
const maxHeld = 20_000;

/** The scope of a server as a whole, whatever case it is written in. */
const systemScope = "temporal-system";

export class SecondLock {
  readonly #rotation: KeyRotation;
  readonly #options: SecondLockOptions;
  readonly #held = new Map<string, { readonly value: string; readonly key: SigningKey; readonly until: number }>();

  private constructor(rotation: KeyRotation, options: SecondLockOptions) {
    this.#rotation = rotation;
    this.#options = options;
  }

  static async start(options: SecondLockOptions): Promise<SecondLock> {
    return new SecondLock(await KeyRotation.start(options), options);
  }

  /**
   * The value of `authorization` for one call.
   * @param name who calls, as people know them: it stands in the history of what was done
   * @throws RemitError UNAVAILABLE until Temporal servers know the key of this process
   */
  tokenFor(name: string, accesses: readonly StockAccess[], now: Date): string {
    for (const { namespace } of accesses) requireOrdinary(namespace);
    return this.#token(
      name,
      accesses.map(({ namespace, level }) => `${namespace}:${level}`),
      now,
    );
  }

  /** For what the gateway itself asks of the whole server: names of Namespaces, and what the server can do. */
  tokenOfGateway(now: Date): string {
    return this.#token("remit-gateway", [`${systemScope}:read`], now);
  }

  /** Whether calls can be forwarded. */
  isReady(now: Date): boolean {
    return this.#rotation.current(now.getTime()) !== null;
  }

  /** When `isReady` will say so. */
  get readyAt(): Date {
    return new Date(this.#rotation.readyAt);
  }

  stop(): Promise<void> {
    return this.#rotation.stop();
  }

  #token(name: string, permissions: readonly string[], now: Date): string {
    const at = now.getTime();
    const key = this.#rotation.current(at);
    if (key === null) throw unavailable("the Temporal server does not know this gateway's key yet");
    const slot = `${permissions.join()} ${name}`;
    const held = this.#held.get(slot);
    // A clock that was set back must not prolong what is held.
    if (held?.key === key && at < held.until && held.until - at <= reuseMs) return held.value;
    const seconds = Math.floor(at / 1_000);
    const value = `Bearer ${key.sign({
      sub: name,
      permissions,
      iat: seconds - skewSeconds,
      exp: Math.floor((at + lifeMs) / 1_000),
      ...(this.#options.audience !== null && { aud: this.#options.audience }),
    })}`;
    keepNewest(this.#held, slot, { value, key, until: at + reuseMs }, maxHeld);
    return value;
  }
}

/** A token splits at its first colon; and a Namespace of this name would be the whole server. */
function requireOrdinary(namespace: string): void {
  if (namespace === "" || namespace.includes(":") || namespace.toLowerCase().startsWith(systemScope))
    throw new Error("no token is made for a Namespace of this name");
}
