// Keeps this process's view current. A commit notifies every process; polling covers a lost notification; and a
// process that cannot confirm its view within the bound refuses to decide at all.
import { Code } from "@connectrpc/connect";
import { principalName } from "@remit/policy";
import type { NamespaceUids } from "@remit/protocol/policy-access";
import type { Logger } from "pino";
import { RemitError } from "../errors.ts";
import type { Database, Reader, Tx } from "../store/database.ts";
import {
  isSame,
  type MadeVersion,
  type PolicyDelta,
  readDeltaOf,
  readPolicyDelta,
  readPolicyState,
  readPolicyVersion,
  type Touched,
} from "../store/policy-data.ts";
import { advance, type PolicyView, viewOf } from "./view.ts";

export const policyChannel = "remit_policy";

export interface FreshnessOptions {
  /** How often to ask for the version; milliseconds. */
  readonly pollMs: number;
  /** How long an unconfirmed view may still decide; milliseconds. */
  readonly staleAfterMs: number;
}

/** Notifications come late by this many versions at most, or cost a question. */
const remembered = 1_000;

const defaultFreshness: FreshnessOptions = { pollMs: 1_000, staleAfterMs: 5_000 };

/** What a process holds beside the view and decides with: as fresh as the view, because neither is taken over alone. */
export interface Follower {
  /**
   * Reads what belongs to the version that `tx` sees; the function it gives takes that over, and cannot fail.
   * @param since the version of what is held; null: nothing is held yet, or the database was put back
   */
  readNewer(tx: Tx, since: number | null): Promise<() => void>;
}

/** What a transaction is about to commit as the version after `base`. */
export interface Ahead {
  readonly base: PolicyView;
  readonly delta: PolicyDelta;
}

export class Snapshots {
  readonly #database: Database;
  readonly #options: FreshnessOptions;
  readonly #log: Logger;
  #view: PolicyView;
  /** The newest that was read; whether it was committed is not said here. */
  #ahead: Ahead | null = null;
  /** What the newest versions that were taken over from here call themselves. */
  readonly #own = new Set<string>();
  /** performance.now() of the last moment at which the database confirmed that the view was current. */
  #confirmed: number;
  /** The round trip under way. */
  #refreshing: Promise<void> | null = null;
  /** The one that follows it. */
  #following: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;
  readonly #followers = new Set<Follower>();
  /** Followers that hold nothing yet. */
  readonly #newcomers = new Set<Follower>();
  readonly #listeners = new Set<() => void>();

  private constructor(database: Database, view: PolicyView, options: FreshnessOptions, log: Logger, confirmed: number) {
    this.#database = database;
    this.#options = options;
    this.#log = log;
    this.#view = view;
    this.#confirmed = confirmed;
  }

  static async start(database: Database, log: Logger, options = defaultFreshness): Promise<Snapshots> {
    const asked = performance.now();
    const view = await readAll(database);
    const snapshots = new Snapshots(database, view, options, log, asked);
    snapshots.#unlisten = await database.listen(policyChannel, (payload) => snapshots.#hear(payload));
    snapshots.#schedule();
    return snapshots;
  }

  /** The view to decide a read with. @throws RemitError STALE_POLICY when it is older than the bound. */
  current(): PolicyView {
    const age = performance.now() - this.#confirmed;
    if (age > this.#options.staleAfterMs) {
      throw new RemitError(Code.Unavailable, "STALE_POLICY", "access rules cannot be confirmed at the moment", {
        retryAfterMs: 1_000,
      });
    }
    return this.#view;
  }

  /** For records and messages; never for a decision. */
  nameOf(principalId: string): string {
    return principalName(this.#view.snapshot, principalId);
  }

  /** The view at exactly the version that the caller has locked in `tx`. */
  async at(locked: MadeVersion, tx: Tx): Promise<PolicyView> {
    // Whoever waited for a commit of this process may hear of it first.
    this.#learn(locked);
    return isSame(this.#view, locked) ? this.#view : (await catchUp(tx, this.#view, locked)).view;
  }

  /**
   * Reads what the transaction has touched on top of `base`, whose version it has locked, so that its process need not
   * ask for it after the commit. Null where somebody follows the view: what they hold is read with it, or not at all.
   */
  async readAhead(
    tx: Tx,
    base: PolicyView,
    made: MadeVersion | null,
    touched: readonly Touched[],
  ): Promise<Ahead | null> {
    if (made === null || this.#isFollowed()) return null;
    const ahead = { base, delta: await readDeltaOf(tx, made, touched, uidsIn(base)) };
    this.#ahead = ahead;
    return ahead;
  }

  /** After the commit. Asks the database where it cannot be told from what is held. */
  async takeOver(ahead: Ahead | null): Promise<void> {
    if (ahead !== null) this.#advance(ahead);
    if (ahead === null || !this.#own.has(ahead.delta.madeBy)) await this.refresh();
  }

  /** Does nothing when it was done before. A version that is not ahead may be of a database that was put back since. */
  #advance({ base, delta }: Ahead): void {
    if (delta.version <= this.#view.version || this.#isFollowed()) return;
    this.#view = advance(base, delta);
    this.#own.add(delta.madeBy);
    const [oldest] = this.#own;
    if (this.#own.size > remembered && oldest !== undefined) this.#own.delete(oldest);
    this.#tell();
  }

  /**
   * Asks the database for the newest version and loads what changed. The round trip under way may have read before our
   * commit, so whoever comes meanwhile shares the next one; no further ones, or a stream of commits elsewhere would keep
   * everybody waiting.
   */
  refresh(): Promise<void> {
    if (this.#following !== null) return this.#following;
    if (this.#refreshing === null) return this.#startRefresh();
    this.#following = this.#refreshing
      .catch(() => {})
      .then(() => {
        this.#following = null;
        return this.#startRefresh();
      });
    return this.#following;
  }

  /** Resolves once the follower holds what belongs to the view. @throws whatever kept it from reading; it follows nothing then */
  async follow(follower: Follower): Promise<void> {
    this.#newcomers.add(follower);
    try {
      await this.refresh();
    } catch (error) {
      this.#newcomers.delete(follower);
      // A round trip that was under way may have taken it in before this one failed.
      this.#followers.delete(follower);
      throw error;
    }
  }

  /** Calls `listener` after each new version, at once. Returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#unlisten?.();
    await (this.#following ?? this.#refreshing)?.catch(() => {});
  }

  #startRefresh(): Promise<void> {
    const refreshing = this.#refreshOnce().finally(() => {
      if (this.#refreshing === refreshing) this.#refreshing = null;
    });
    this.#refreshing = refreshing;
    return refreshing;
  }

  async #refreshOnce(): Promise<void> {
    const asked = performance.now();
    const made = await readPolicyVersion(this.#database.db);
    const changed = !isSame(made, this.#view);
    if (changed || this.#newcomers.size > 0) await this.#catchUp(this.#view);
    this.#confirmed = asked;
    if (changed) this.#tell();
  }

  #isFollowed(): boolean {
    return this.#followers.size + this.#newcomers.size > 0;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** @param payload of a notification: a version that was committed, and by which transaction */
  #hear(payload: string): void {
    const [version, madeBy = ""] = payload.split(" ");
    this.#learn({ version: Number(version), madeBy });
    if (!this.#own.has(madeBy)) void this.refresh().catch(() => {});
  }

  /** Of a version that was committed: if this process made it, all of it is known. */
  #learn(made: MadeVersion): void {
    if (this.#ahead !== null && isSame(this.#ahead.delta, made)) this.#advance(this.#ahead);
  }

  /** All or nothing: a key that was revoked with a version must not outlive it because only the view could be read. */
  async #catchUp(base: PolicyView): Promise<void> {
    const newcomers = [...this.#newcomers];
    const { view, takeOvers } = await this.#database.db
      .transaction()
      .setIsolationLevel("repeatable read")
      .execute(async (tx) => {
        const { view, anew } = await catchUp(tx, base, await readPolicyVersion(tx));
        const since = anew ? null : base.version;
        const takeOvers: (() => void)[] = [];
        for (const follower of this.#followers) takeOvers.push(await follower.readNewer(tx, since));
        for (const follower of newcomers) takeOvers.push(await follower.readNewer(tx, null));
        return { view, takeOvers };
      });
    // What this process committed since then it has taken over already, and it must not forget that again. Somebody who
    // follows would have kept it from that.
    if (this.#view !== base && view.version <= this.#view.version) return;
    this.#view = view;
    try {
      for (const takeOver of takeOvers) takeOver();
    } catch (error) {
      // A view that counts as confirmed beside keys that were not read anew would let in whoever was locked out.
      this.#view = base;
      throw error;
    }
    for (const follower of newcomers) {
      this.#newcomers.delete(follower);
      this.#followers.add(follower);
    }
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.refresh()
        .catch((error: unknown) => this.#log.error({ err: error }, "access rules could not be refreshed"))
        .finally(() => {
          if (this.#timer !== undefined) this.#schedule();
        });
    }, this.#options.pollMs);
    this.#timer.unref();
  }
}

const readAll = (database: Database): Promise<PolicyView> =>
  database.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => viewOf(await readPolicyState(tx)));

/**
 * @param made the version that `reader` sees, and nobody can change while it reads
 * @returns `anew`: everything was read, because what came between is not known, or what is held has never been
 */
async function catchUp(
  reader: Reader,
  view: PolicyView,
  made: MadeVersion,
): Promise<{ readonly view: PolicyView; readonly anew: boolean }> {
  if (isSame(view, made)) return { view, anew: false };
  const delta = await readPolicyDelta(reader, view, made, uidsIn(view));
  if (delta === null) return { view: viewOf(await readPolicyState(reader)), anew: true };
  return { view: advance(view, delta), anew: false };
}

const uidsIn =
  (view: PolicyView): NamespaceUids =>
  (id) =>
    view.namespacesById.get(id)?.uid;
