// One-time links into the console, in development only: a link lies about in terminals and chats, where a key should not.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { digestToken, mintToken } from "../authenticate/token.ts";
import { failedPrecondition } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { replaceSignInLink } from "../store/sign-in-links.ts";
import type { Mutation, Outcome } from "./mutation.ts";

export const signInLinkMinutes = 5;

export interface SignInLink {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Ends the open link of the user, if any. */
export async function mintSignInLink(
  tx: Tx,
  { userId, apiKeyId, now }: { readonly userId: string; readonly apiKeyId: string | null; readonly now: Date },
): Promise<SignInLink> {
  const token = mintToken("signin");
  const expiresAt = new Date(now.getTime() + signInLinkMinutes * 60_000);
  await replaceSignInLink(tx, {
    token_digest: digestToken(token),
    user_id: userId,
    api_key_id: apiKeyId,
    created_at: now,
    expires_at: expiresAt,
  });
  return { token, expiresAt };
}

const notHere = "sign-in links are made in development only; sign in with an API key or by an invitation";

/** For the caller alone. A session makes none: a script that got into the page would take the link elsewhere. */
export async function createSignInLink(mutation: Mutation): Promise<Outcome> {
  const { caller } = mutation.call;
  if (!mutation.deps.signInLinks) throw failedPrecondition(notHere);
  if (caller === null || caller.sessionId !== null || caller.kind !== "user")
    throw failedPrecondition("a sign-in link is for a user with an API key; whoever is signed in needs none");
  const { principalId: userId, apiKeyId } = caller;
  const { token, expiresAt } = await mintSignInLink(mutation.tx, { userId, apiKeyId, now: mutation.now });
  mutation.secret = { field: "token", value: token };
  mutation.about("users", userId, { expires_at: expiresAt.toISOString() });
  const { console } = mutation.deps.addresses;
  // The address alone, as of an invitation: this answer is stored with the operation.
  return { url: console === "" ? "" : new URL("/sign-in", console).href, expiresAt: timestampFromDate(expiresAt) };
}
