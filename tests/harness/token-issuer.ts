// An issuer of OIDC access tokens on this machine: its configuration, its keys, and tokens as they are asked for.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const audience = "remit-gateway";

export interface TokenIssuer extends AsyncDisposable {
  /** As it stands in tokens. */
  readonly url: string;
  /** Publishes a further key beside those that are published. */
  publish(kid: string): Promise<void>;
  /** A token for the person of this address; `claims` replace what a good one has. @param kid of a key, published or not */
  tokenFor(email: string, claims?: JWTPayload, kid?: string): Promise<string>;
}

/** Its first key is called "one". */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const pairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
  const published: object[] = [];
  const keyOf = async (kid: string) => {
    const pair = pairs.get(kid) ?? (await generateKeyPair("ES256"));
    pairs.set(kid, pair);
    return pair;
  };
  const publish = async (kid: string) => {
    published.push({ ...(await exportJWK((await keyOf(kid)).publicKey)), kid, alg: "ES256", use: "sig" });
  };
  const server = createServer((request, response) => {
    const answers: Readonly<Record<string, object>> = {
      "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/keys` },
      "/keys": { keys: published },
    };
    const answer = answers[request.url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? {}));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await publish("one");
  return {
    url,
    publish,
    async tokenFor(email, claims = {}, kid = "one") {
      const seconds = Math.floor(Date.now() / 1_000);
      const good = {
        iss: url,
        aud: audience,
        sub: email,
        iat: seconds,
        exp: seconds + 600,
        email,
        email_verified: true,
      };
      const { privateKey } = await keyOf(kid);
      return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
