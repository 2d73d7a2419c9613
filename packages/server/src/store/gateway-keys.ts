// Public keys of the gateways that run. A process renews its own while it lives; what nobody renews ends.
import type { Db, Reader } from "./database.ts";
import type { PublicJwk } from "./schema/gateways.ts";

export interface GatewayKey {
  readonly kid: string;
  readonly jwk: PublicJwk;
}

/** Makes the key known, or known for longer. Returns since when it has been: anew where it was forgotten meanwhile. */
export async function keepGatewayKey(db: Db, key: GatewayKey, now: Date, expiresAt: Date): Promise<Date> {
  const { created_at } = await db
    .insertInto("gateway_keys")
    .values({ kid: key.kid, jwk: JSON.stringify(key.jwk), created_at: now, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column("kid").doUpdateSet({ expires_at: expiresAt }))
    .returning("created_at")
    .executeTakeFirstOrThrow();
  return created_at;
}

/** By kid, so that the same keys make the same answer. */
export const readGatewayKeys = (reader: Reader, now: Date): Promise<GatewayKey[]> =>
  reader.selectFrom("gateway_keys").select(["kid", "jwk"]).where("expires_at", ">", now).orderBy("kid").execute();

export async function deleteEndedGatewayKeys(db: Db, now: Date): Promise<void> {
  await db.deleteFrom("gateway_keys").where("expires_at", "<=", now).execute();
}
