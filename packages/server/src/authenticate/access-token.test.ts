import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { pino } from "pino";
import { RemitError } from "../errors.ts";
import { AccessTokens } from "./access-token.ts";

const log = pino({ level: "silent" });
const now = new Date("2026-01-01T00:00:00Z");
const at = now.getTime() / 1_000;
const users = { find: (email: string) => (email.toLowerCase() === "ann@example.com" ? "ann" : null) };

interface Pair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

const refused = (error: unknown) => error instanceof RemitError && error.reason === "UNAUTHENTICATED";

const isUnavailable = (error: unknown) => error instanceof RemitError && error.reason === "UNAVAILABLE";

describe("an access token", () => {
  let server: Server;
  let issuer = "";
  let requests: string[] = [];
  let isAway = false;
  let keys: Pair;
  let tokens: AccessTokens;

  const make = () =>
    new AccessTokens({ issuers: [{ issuer, audience: "remit", jwksUri: null, emailClaim: "email" }], users, log });
  const good = (): JWTPayload => ({
    iss: issuer,
    aud: "remit",
    sub: "x",
    iat: at - 10,
    exp: at + 600,
    email: "ann@example.com",
    email_verified: true,
  });
  const signed = (claims: JWTPayload, header: Record<string, unknown> = {}, key = keys.privateKey) =>
    new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "one", ...header }).sign(key);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

  before(async () => {
    keys = await generateKeyPair("ES256");
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: "one", alg: "ES256" };
    server = createServer((request, response) => {
      requests.push(request.url ?? "");
      if (isAway) return void response.writeHead(500).end();
      const isKeys = request.url === "/keys";
      response.end(JSON.stringify(isKeys ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    tokens = make();
  });
  after(() => server.close());

  it("stands for the active user whose verified e-mail address it names, until it ends", async () => {
    const token = await signed({ ...good(), email: "Ann@Example.com" });
    assert.equal(tokens.lookUp(token, now), null);
    const use = await tokens.find(token, now);
    assert.deepEqual(use.caller, { principalId: "ann", kind: "user", apiKeyId: "", sessionId: null });
    assert.deepEqual(tokens.lookUp(token, now), use);
    assert.ok(tokens.isUsable(use, now));
    const ended = new Date((at + 600) * 1_000);
    assert.ok(!tokens.isUsable(use, ended));
    await assert.rejects(tokens.find(token, new Date(ended.getTime() + 31_000)), refused);
  });

  /** Each beside a twin that differs in nothing else, and is accepted. */
  const bad: Record<string, () => Promise<string>> = {
    "of another issuer": () => signed({ ...good(), iss: "https://elsewhere.example" }),
    "of an issuer that is almost the same": () => signed({ ...good(), iss: `${issuer}/` }),
    "without an issuer": async () => {
      const { iss: _, ...rest } = good();
      return signed(rest);
    },
    "for another audience": () => signed({ ...good(), aud: "other" }),
    "for other audiences": () => signed({ ...good(), aud: ["other", "remit2"] }),
    "without an audience": async () => {
      const { aud: _, ...rest } = good();
      return signed(rest);
    },
    "that has ended": () => signed({ ...good(), exp: at - 31 }),
    "without an end": async () => {
      const { exp: _, ...rest } = good();
      return signed(rest);
    },
    "with an end that is no number": () => signed({ ...good(), exp: `${at + 600}` as never }),
    "that is not valid yet": () => signed({ ...good(), nbf: at + 31 }),
    "from the future": () => signed({ ...good(), iat: at + 31 }),
    "that does not say since when": async () => {
      const { iat: _, ...rest } = good();
      return signed(rest);
    },
    "with an address that is not verified": () => signed({ ...good(), email_verified: false }),
    "that says nothing of the address being verified": async () => {
      const { email_verified: _, ...rest } = good();
      return signed(rest);
    },
    "whose address is verified by a text": () => signed({ ...good(), email_verified: "true" }),
    "without an address": async () => {
      const { email: _, ...rest } = good();
      return signed(rest);
    },
    "with several addresses": () => signed({ ...good(), email: ["ann@example.com"] }),
    "of nobody's address": () => signed({ ...good(), email: "bob@example.com" }),
    "of an address with another letter that becomes the same": () =>
      signed({ ...good(), email: "ann@example.com\u0130" }),
    "signed by another key of that name": async () => signed(good(), {}, (await generateKeyPair("ES256")).privateKey),
    "with a key that nobody knows": async () =>
      signed(good(), { kid: "two" }, (await generateKeyPair("ES256")).privateKey),
    "signed with a shared secret": () =>
      new SignJWT(good()).setProtectedHeader({ alg: "HS256", kid: "one" }).sign(new Uint8Array(32)),
    "signed by nobody": async () => `${encode({ alg: "none" })}.${encode(good())}.`,
    "whose signature was cut off": async () => (await signed(good())).replace(/[^.]*$/, ""),
    "whose content was changed": async () => {
      const [header, , signature] = (await signed(good())).split(".");
      return `${header}.${encode({ ...good(), sub: "y" })}.${signature}`;
    },
    "with a critical header that is not understood": () =>
      signed(good(), { crit: ["x"], x: 1 }).catch(async () => {
        const [, content, signature] = (await signed(good())).split(".");
        return `${encode({ alg: "ES256", kid: "one", crit: ["x"], x: 1 })}.${content}.${signature}`;
      }),
    "that is no token": async () => "abc",
    "that is three dots": async () => "..",
  };
  for (const [name, token] of Object.entries(bad)) {
    it(`is refused: one ${name}`, async () => {
      await tokens.find(await signed(good()), now);
      await assert.rejects(tokens.find(await token(), now), refused);
    });
  }

  it("may be a little ahead or behind, as clocks are", async () => {
    for (const claims of [{ exp: at - 20, iat: at - 100 }, { iat: at + 20 }, { nbf: at + 20 }]) {
      const token = signed({ ...good(), ...claims });
      // Within the leeway it is no fault of the token; one that ends by the clock here is over all the same.
      if ("exp" in claims) await assert.rejects(tokens.find(await token, now), refused);
      else await tokens.find(await token, now);
    }
  });

  it("asks its issuer once, whatever keys others name", async () => {
    requests = [];
    const fresh = make();
    await Promise.all(Array.from({ length: 20 }, async () => fresh.find(await signed(good()), now)));
    const wrong = Array.from({ length: 20 }, async (_, index) =>
      fresh.find(await signed(good(), { kid: `k${index}` }), now),
    );
    for (const each of await Promise.allSettled(wrong)) assert.equal(each.status, "rejected");
    assert.deepEqual(requests, ["/.well-known/openid-configuration", "/keys"]);
  });

  it("leaves an issuer alone that is away", async () => {
    isAway = true;
    requests = [];
    const fresh = make();
    for (let each = 0; each < 20; each++)
      await assert.rejects(fresh.find(await signed({ ...good(), jti: `${each}` }), now), isUnavailable);
    isAway = false;
    assert.equal(requests.length, 1);
  });
});
