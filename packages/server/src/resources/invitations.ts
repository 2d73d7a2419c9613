// A person's first credential: the inviter hands over a one-time link, and whoever opens it gets the first API key.
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { diffUse, findCoverGap, isActive } from "@remit/policy";
import type {
  AcceptInvitationRequest,
  CreateInvitationLinkRequest,
  RevokeInvitationLinkRequest,
} from "@remit/protocol/gen/remit/v1/identity_pb.ts";
import { ApiKeySpecSchema, OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { digestToken, mintToken } from "../authenticate/token.ts";
import { failedPrecondition, type RemitError, unauthenticated } from "../errors.ts";
import type { Reader } from "../store/database.ts";
import { deleteInvitation, type InvitationRow, readInvitation, replaceInvitation } from "../store/invitations.ts";
import { dayMs } from "../store/periods.ts";
import { readUser, type UserRow, updateUser } from "../store/users.ts";
import { defaultExpiry } from "./api-key-expiry.ts";
import { mintApiKey } from "./api-keys.ts";
import { requireText } from "./checks.ts";
import { accessesOf, requireCoversUse, requireOwnerFor } from "./cover.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireUser } from "./users.ts";

/** One text for every way in which a token can be wrong: unknown, used, revoked and expired look the same. */
const refused = (): RemitError =>
  unauthenticated("the invitation is not valid, was used, or has expired; ask for a new one");

/** Ends the open link of the user, if any. */
export async function createInvitationLink(mutation: Mutation, request: CreateInvitationLinkRequest): Promise<Outcome> {
  const { tx, deps, now } = mutation;
  const user = await requireUser(mutation, request.userId);
  if (user.accepted_at !== null)
    throw failedPrecondition("the user has a credential already: make an API key for it instead");
  requireCoversUse(mutation, user.id);
  const token = mintToken("invite");
  const expiresAt = new Date(now.getTime() + deps.limits.invitationExpiryDays * dayMs);
  await replaceInvitation(tx, {
    user_id: user.id,
    token_digest: digestToken(token),
    created_by: mutation.principalId,
    created_at: now,
    expires_at: expiresAt,
  });
  await updateUser(tx, user.id, { invitation_expires_at: expiresAt });
  mutation.secret = { field: "token", value: token };
  mutation.about("users", user.id, { email: user.email, expires_at: expiresAt.toISOString() });
  // The address alone: this answer is stored with the operation, and the token must not be. The wire's link has it.
  const { console } = deps.addresses;
  return {
    url: console === "" ? "" : new URL("/accept-invitation", console).href,
    expiresAt: timestampFromDate(expiresAt),
  };
}

/** Nothing to end is fine. Without it an Account Owner who has no key yet never comes in: that is for Owners to do. */
export async function revokeInvitationLink(mutation: Mutation, request: RevokeInvitationLinkRequest): Promise<Outcome> {
  const user = await requireUser(mutation, request.userId);
  requireOwnerFor(mutation, accessesOf(mutation.view, user.id));
  await deleteInvitation(mutation.tx, user.id);
  mutation.about("users", user.id, { email: user.email });
  return {};
}

export async function findOpenInvitation(reader: Reader, token: string, now: Date): Promise<InvitationRow | undefined> {
  const invitation = await readInvitation(reader, digestToken(token));
  return invitation === undefined || invitation.expires_at <= now ? undefined : invitation;
}

/**
 * Asked before the transaction: it takes the lock that every change of access waits for, and a stranger with a wrong
 * token must not get that far. @throws RemitError UNAUTHENTICATED
 */
export async function requireOpenInvitation(reader: Reader, token: string, now: Date): Promise<void> {
  if ((await findOpenInvitation(reader, token, now)) === undefined) throw refused();
}

/** Uses the invitation up and makes its user an active one, who is returned; null when it is wrong in whatever way. */
export async function takeInvitation(mutation: Mutation, token: string): Promise<UserRow | null> {
  const { tx, now } = mutation;
  const invitation = await findOpenInvitation(tx, token, now);
  // Gone already when somebody else was faster: the deletion waits for theirs.
  if (invitation === undefined || !(await deleteInvitation(tx, invitation.user_id))) return null;
  const user = await readUser(tx, invitation.user_id);
  if (user === undefined || user.state !== ResourceState.ACTIVE) return null;
  if (!inviterCovers(mutation, invitation.created_by, user.id)) return null;
  await updateUser(tx, user.id, { accepted_at: now });
  return user;
}

/** Makes the user's first API key; the token works once. */
export async function acceptInvitation(mutation: Mutation, request: AcceptInvitationRequest): Promise<Outcome> {
  const displayName = request.apiKeyName || "first key";
  requireText(displayName, "api_key_name", { max: 255 });
  const user = await takeInvitation(mutation, request.token);
  if (user === null) throw refused();
  const { id: userId } = user;
  const expiryTime = defaultExpiry(mutation);
  const spec = create(ApiKeySpecSchema, { ownerId: userId, ownerType: OwnerType.USER, displayName, expiryTime });
  mutation.actor = { id: userId, kind: "user" };
  const key = await mintApiKey(mutation, spec, "user");
  mutation.secret = { field: "apiKey", value: key.token };
  mutation.about("users", userId, { email: user.email, api_key_id: key.id });
  return { userId, keyId: key.id, expiresAt: expiryTime };
}

/**
 * The inviter has seen the token: what the user was given since must be within what the inviter holds, too, and who is
 * gone or suspended must not come back by it, not even to a user who holds nothing yet.
 */
function inviterCovers({ view, nowMs }: Mutation, inviterId: string, userId: string): boolean {
  if (!isActive(view.snapshot, inviterId)) return false;
  const { missing, needsOwner } = findCoverGap(view.snapshot, inviterId, diffUse(view.snapshot, userId, nowMs), nowMs);
  return missing.length === 0 && !needsOwner;
}
