// The ways to sign in to the console. A further one, as OIDC or SAML, is a case of the request's credential and an entry
// here: what a session is and how it ends does not change with it.
import type { CreateSessionRequest } from "@remit/protocol/gen/remit/v1/session_pb.ts";
import { findUsableKey, isUsable } from "../authenticate/api-key.ts";
import { digestToken, isWellFormed } from "../authenticate/token.ts";
import { readApiKey } from "../store/api-keys.ts";
import type { Reader } from "../store/database.ts";
import { hasSignInLink, takeSignInLink } from "../store/sign-in-links.ts";
import { findOpenInvitation, takeInvitation } from "./invitations.ts";
import type { Mutation } from "./mutation.ts";

export interface SignedIn {
  readonly id: string;
  readonly kind: "user" | "serviceaccount";
  /** What the session ends with, and when that ends by itself; null for nothing but its principal. */
  readonly key: { readonly id: string; readonly expiresAt: Date } | null;
}

/** Null for a credential that is wrong, in whatever way. */
interface SignInWay {
  /** Asked before the transaction, whose locks a stranger must not get to. Uses nothing up. */
  readonly isOpen: (reader: Reader, token: string, now: Date) => Promise<boolean>;
  /** Inside the transaction; what works once is used up. */
  readonly redeem: (mutation: Mutation, token: string) => Promise<SignedIn | null>;
}

export type CredentialCase = NonNullable<CreateSessionRequest["credential"]["case"]>;

export const signInWays: Readonly<Record<CredentialCase, SignInWay>> = {
  apiKey: {
    isOpen: async (reader, token, now) => (await findUsableKey(reader, token, now)) !== undefined,
    redeem: async ({ tx, now }, token) => {
      const key = await findUsableKey(tx, token, now);
      if (key === undefined) return null;
      return { id: key.owner_id, kind: key.owner_kind, key: { id: key.id, expiresAt: key.expires_at } };
    },
  },
  signInToken: {
    isOpen: async (reader, token, now) =>
      isWellFormed("signin", token) && hasSignInLink(reader, digestToken(token), now),
    redeem: async ({ tx, now }, token) => {
      const link = await takeSignInLink(tx, digestToken(token), now);
      if (link === undefined || link.api_key_id === null) return toUser(link?.user_id);
      const key = await readApiKey(tx, link.api_key_id);
      if (key === undefined || !isUsable(key, now)) return null;
      return { id: link.user_id, kind: "user", key: { id: key.id, expiresAt: key.expires_at } };
    },
  },
  invitationToken: {
    isOpen: async (reader, token, now) => (await findOpenInvitation(reader, token, now)) !== undefined,
    redeem: async (mutation, token) => toUser((await takeInvitation(mutation, token))?.id),
  },
};

const toUser = (id: string | undefined): SignedIn | null => (id === undefined ? null : { id, kind: "user", key: null });
