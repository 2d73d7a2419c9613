// What is done on the host itself, by whoever may read the deployment's files: no API key is asked for, and every
// use leaves an audit record.

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  AccessSchema,
  AccountAccess_Role,
  ApiKeySpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Database, Tx } from "../store/database.ts";
import { newId, nextVersion } from "../store/ids.ts";
import type { Touched } from "../store/policy-data.ts";
import { lockPolicy } from "../store/policy-lock.ts";
import { readUserByEmail } from "../store/users.ts";
import { appendSystemAudit, insertOwnerKey } from "./bootstrap.ts";
import type { Deps } from "./call.ts";
import { publishPolicy } from "./publish-policy.ts";
import { mintSignInLink } from "./sign-in-links.ts";

const developmentKeyName = "development key";

/** A key of the first owner for 24 hours. The one before it ends, so that at most one is about. */
export async function mintDevelopmentKey(deps: Deps): Promise<string> {
  const now = deps.now();
  const key = await inPolicyTransaction(deps.database, async (tx) => {
    const owner = await findOwner(tx);
    if (owner === undefined) throw new Error("there is no owner to make a development key for");
    await endDevelopmentKeys(tx, owner);
    const token = await insertOwnerKey(tx, owner, { name: developmentKeyName, days: 1, now });
    await appendSystemAudit(tx, "MintDevelopmentKey", now, { owner_id: owner });
    // The key before it is gone: whoever holds keys in memory hears of it by a new version.
    return { token, touched: [{ kind: "principal", id: owner }] };
  });
  deps.audited();
  return key;
}

/** A link's token that signs the first owner in to the console: once, and soon. */
export async function mintSignInToken(database: Database, now: Date): Promise<string> {
  return database.db.transaction().execute(async (tx) => {
    await lockPolicy(tx, "share");
    const userId = await findOwner(tx);
    if (userId === undefined) throw new Error("there is no owner to sign in");
    const { token, expiresAt } = await mintSignInLink(tx, { userId, apiKeyId: null, now });
    await appendSystemAudit(tx, "MintSignInLink", now, { user_id: userId, expires_at: expiresAt.toISOString() });
    return token;
  });
}

/** When the last owner's key is lost: makes the user of this address an owner again, with a new key. */
export async function recoverOwner(
  database: Database,
  email: string,
  now: Date,
): Promise<{ userId: string; apiKey: string }> {
  let userId = "";
  const apiKey = await inPolicyTransaction(database, async (tx) => {
    userId = await makeOwner(tx, email, now);
    const token = await insertOwnerKey(tx, userId, { name: "recovery key", days: 1, now });
    await appendSystemAudit(tx, "RecoverOwner", now, { user_id: userId, email });
    return { token, touched: [{ kind: "principal", id: userId }] };
  });
  return { userId, apiKey };
}

async function inPolicyTransaction(
  { db }: Database,
  work: (tx: Tx) => Promise<{ token: string; touched: readonly Touched[] }>,
): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await lockPolicy(tx, "update");
    const { token, touched } = await work(tx);
    await publishPolicy(tx, touched);
    return token;
  });
}

async function findOwner(tx: Tx): Promise<string | undefined> {
  const users = await tx
    .selectFrom("users")
    .select(["id", "spec"])
    .where("state", "=", ResourceState.ACTIVE)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return users.find(
    ({ spec }) => fromBinary(UserSpecSchema, spec).access?.accountAccess?.role === AccountAccess_Role.OWNER,
  )?.id;
}

/** The name alone is not enough: a person may call a key so too. Ours are made by nobody's operation. */
async function endDevelopmentKeys(tx: Tx, ownerId: string): Promise<void> {
  const keys = await tx
    .selectFrom("api_keys")
    .select(["id", "spec"])
    .where("owner_id", "=", ownerId)
    .where("async_operation_id", "=", "")
    .execute();
  const ids = keys
    .filter(({ spec }) => fromBinary(ApiKeySpecSchema, spec).displayName === developmentKeyName)
    .map(({ id }) => id);
  if (ids.length > 0) await tx.deleteFrom("api_keys").where("id", "in", ids).execute();
}

async function makeOwner(tx: Tx, email: string, now: Date): Promise<string> {
  const access = create(AccessSchema, { accountAccess: { role: AccountAccess_Role.OWNER } });
  const user = await readUserByEmail(tx, email);
  const version = await nextVersion(tx);
  if (user === undefined) {
    const id = newId();
    const spec = toBinary(UserSpecSchema, create(UserSpecSchema, { email, access }));
    const fresh = { version, async_operation_id: "", created_at: now, updated_at: null, state: ResourceState.ACTIVE };
    await tx
      .insertInto("users")
      .values({ ...fresh, id, email, spec, invited_at: null, invitation_expires_at: null, accepted_at: now })
      .execute();
    return id;
  }
  const spec = fromBinary(UserSpecSchema, user.spec);
  const customRoles = spec.access?.accountAccess?.customRoles ?? [];
  spec.access = create(AccessSchema, { accountAccess: { role: AccountAccess_Role.OWNER, customRoles } });
  await tx
    .updateTable("users")
    .set({ spec: toBinary(UserSpecSchema, spec), state: ResourceState.ACTIVE, version, updated_at: now })
    .where("id", "=", user.id)
    .execute();
  return user.id;
}
