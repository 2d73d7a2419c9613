// Tables of who there is, and what each signs in with.
import type { ResourceColumns, Timestamp } from "./columns.ts";

export interface UsersTable extends ResourceColumns {
  id: string;
  email: string;
  invited_at: Timestamp | null;
  invitation_expires_at: Timestamp | null;
  accepted_at: Timestamp | null;
}

export interface InvitationsTable {
  user_id: string;
  token_digest: Uint8Array;
  created_by: string;
  created_at: Timestamp;
  expires_at: Timestamp;
}

/** A one-time way into the console. */
export interface SignInLinksTable {
  token_digest: Uint8Array;
  user_id: string;
  /** The API key that it was made with, and what it signs in ends with; null for one that was made on the host. */
  api_key_id: string | null;
  created_at: Timestamp;
  expires_at: Timestamp;
}

/** Somebody signed in to the console. */
export interface SessionsTable {
  id: string;
  /** SHA-256 of the whole token, as of an API key's. */
  token_digest: Uint8Array;
  principal_id: string;
  principal_kind: "user" | "serviceaccount";
  /** The API key that it was made from and goes with; null where there was none. */
  api_key_id: string | null;
  created_at: Timestamp;
  /** To the minute or so. */
  last_used_at: Timestamp;
  /** However much it is used. */
  expires_at: Timestamp;
}

export interface UserGroupsTable extends ResourceColumns {
  id: string;
  display_name: string;
  kind: "cloud" | "google" | "scim";
  external_id: string;
}

export interface GroupMembersTable {
  group_id: string;
  user_id: string;
  created_at: Timestamp;
}

export interface ServiceAccountsTable extends ResourceColumns {
  id: string;
  name: string;
  scope: "account" | "namespace" | "project";
  /** The namespace's uid or the project's id; empty for scope "account". */
  scope_id: string;
}

export interface ApiKeysTable extends ResourceColumns {
  id: string;
  owner_id: string;
  owner_kind: "user" | "serviceaccount";
  /** SHA-256 of the whole token. The token has 256 random bits, so a fast hash is enough. */
  digest: Uint8Array;
  disabled: boolean;
  expires_at: Timestamp;
  last_used_at: Timestamp | null;
}
