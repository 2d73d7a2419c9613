// The one credential of a data-plane call: `Authorization: Bearer <API key or access token>`.
import { type RemitError, unauthenticated } from "../errors.ts";

/** Longer ones are no credential of ours: nobody hashes or parses megabytes for a stranger. */
const maxBytes = 16_384;

/** One text for every way in which a credential can be wrong: which one it was is nobody's business but the log's. */
export const refusedOnDataPlane = (): RemitError =>
  unauthenticated("the call has no valid API key, access token or client certificate");

/**
 * @param authorization several values come as an array or joined by commas. Of several fields Node's header object keeps
 *   the first and says nothing: whoever has the raw headers counts them
 * @throws RemitError UNAUTHENTICATED for none, several, another scheme, or anything around the token
 */
export function parseBearer(authorization: string | readonly string[] | undefined): string {
  const [only, ...others] = typeof authorization === "string" ? [authorization] : (authorization ?? []);
  // Which of two would win is a rule that the gateway and the server behind it could read differently.
  if (others.length > 0 || only?.includes(",")) throw unauthenticated("the call has more than one Authorization value");
  if (only === undefined || only.length > maxBytes) throw refusedOnDataPlane();
  const token = /^[Bb]earer ([A-Za-z0-9._~+/=-]+)$/.exec(only)?.[1];
  if (token === undefined) throw refusedOnDataPlane();
  return token;
}
