import type { Insertable, Selectable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { InvitationsTable } from "./schema/identities.ts";

export type InvitationRow = Selectable<InvitationsTable>;

/** By the digest of its token: the token itself is stored nowhere. */
export const readInvitation = (reader: Reader, digest: Uint8Array): Promise<InvitationRow | undefined> =>
  reader.selectFrom("invitations").selectAll().where("token_digest", "=", digest).executeTakeFirst();

/** A user has one open link at most: a new one ends the one before it. */
export async function replaceInvitation(tx: Tx, row: Insertable<InvitationsTable>): Promise<void> {
  await deleteInvitation(tx, row.user_id);
  await tx.insertInto("invitations").values(row).execute();
}

/** False when there was none. */
export async function deleteInvitation(tx: Tx, userId: string): Promise<boolean> {
  const gone = await tx.deleteFrom("invitations").where("user_id", "=", userId).returning("user_id").execute();
  return gone.length > 0;
}
