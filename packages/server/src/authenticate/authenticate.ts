// Who is calling: by API key, or by the console's session. One credential decides, and a request says which.
import { unauthenticated } from "../errors.ts";
import type { Origin } from "../origin.ts";
import type { Db } from "../store/database.ts";
import { touchSession } from "../store/sessions.ts";
import { authenticateApiKey, type Caller, refused } from "./api-key.ts";
import { claimsConsole, isFromConsole, isInBackground, readSessionCookie } from "./console-request.ts";
import { authenticateSession, type SessionBounds } from "./session.ts";

export interface AuthenticateOptions {
  readonly db: Db;
  readonly sessions: SessionBounds;
  /** Public URL of the console; "" for none. */
  readonly consoleAddress: string;
}

export interface Credentials {
  readonly header: Headers;
  readonly origin: Origin;
}

/**
 * @param prolongs whether the call counts as use of the session; what a page asks by itself, with nobody there, never does
 * @throws RemitError UNAUTHENTICATED
 */
export async function authenticate(
  { db, sessions, consoleAddress }: AuthenticateOptions,
  { header, origin }: Credentials,
  prolongs: boolean,
  now: Date,
): Promise<Caller> {
  const authorization = header.get("authorization");
  // A cookie without the console's header counts for nothing, so a key beside it stands alone.
  if (!claimsConsole(header)) return authenticateApiKey(db, authorization, now);
  // Which of two would win is a rule that somebody gets wrong: the call would act, and be recorded, in another's name.
  if (authorization !== null)
    throw unauthenticated("the request has both an API key and the console's header: send one");
  if (!isFromConsole(header, origin, consoleAddress)) throw refused();
  const token = readSessionCookie(header, origin, consoleAddress);
  const { caller, touch } = await authenticateSession(db, token, sessions, now);
  if (touch && prolongs && !isInBackground(header) && caller.sessionId !== null)
    await touchSession(db, caller.sessionId, now);
  return caller;
}

/** For what the console alone may call. @throws RemitError UNAUTHENTICATED */
export function requireConsole({ header, origin }: Credentials, consoleAddress: string): void {
  if (!isFromConsole(header, origin, consoleAddress))
    throw unauthenticated(
      "only the console's own pages may call this, programs use an API key; behind a proxy the setting addresses.console says where the console is",
    );
}
