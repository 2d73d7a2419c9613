// A gateway's own key. Its private part is in this process's memory and nowhere else: who takes the database, a backup or
// another gateway cannot speak to a Temporal server in anybody's name.
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { PublicJwk } from "../../store/schema/gateways.ts";

export interface SigningKey {
  /** The thumbprint of the public part (RFC 7638). */
  readonly kid: string;
  readonly jwk: PublicJwk;
  /** A JWT with these claims, signed with ES256. */
  sign(claims: Readonly<Record<string, unknown>>): string;
}

export function makeSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = toPublicJwk(publicKey);
  const kid = thumbprint(jwk);
  const header = encode({ alg: "ES256", kid, typ: "JWT" });
  return {
    kid,
    jwk,
    sign: (claims) => {
      const content = `${header}.${encode(claims)}`;
      // JWTs have the two numbers of a signature side by side; Node's default is DER.
      const signature = sign("sha256", Buffer.from(content), { key: privateKey, dsaEncoding: "ieee-p1363" });
      return `${content}.${signature.toString("base64url")}`;
    },
  };
}

function toPublicJwk(publicKey: KeyObject): PublicJwk {
  const { x, y } = publicKey.export({ format: "jwk" });
  if (x === undefined || y === undefined) throw new Error("a P-256 key without its point");
  return { kty: "EC", crv: "P-256", x, y };
}

const thumbprint = ({ crv, kty, x, y }: PublicJwk): string =>
  createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
