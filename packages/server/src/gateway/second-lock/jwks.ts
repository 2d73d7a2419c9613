import type { Reader } from "../../store/database.ts";
import { readGatewayKeys } from "../../store/gateway-keys.ts";

/** The keys of all gateways that run, as Temporal servers fetch them (RFC 7517). */
export async function readJwks(reader: Reader, now: Date) {
  const keys = await readGatewayKeys(reader, now);
  return {
    keys: keys.map(({ kid, jwk: { kty, crv, x, y } }) => ({ kty, crv, x, y, kid, use: "sig", alg: "ES256" })),
  };
}
