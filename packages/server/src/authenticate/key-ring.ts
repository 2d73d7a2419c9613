// API keys for the data plane, without a query for each call. A key is read at its first use and held, by its digest;
// every change of a key is a new policy version, and no version counts as confirmed before all keys that are held were
// read again with it. So a key ends here when it ends in the database, or the gateway decides nothing.
import { hash } from "node:crypto";
import type { Follower, Snapshots } from "../authorize/snapshots.ts";
import { unavailable } from "../errors.ts";
import { type HeldKeyRow, readKeysByDigest, readKeysById } from "../store/api-keys.ts";
import type { Db, Tx } from "../store/database.ts";
import type { Caller } from "./api-key.ts";
import { refusedOnDataPlane } from "./bearer.ts";
import { keepNewest } from "./keep-newest.ts";
import type { LastUsed } from "./last-used.ts";
import { LookUps } from "./look-ups.ts";
import { isWellFormed } from "./token.ts";

export interface KeyRingOptions {
  readonly db: Db;
  readonly snapshots: Pick<Snapshots, "current" | "follow">;
  readonly lastUsed: Pick<LastUsed, "note">;
  /** Keys held at once; the one that was not used for longest goes first. */
  readonly maxHeld?: number;
  /** Answers "no such key" held at once. */
  readonly maxUnknown?: number;
}

/** How long "no such key" stands; a new version ends it at once. */
const unknownMs = 5_000;
/** So often a read may turn out to be older than what came in meanwhile; then the caller tries again. */
const maxRounds = 5;

/** A key that may be used, and by what it is asked about again. */
export interface KeyUse {
  readonly caller: Caller;
  /** Base64 of the token's SHA-256. */
  readonly digest: string;
}

interface HeldKey {
  readonly use: KeyUse;
  readonly disabled: boolean;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export class KeyRing implements Follower {
  readonly #options: KeyRingOptions;
  readonly #maxHeld: number;
  readonly #maxUnknown: number;
  readonly #lookUps: LookUps<HeldKeyRow>;
  /** By digest, the one used last at the end. */
  #held = new Map<string, HeldKey>();
  /** Digest → performance.now() at which it may be asked for again. Apart, so that wrong keys push out no good ones. */
  readonly #unknown = new Map<string, number>();
  #generation = 0;

  private constructor(options: KeyRingOptions) {
    this.#options = options;
    this.#maxHeld = options.maxHeld ?? 10_000;
    this.#maxUnknown = options.maxUnknown ?? 10_000;
    this.#lookUps = new LookUps(
      async (digests) => byDigest(await readKeysByDigest(options.db, digests.map(toBytes))),
      () => this.#generation,
    );
  }

  static async start(options: KeyRingOptions): Promise<KeyRing> {
    const ring = new KeyRing(options);
    await options.snapshots.follow(ring);
    return ring;
  }

  /**
   * Null where the key is not held: `find` reads it.
   * @throws RemitError UNAUTHENTICATED; STALE_POLICY when nobody can say whether the key still stands
   */
  lookUp(token: string, now: Date): KeyUse | null {
    this.#options.snapshots.current();
    const digest = digestOf(token);
    const key = this.#held.get(digest);
    if (key !== undefined) {
      this.#held.delete(digest);
      this.#held.set(digest, key);
      return this.#use(key, now);
    }
    if (!isWellFormed("key", token) || this.#isUnknown(digest)) throw refusedOnDataPlane();
    return null;
  }

  /** @throws RemitError as `lookUp`, and UNAVAILABLE when the key cannot be read */
  async find(token: string, now: Date): Promise<KeyUse> {
    return this.lookUp(token, now) ?? this.#use(await this.#read(digestOf(token)), now);
  }

  /**
   * Whether a key that was good when its call began still is. One that had to make room is read in the background, and
   * counts as good until then: asked a moment later, the answer is the true one.
   * @throws RemitError STALE_POLICY
   */
  isUsable(digest: string, now: Date): boolean {
    this.#options.snapshots.current();
    const key = this.#held.get(digest);
    if (key !== undefined) return isUsable(key, now);
    if (this.#isUnknown(digest)) return false;
    void this.#read(digest).catch(() => undefined);
    return true;
  }

  async readNewer(tx: Tx): Promise<() => void> {
    const ids = [...this.#held.values()].map(({ use }) => use.caller.apiKeyId);
    const asked = new Set(this.#held.keys());
    const rows = byDigest(await readKeysById(tx, ids));
    return () => {
      this.#generation++;
      this.#unknown.clear();
      const still = new Map<string, HeldKey>();
      for (const digest of this.#held.keys()) {
        const row = rows.get(digest);
        if (row !== undefined) still.set(digest, toHeldKey(row));
        // Gone. One that was put in since the read began is only not known to stand: its next use reads it.
        else if (asked.has(digest)) this.#keepUnknown(digest);
      }
      this.#held = still;
    };
  }

  async #read(digest: string): Promise<HeldKey> {
    for (let round = 0; round < maxRounds; round++) {
      const { row, generation } = await this.#lookUps.find(digest);
      if (generation !== this.#generation) continue;
      if (row === undefined) {
        this.#keepUnknown(digest);
        throw refusedOnDataPlane();
      }
      const key = toHeldKey(row);
      keepNewest(this.#held, digest, key, this.#maxHeld);
      // The read may have taken longer than anything may be believed.
      this.#options.snapshots.current();
      return key;
    }
    throw unavailable("credentials change faster than they can be read; try again");
  }

  #use(key: HeldKey, now: Date): KeyUse {
    if (!isUsable(key, now)) throw refusedOnDataPlane();
    this.#options.lastUsed.note(key.use.caller.apiKeyId, now);
    return key.use;
  }

  #isUnknown(digest: string): boolean {
    const until = this.#unknown.get(digest);
    if (until === undefined || until > performance.now()) return until !== undefined;
    this.#unknown.delete(digest);
    return false;
  }

  #keepUnknown(digest: string): void {
    keepNewest(this.#unknown, digest, performance.now() + unknownMs, this.#maxUnknown);
  }
}

/** The token itself is kept nowhere. */
const digestOf = (token: string): string => hash("sha256", token, "base64");

const toBytes = (digest: string): Uint8Array => Buffer.from(digest, "base64");

const byDigest = (rows: readonly HeldKeyRow[]): Map<string, HeldKeyRow> =>
  new Map(rows.map((row) => [Buffer.from(row.digest).toString("base64"), row]));

const toHeldKey = (row: HeldKeyRow): HeldKey => ({
  use: {
    caller: { principalId: row.owner_id, kind: row.owner_kind, apiKeyId: row.id, sessionId: null },
    digest: Buffer.from(row.digest).toString("base64"),
  },
  disabled: row.disabled,
  expiresAt: row.expires_at.getTime(),
});

const isUsable = (key: HeldKey, now: Date): boolean => !key.disabled && key.expiresAt > now.getTime();
