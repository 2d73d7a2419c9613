// One-time sign-in links. Whoever takes one has deleted it: of two who take it at once, one finds nothing.
import type { Insertable } from "kysely";
import type { Db, Reader, Tx } from "./database.ts";
import type { SignInLinksTable } from "./schema/identities.ts";

/** Ends the links of the user that are still open: at most one is about. */
export async function replaceSignInLink(tx: Tx, row: Insertable<SignInLinksTable>): Promise<void> {
  await tx.deleteFrom("sign_in_links").where("user_id", "=", row.user_id).execute();
  await tx.insertInto("sign_in_links").values(row).execute();
}

export async function hasSignInLink(reader: Reader, digest: Uint8Array, now: Date): Promise<boolean> {
  const row = await reader
    .selectFrom("sign_in_links")
    .select("user_id")
    .where("token_digest", "=", digest)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Undefined when there is no such link, or it has expired. */
export function takeSignInLink(
  tx: Tx,
  digest: Uint8Array,
  now: Date,
): Promise<{ readonly user_id: string; readonly api_key_id: string | null } | undefined> {
  return tx
    .deleteFrom("sign_in_links")
    .where("token_digest", "=", digest)
    .where("expires_at", ">", now)
    .returning(["user_id", "api_key_id"])
    .executeTakeFirst();
}

export async function deleteEndedSignInLinks(db: Db, now: Date): Promise<void> {
  await db.deleteFrom("sign_in_links").where("expires_at", "<=", now).execute();
}
