// Sessions of the console, each with what its API key says of it.
import { type Insertable, sql } from "kysely";
import type { Db, Reader, Tx } from "./database.ts";
import type { SessionsTable } from "./schema/identities.ts";

/** A session as far as it is decided by: `key` is the API key it goes with, null where it was made without one. */
export interface SessionRow {
  readonly id: string;
  readonly principal_id: string;
  readonly principal_kind: SessionsTable["principal_kind"];
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
  readonly key: { readonly id: string; readonly disabled: boolean; readonly expires_at: Date } | null;
}

/** By the digest of its token: the token itself is stored nowhere. */
export const readSessionByDigest = (reader: Reader, digest: Uint8Array): Promise<SessionRow | undefined> =>
  readWhere(reader, "sessions.token_digest", digest);

export const readSession = (reader: Reader, id: string): Promise<SessionRow | undefined> =>
  readWhere(reader, "sessions.id", id);

async function readWhere(
  reader: Reader,
  column: "sessions.id" | "sessions.token_digest",
  value: string | Uint8Array,
): Promise<SessionRow | undefined> {
  const row = await reader
    .selectFrom("sessions")
    .leftJoin("api_keys", "api_keys.id", "sessions.api_key_id")
    .selectAll("sessions")
    .select(["api_keys.disabled as key_disabled", "api_keys.expires_at as key_expires_at"])
    .where(column, "=", value)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { api_key_id: keyId, key_disabled: disabled, key_expires_at: keyEnds, token_digest: _, ...session } = row;
  // The key's row goes before the session's can be without it; were it otherwise, the session is as good as gone.
  if (keyId !== null && (disabled === null || keyEnds === null)) return undefined;
  return {
    ...session,
    key: keyId === null ? null : { id: keyId, disabled: disabled ?? true, expires_at: keyEnds ?? new Date(0) },
  };
}

export async function insertSession(tx: Tx, row: Insertable<SessionsTable>): Promise<void> {
  await tx.insertInto("sessions").values(row).execute();
}

/** No session lasts longer than this from its beginning; those that have ended by that are gone with the next tidying. */
export async function shortenSessions(tx: Tx, longestMs: number): Promise<void> {
  const seconds = longestMs / 1_000;
  await sql`UPDATE sessions SET expires_at = created_at + make_interval(secs => ${seconds})
    WHERE expires_at > created_at + make_interval(secs => ${seconds})`.execute(tx);
}

/** Never backwards: of two calls at once the later one counts. */
export async function touchSession(db: Db, id: string, at: Date): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ last_used_at: at })
    .where("id", "=", id)
    .where("last_used_at", "<", at)
    .execute();
}

export async function deleteSession(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("sessions").where("id", "=", id).execute();
}

export async function deleteSessionsByDigest(tx: Tx, digests: readonly Uint8Array[]): Promise<void> {
  if (digests.length > 0)
    await tx
      .deleteFrom("sessions")
      .where("token_digest", "in", [...digests])
      .execute();
}

/** How many there were. */
export async function deleteSessionsOf(tx: Tx, principalId: string): Promise<number> {
  const gone = await tx.deleteFrom("sessions").where("principal_id", "=", principalId).returning("id").execute();
  return gone.length;
}

/**
 * Ends all but the newest `keep`; resolves with how many ended. The rows are locked first: of two sign-ins at once the
 * second one sees what the first has made.
 */
export async function deleteOldestSessionsOf(tx: Tx, principalId: string, keep: number): Promise<number> {
  const all = tx.selectFrom("sessions").select("id").where("principal_id", "=", principalId);
  await all.orderBy("id").forUpdate().execute();
  const kept = all.orderBy("created_at", "desc").orderBy("id").limit(keep);
  const gone = await tx
    .deleteFrom("sessions")
    .where("principal_id", "=", principalId)
    .where("id", "not in", kept)
    .returning("id")
    .execute();
  return gone.length;
}

export async function deleteSessionsOfKey(tx: Tx, apiKeyId: string): Promise<void> {
  await tx.deleteFrom("sessions").where("api_key_id", "=", apiKeyId).execute();
}

/** Those that nobody can use any more. */
export async function deleteEndedSessions(db: Db, now: Date, idleMs: number): Promise<void> {
  await db
    .deleteFrom("sessions")
    .where(({ or, eb }) =>
      or([eb("expires_at", "<=", now), eb("last_used_at", "<=", new Date(now.getTime() - idleMs))]),
    )
    .execute();
}
