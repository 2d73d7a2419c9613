// The keys of one issuer of access tokens, fetched when they are needed and kept. However many tokens come with keys that
// nobody knows, the issuer is asked once in a while.
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";

export interface Issuer {
  /** As it stands in tokens (`iss`). */
  readonly issuer: string;
  /** What tokens must be made for (`aud`). */
  readonly audience: string;
  /** Null: as its OpenID configuration says. */
  readonly jwksUri: string | null;
  /** The claim that holds the e-mail address. */
  readonly emailClaim: string;
}

const timeoutMs = 5_000;
/** After keys were fetched nothing is fetched for so long, whatever key a token names. */
const cooldownMs = 30_000;
const failureCooldownMs = 5_000;
/** A key that the issuer took back is refused after this. */
const cacheMs = 600_000;

/** Finds the key for a token; rejects when there is none. */
export function createIssuerKeys({ issuer, jwksUri }: Issuer): JWTVerifyGetKey {
  const fetchOnce = withPause(fetch);
  let known: JWTVerifyGetKey | null = jwksUri === null ? null : keysAt(jwksUri, fetchOnce);
  let finding: Promise<string> | null = null;
  return async (header, token) => {
    if (known === null) {
      finding ??= discover(issuer, fetchOnce).finally(() => {
        finding = null;
      });
      const uri = await finding;
      known ??= keysAt(uri, fetchOnce);
    }
    return known(header, token);
  };
}

const keysAt = (uri: string, fetchOnce: typeof fetch): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(uri), {
    timeoutDuration: timeoutMs,
    cooldownDuration: cooldownMs,
    cacheMaxAge: cacheMs,
    [customFetch]: fetchOnce,
  });

async function discover(issuer: string, fetchOnce: typeof fetch): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const answer = await fetchOnce(url, { redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
  const found = (await answer.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (!answer.ok || found.issuer !== issuer) throw new Error(`${url} is not the OpenID configuration of ${issuer}`);
  if (typeof found.jwks_uri !== "string" || !isAsSafe(found.jwks_uri, issuer))
    throw new Error(`${url} names no jwks_uri with https`);
  return found.jwks_uri;
}

/** Over TLS, or on the issuer's own host: the settings allow an issuer without TLS on this machine alone. */
function isAsSafe(uri: string, issuer: string): boolean {
  const url = URL.parse(uri);
  return url !== null && (url.protocol === "https:" || url.origin === new URL(issuer).origin);
}

/** An issuer that is away is left alone for a moment: every token that comes would ask it again. */
function withPause(ask: typeof fetch): typeof fetch {
  let failedAt = Number.NEGATIVE_INFINITY;
  return async (input, init) => {
    if (performance.now() - failedAt < failureCooldownMs) throw new Error("the issuer did not answer a moment ago");
    try {
      const answer = await ask(input, init);
      if (!answer.ok) failedAt = performance.now();
      return answer;
    } catch (error) {
      failedAt = performance.now();
      throw error;
    }
  };
}
