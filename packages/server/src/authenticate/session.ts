// A session's token → who is signed in. Looked up at each call, like an API key, and never cached: what ends a session
// ends it at once.
import type { Reader } from "../store/database.ts";
import { readSession, readSessionByDigest, type SessionRow } from "../store/sessions.ts";
import { type Caller, isUsable, refused } from "./api-key.ts";
import { digestToken, isWellFormed } from "./token.ts";

/** Milliseconds. */
export interface SessionBounds {
  /** Without a call. */
  readonly idleMs: number;
  /** In all. */
  readonly longestMs: number;
  /** In all, while the account restricts it. */
  readonly restrictedMs: number;
  /** Sessions of one principal at once; 0 for any number. */
  readonly perPerson: number;
}

/** A write for each call would make every read a write; once a minute is as exact as the bound needs to be. */
const touchEveryMs = 60_000;

/** Whether the session's use is to be written down, is for the caller of this function to do. @throws RemitError UNAUTHENTICATED */
export async function authenticateSession(
  reader: Reader,
  token: string | null,
  bounds: SessionBounds,
  now: Date,
): Promise<{ readonly caller: Caller; readonly touch: boolean }> {
  if (token === null || !isWellFormed("session", token)) throw refused();
  const session = requireUsable(await readSessionByDigest(reader, digestToken(token)), bounds, now);
  const caller = {
    principalId: session.principal_id,
    kind: session.principal_kind,
    apiKeyId: session.key?.id ?? "",
    sessionId: session.id,
  };
  return { caller, touch: now.getTime() - session.last_used_at.getTime() >= touchEveryMs };
}

/** Asked again inside each writing transaction: a session that ended since the request came in writes nothing. */
export async function requireUsableSession(
  reader: Reader,
  id: string,
  bounds: SessionBounds,
  now: Date,
): Promise<SessionRow> {
  return requireUsable(await readSession(reader, id), bounds, now);
}

function requireUsable(session: SessionRow | undefined, { idleMs }: SessionBounds, now: Date): SessionRow {
  if (session === undefined) throw refused();
  const ends = Math.min(session.expires_at.getTime(), session.last_used_at.getTime() + idleMs);
  if (ends <= now.getTime() || (session.key !== null && !isUsable(session.key, now))) throw refused();
  return session;
}
