// Signing in to the console and out of it. A session holds what its principal holds, as an API key does.
import { fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { isActive, principalName } from "@remit/policy";
import {
  type CreateSessionRequest,
  type EndSessionRequest,
  Session_PrincipalKind as PrincipalKind,
  type SessionSchema,
} from "@remit/protocol/gen/remit/v1/session_pb.ts";
import { AccountSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { requireUsableSession, type SessionBounds } from "../authenticate/session.ts";
import { digestToken, isWellFormed, mintToken } from "../authenticate/token.ts";
import type { PolicyView } from "../authorize/view.ts";
import { invalidField, type RemitError, unauthenticated } from "../errors.ts";
import { readAccountForShare } from "../store/account.ts";
import type { Tx } from "../store/database.ts";
import { newId } from "../store/ids.ts";
import {
  deleteOldestSessionsOf,
  deleteSession,
  deleteSessionsByDigest,
  deleteSessionsOf,
  insertSession,
  type SessionRow,
} from "../store/sessions.ts";
import type { Call, Deps } from "./call.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { type CredentialCase, signInWays } from "./sign-in-ways.ts";

/** One text for every credential and every way in which it can be wrong. */
const refused = (): RemitError => unauthenticated("the credential is not valid, was used, or has expired");

interface Credential {
  readonly case: CredentialCase;
  readonly value: string;
}

/** @throws RemitError INVALID_FIELD when there is none */
function requireCredential({ credential }: CreateSessionRequest): Credential {
  if (credential.case !== undefined) return credential;
  throw invalidField("credential", "one of api_key, sign_in_token and invitation_token is required");
}

/** Asked before the transaction. @throws RemitError UNAUTHENTICATED */
export async function requireOpenCredential(deps: Deps, request: CreateSessionRequest, now: Date): Promise<void> {
  const { case: way, value } = requireCredential(request);
  if (way === "signInToken" && !deps.signInLinks) throw refused();
  if (!(await signInWays[way].isOpen(deps.database.db, value, now))) throw refused();
}

/**
 * The token is for the cookie alone: it stands in no answer, record or row.
 * @param held tokens of sessions that end with this one's beginning
 */
export async function createSession(
  mutation: Mutation,
  request: CreateSessionRequest,
  held: readonly string[],
): Promise<{ readonly outcome: Outcome; readonly token: string }> {
  const { tx, now, view, deps } = mutation;
  const { case: way, value } = requireCredential(request);
  // Before any session's row is locked, as an update of the account has it.
  const longestMs = await longestSession(tx, deps.sessions);
  const signedIn = await signInWays[way].redeem(mutation, value);
  if (signedIn === null || !isActive(view.snapshot, signedIn.id)) throw refused();
  await deleteSessionsByDigest(tx, held.filter((one) => isWellFormed("session", one)).map(digestToken));
  const { perPerson } = deps.sessions;
  const ended = perPerson === 0 ? 0 : await deleteOldestSessionsOf(tx, signedIn.id, perPerson - 1);
  const token = mintToken("session");
  const longest = new Date(now.getTime() + longestMs);
  const { key } = signedIn;
  const session = {
    id: newId(),
    principal_id: signedIn.id,
    principal_kind: signedIn.kind,
    created_at: now,
    last_used_at: now,
    expires_at: key !== null && key.expiresAt < longest ? key.expiresAt : longest,
  };
  const keyId = key?.id ?? null;
  await insertSession(tx, { ...session, token_digest: digestToken(token), api_key_id: keyId });
  mutation.actor = { id: signedIn.id, kind: signedIn.kind, apiKeyId: keyId ?? "", sessionId: session.id };
  mutation.about("sessions", session.id, {
    credential: way,
    expires_at: session.expires_at.toISOString(),
    ...(ended > 0 && { ended }),
  });
  return { outcome: { session: toSession(session, keyId, view, deps.sessions) }, token };
}

/** In milliseconds, from the beginning. The account's row stays as it is until the session is written. */
async function longestSession(tx: Tx, { longestMs, restrictedMs }: SessionBounds): Promise<number> {
  const { spec } = await readAccountForShare(tx);
  const { authenticationSettings } = fromBinary(AccountSpecSchema, spec);
  return authenticationSettings?.restrictSessionLifetimes ? restrictedMs : longestMs;
}

export async function getSession(deps: Deps, call: Call): Promise<MessageInitShape<typeof SessionSchema>> {
  const id = call.caller?.sessionId ?? "";
  const session = await requireUsableSession(deps.database.db, id, deps.sessions, call.now);
  return toSession(session, session.key?.id ?? null, call.view, deps.sessions);
}

export async function endSession(mutation: Mutation, { everywhere }: EndSessionRequest): Promise<Outcome> {
  const id = mutation.actor?.sessionId ?? "";
  if (everywhere) {
    const ended = await deleteSessionsOf(mutation.tx, mutation.principalId);
    mutation.about("sessions", id, { ended });
  } else {
    await deleteSession(mutation.tx, id);
    mutation.about("sessions", id);
  }
  return {};
}

function toSession(
  session: Omit<SessionRow, "key">,
  keyId: string | null,
  { snapshot }: PolicyView,
  { idleMs }: SessionBounds,
): MessageInitShape<typeof SessionSchema> {
  return {
    id: session.id,
    principalId: session.principal_id,
    principalKind: session.principal_kind === "user" ? PrincipalKind.USER : PrincipalKind.SERVICE_ACCOUNT,
    principalName: principalName(snapshot, session.principal_id),
    apiKeyId: keyId ?? "",
    createdAt: timestampFromDate(session.created_at),
    expiresAt: timestampFromDate(session.expires_at),
    idleTimeout: durationFromMs(idleMs),
  };
}
