// The row of the policy version as the lock that everybody who writes takes first.
import { sql } from "kysely";
import type { Tx } from "./database.ts";
import type { MadeVersion } from "./policy-data.ts";

export interface PolicyLock extends MadeVersion {
  /** The key that was asked for, as it stands once the lock is held; null: there is none. */
  readonly key: { readonly disabled: boolean; readonly expires_at: Date } | null;
}

/**
 * "update": writers of anything that decisions depend on queue, so that rules which span rows (last owner, quotas, names)
 * hold. "share": all others, so that no decision is older than the rules it is made by.
 * @param keyId "" for none
 */
export async function lockPolicy(tx: Tx, mode: "share" | "update", keyId = ""): Promise<PolicyLock> {
  const { rows } = await sql<{
    locked: number;
    locked_made_by: string;
    key_disabled: boolean | null;
    key_expires_at: Date | null;
  }>`SELECT * FROM lock_policy(${mode === "update"}::boolean, ${keyId}::text)`.execute(tx);
  const [row] = rows;
  if (row === undefined || row.locked === null) throw new Error("the store has no policy version");
  const { locked: version, locked_made_by: madeBy, key_disabled: disabled, key_expires_at: expires_at } = row;
  return { version, madeBy, key: disabled === null || expires_at === null ? null : { disabled, expires_at } };
}
