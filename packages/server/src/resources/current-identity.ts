// Who is calling, and with which key.
import { unauthenticated } from "../errors.ts";
import { type ApiKeyRow, readApiKey } from "../store/api-keys.ts";
import { readServiceAccount, type ServiceAccountRow } from "../store/service-accounts.ts";
import { readUser, type UserRow } from "../store/users.ts";
import type { Call, Deps } from "./call.ts";

export interface CurrentIdentity {
  readonly principal:
    | { readonly kind: "user"; readonly row: UserRow }
    | { readonly kind: "serviceaccount"; readonly row: ServiceAccountRow };
  readonly apiKey: ApiKeyRow | undefined;
}

/** @throws RemitError UNAUTHENTICATED when the caller was deleted since the call came in */
export async function getCurrentIdentity({ database: { db } }: Deps, { caller }: Call): Promise<CurrentIdentity> {
  const apiKey = await readApiKey(db, caller?.apiKeyId ?? "");
  const user = await readUser(db, caller?.principalId ?? "");
  if (user !== undefined) return { principal: { kind: "user", row: user }, apiKey };
  const account = await readServiceAccount(db, caller?.principalId ?? "");
  if (account === undefined) throw unauthenticated("the owner of this API key or session is not active");
  return { principal: { kind: "serviceaccount", row: account }, apiKey };
}
