// Authorization: Bearer <API key> → who is calling. The key is looked up at each call, never cached,
// so a disabled, expired or deleted key stops at once.
import { type RemitError, unauthenticated } from "../errors.ts";
import type { Reader } from "../store/database.ts";
import { digestToken, isWellFormed } from "./token.ts";

export interface Caller {
  readonly principalId: string;
  readonly kind: "user" | "serviceaccount";
  readonly apiKeyId: string;
}

/** One text for every way in which a credential can be wrong: which one it was is nobody's business but the log's. */
const refused = (): RemitError => unauthenticated("the request has no valid API key");

/** @throws RemitError UNAUTHENTICATED */
export async function authenticateApiKey(reader: Reader, authorization: string | null, now: Date): Promise<Caller> {
  const token = /^[Bb]earer ([^\s,]+)$/.exec(authorization ?? "")?.[1];
  if (token === undefined || !isWellFormed("key", token)) throw refused();
  const key = await reader
    .selectFrom("api_keys")
    .select(["id", "owner_id", "owner_kind", "disabled", "expires_at"])
    .where("digest", "=", digestToken(token))
    .executeTakeFirst();
  if (key === undefined || !isUsable(key, now)) throw refused();
  return { principalId: key.owner_id, kind: key.owner_kind, apiKeyId: key.id };
}

/** Asked again inside each writing transaction: a key that was revoked since the request came in writes nothing. */
export async function requireUsableKey(reader: Reader, keyId: string, now: Date): Promise<void> {
  const key = await reader
    .selectFrom("api_keys")
    .select(["disabled", "expires_at"])
    .where("id", "=", keyId)
    .executeTakeFirst();
  if (key === undefined || !isUsable(key, now)) throw refused();
}

const isUsable = (key: { disabled: boolean; expires_at: Date }, now: Date): boolean =>
  !key.disabled && key.expires_at.getTime() > now.getTime();
