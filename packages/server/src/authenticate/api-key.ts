// Authorization: Bearer <API key> → who is calling. The key is looked up at each call, never cached,
// so a disabled, expired or deleted key stops at once.
import { type RemitError, unauthenticated } from "../errors.ts";
import type { Reader } from "../store/database.ts";
import type { PolicyLock } from "../store/policy-lock.ts";
import { digestToken, isWellFormed } from "./token.ts";

export interface Caller {
  readonly principalId: string;
  readonly kind: "user" | "serviceaccount";
  /** The key that the call came with, or that its session was made from; "" where there is none. */
  readonly apiKeyId: string;
  /** The console's session that the call came with; null for one with an API key. */
  readonly sessionId: string | null;
}

/** One text for every way in which a credential can be wrong: which one it was is nobody's business but the log's. */
export const refused = (): RemitError => unauthenticated("the request has no valid API key or session");

/** @throws RemitError UNAUTHENTICATED */
export async function authenticateApiKey(reader: Reader, authorization: string | null, now: Date): Promise<Caller> {
  const token = /^[Bb]earer ([^\s,]+)$/.exec(authorization ?? "")?.[1];
  const key = await findUsableKey(reader, token ?? "", now);
  if (key === undefined) throw refused();
  return { principalId: key.owner_id, kind: key.owner_kind, apiKeyId: key.id, sessionId: null };
}

/** Undefined for a token that is no key, or that of a key which is disabled or expired. */
export async function findUsableKey(reader: Reader, token: string, now: Date) {
  if (!isWellFormed("key", token)) return undefined;
  const key = await reader
    .selectFrom("api_keys")
    .select(["id", "owner_id", "owner_kind", "disabled", "expires_at"])
    .where("digest", "=", digestToken(token))
    .executeTakeFirst();
  return key !== undefined && isUsable(key, now) ? key : undefined;
}

/** Asked again inside each writing transaction: a key that was revoked since the request came in writes nothing. */
export function requireUsableKey(key: PolicyLock["key"], now: Date): void {
  if (key === null || !isUsable(key, now)) throw refused();
}

export const isUsable = (key: { disabled: boolean; expires_at: Date }, now: Date): boolean =>
  !key.disabled && key.expires_at.getTime() > now.getTime();
