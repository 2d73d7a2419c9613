// Tables of the processes that take calls, and of the keys that they sign with.
import type { Json, Timestamp } from "./columns.ts";

/** An elliptic curve key without its private part. */
export interface PublicJwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

export interface GatewayKeysTable {
  /** The key's thumbprint. */
  kid: string;
  jwk: Json<PublicJwk>;
  created_at: Timestamp;
  expires_at: Timestamp;
}

/** Processes that share limits. */
export interface GatewaysTable {
  /** Of a process, made at its start. */
  id: string;
  /** By the database's clock. */
  seen_at: Timestamp;
  /** What it does: those of one role share the limits of that role. */
  role: string;
}
