// What a secret looks like: a scannable prefix, 256 random bits, a checksum that catches truncation and typing
// errors before the database is asked. Only a digest is stored; with 256 bits a fast hash is enough.
import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

export type TokenKind = "key" | "invite" | "session" | "signin";

const shapes: Readonly<Record<TokenKind, RegExp>> = {
  key: /^remit_key_([A-Za-z0-9_-]{43})([0-9a-f]{8})$/,
  invite: /^remit_invite_([A-Za-z0-9_-]{43})([0-9a-f]{8})$/,
  session: /^remit_session_([A-Za-z0-9_-]{43})([0-9a-f]{8})$/,
  signin: /^remit_signin_([A-Za-z0-9_-]{43})([0-9a-f]{8})$/,
};

/** Made once, shown once. */
export function mintToken(kind: TokenKind): string {
  const body = `remit_${kind}_${randomBytes(32).toString("base64url")}`;
  return body + checksum(body);
}

/** True for a text of the right shape with a checksum that fits; says nothing about whether the token is known. */
export function isWellFormed(kind: TokenKind, token: string): boolean {
  return shapes[kind].test(token) && token.endsWith(checksum(token.slice(0, -8)));
}

export const digestToken = (token: string): Uint8Array => createHash("sha256").update(token, "utf8").digest();

const checksum = (body: string): string => crc32(body).toString(16).padStart(8, "0");
