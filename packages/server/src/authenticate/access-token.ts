// OIDC access tokens of configured issuers: the token names an e-mail address that the issuer has verified, and the active
// user of that address is who calls. A token is checked once, then known by its digest until it ends.
import { hash } from "node:crypto";
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Logger } from "pino";
import { unavailable } from "../errors.ts";
import type { Caller } from "./api-key.ts";
import { refusedOnDataPlane } from "./bearer.ts";
import { createIssuerKeys, type Issuer } from "./issuer-keys.ts";
import { keepNewest } from "./keep-newest.ts";
import type { UsersByEmail } from "./users-by-email.ts";

/** Signatures with a key pair. What is signed with a shared secret, or not at all, is nobody's word. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
/** Clocks may differ by so much. */
const leewaySeconds = 30;
/** A checked token is checked again after this: its issuer may have taken back the key. */
const recheckMs = 600_000;
const refusedMs = 5_000;
const maxHeld = 10_000;

export interface TokenUse {
  readonly caller: Caller;
  readonly digest: string;
}

interface Checked {
  readonly email: string;
  /** Unix milliseconds at which the token ends. */
  readonly endsAt: number;
  /** Unix milliseconds from which on it is checked again. */
  readonly checkAt: number;
}

export interface AccessTokensOptions {
  readonly issuers: readonly Issuer[];
  readonly users: Pick<UsersByEmail, "find">;
  readonly log: Logger;
}

export class AccessTokens {
  readonly #options: AccessTokensOptions;
  readonly #issuers: ReadonlyMap<string, { readonly issuer: Issuer; readonly keys: JWTVerifyGetKey }>;
  readonly #checked = new Map<string, Checked>();
  /** Digest → performance.now() until which it is refused unseen. */
  readonly #refused = new Map<string, number>();

  constructor(options: AccessTokensOptions) {
    this.#options = options;
    this.#issuers = new Map(
      options.issuers.map((issuer) => [issuer.issuer, { issuer, keys: createIssuerKeys(issuer) }]),
    );
  }

  /** Null where the token has to be checked: `find` does. @throws RemitError UNAUTHENTICATED, STALE_POLICY */
  lookUp(token: string, now: Date): TokenUse | null {
    const digest = hash("sha256", token, "base64");
    const checked = this.#checked.get(digest);
    if (checked !== undefined && checked.checkAt > now.getTime()) return this.#use(digest, checked, now);
    if ((this.#refused.get(digest) ?? Number.NEGATIVE_INFINITY) > performance.now()) throw refusedOnDataPlane();
    return null;
  }

  /** @throws RemitError UNAUTHENTICATED, STALE_POLICY; UNAVAILABLE when the issuer's keys cannot be fetched */
  async find(token: string, now: Date): Promise<TokenUse> {
    const known = this.lookUp(token, now);
    if (known !== null) return known;
    const digest = hash("sha256", token, "base64");
    try {
      const checked = await this.#check(token, now);
      keepNewest(this.#checked, digest, checked, maxHeld);
      return this.#use(digest, checked, now);
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      this.#options.log.debug({ reason: error.message }, "an access token was refused");
      keepNewest(this.#refused, digest, performance.now() + refusedMs, maxHeld);
      throw refusedOnDataPlane();
    }
  }

  /** Whether a token that was good when its call began still is. One that had to make room ends its calls. */
  isUsable({ digest }: TokenUse, now: Date): boolean {
    const checked = this.#checked.get(digest);
    return checked !== undefined && checked.endsAt > now.getTime() && this.#options.users.find(checked.email) !== null;
  }

  #use(digest: string, checked: Checked, now: Date): TokenUse {
    const principalId = checked.endsAt > now.getTime() ? this.#options.users.find(checked.email) : null;
    if (principalId === null) throw refusedOnDataPlane();
    return { caller: { principalId, kind: "user", apiKeyId: "", sessionId: null }, digest };
  }

  async #check(token: string, now: Date): Promise<Checked> {
    const found = this.#issuers.get(issuerOf(token));
    if (found === undefined) throw new TokenFault("its issuer is not configured");
    const { issuer, keys } = found;
    const payload = await verify(token, keys, issuer, now);
    const { exp = 0, iat = 0, email_verified: isVerified } = payload;
    if (iat > now.getTime() / 1_000 + leewaySeconds) throw new TokenFault("it was issued in the future");
    const email = payload[issuer.emailClaim];
    if (typeof email !== "string" || email === "") throw new TokenFault(`it has no ${issuer.emailClaim}`);
    if (isVerified !== true) throw new TokenFault("its e-mail address is not verified");
    const endsAt = exp * 1_000;
    return { email, endsAt, checkAt: Math.min(endsAt, now.getTime() + recheckMs) };
  }
}

/** What is wrong with a token; for the log, never with the token in it. */
class TokenFault extends Error {}

/** What jose says of the way to the keys, and not of the token. */
const faultsOfIssuer = new Set(["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"]);

function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? "";
  } catch {
    throw new TokenFault("it is no JWT");
  }
}

async function verify(token: string, keys: JWTVerifyGetKey, issuer: Issuer, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer: issuer.issuer,
      audience: issuer.audience,
      requiredClaims: ["exp", "iat"],
      clockTolerance: leewaySeconds,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError && !faultsOfIssuer.has(error.code)) throw new TokenFault(error.message);
    throw unavailable("the keys of the token's issuer cannot be fetched at the moment", error);
  }
}
