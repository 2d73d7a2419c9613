// Who has which e-mail address, for access tokens: they name people, not ids. As fresh as the access rules.
import type { Follower, Snapshots } from "../authorize/snapshots.ts";
import type { Tx } from "../store/database.ts";
import { readTouched } from "../store/namespace-settings.ts";
import { readActiveEmails } from "../store/users.ts";

export class UsersByEmail implements Follower {
  readonly #snapshots: Pick<Snapshots, "current">;
  #emails: ReadonlyMap<string, string> = new Map();
  /** Folded e-mail → user's id; null: of several users, and so of nobody. */
  #ids: ReadonlyMap<string, string | null> = new Map();

  private constructor(snapshots: Pick<Snapshots, "current">) {
    this.#snapshots = snapshots;
  }

  static async start(snapshots: Pick<Snapshots, "current" | "follow">): Promise<UsersByEmail> {
    const users = new UsersByEmail(snapshots);
    await snapshots.follow(users);
    return users;
  }

  /** The active user of this address; null for none. @throws RemitError STALE_POLICY */
  find(email: string): string | null {
    this.#snapshots.current();
    return this.#ids.get(fold(email)) ?? null;
  }

  async readNewer(tx: Tx, since: number | null): Promise<() => void> {
    const touched = since === null ? null : await readTouched(tx, since);
    const ids = touched?.principals;
    const rows = await readActiveEmails(tx, ids ?? null);
    const emails = new Map(ids === undefined ? [] : this.#emails);
    for (const id of ids ?? []) emails.delete(id);
    for (const { id, email } of rows) emails.set(id, email);
    return () => {
      this.#emails = emails;
      this.#ids = indexByEmail(emails);
    };
  }
}

function indexByEmail(emails: ReadonlyMap<string, string>): ReadonlyMap<string, string | null> {
  const ids = new Map<string, string | null>();
  for (const [id, email] of emails) ids.set(fold(email), ids.has(fold(email)) ? null : id);
  return ids;
}

/** ASCII alone: other letters have small forms that another letter has, too (the Kelvin sign's is "k"). */
const fold = (email: string): string => email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
