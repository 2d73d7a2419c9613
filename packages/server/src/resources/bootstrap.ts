// The first start: the account, its default project, an owner and the owner's first API key, in one transaction.

import { create, toBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { AccountSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import {
  AccountAccess_Role,
  ApiKeySpecSchema,
  OwnerType,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  LifecycleSpecSchema,
  ProjectSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { appendAudit } from "../audit/append.ts";
import { digestToken, mintToken } from "../authenticate/token.ts";
import type { Db, Tx } from "../store/database.ts";
import { newAccountId, newId, nextVersion } from "../store/ids.ts";
import { dayMs } from "../store/periods.ts";
import { lockPolicy } from "../store/policy-lock.ts";
import { publishPolicy } from "./publish-policy.ts";

export interface FirstStart {
  readonly accountId: string;
  /** Set when this call made the account: the owner's key, to be shown once. */
  readonly firstKey: string | null;
}

/** Makes the account unless there is one. Two processes that start at once agree on the first's. */
export async function bootstrap(db: Db, ownerEmail: string, now: Date): Promise<FirstStart> {
  return db.transaction().execute(async (tx) => {
    await lockPolicy(tx, "update");
    const account = await tx.selectFrom("account").select("id").executeTakeFirst();
    if (account !== undefined) return { accountId: account.id, firstKey: null };
    const accountId = newAccountId();
    const project = newId();
    await insertProject(tx, project, now);
    await tx
      .insertInto("account")
      .values({
        ...(await fresh(tx, now)),
        id: accountId,
        spec: toBinary(AccountSpecSchema, create(AccountSpecSchema)),
        default_project: project,
      })
      .execute();
    const owner = await insertOwner(tx, ownerEmail, now);
    const firstKey = await insertOwnerKey(tx, owner, { name: "first key", days: 90, now });
    await publishPolicy(tx, [
      { kind: "project", id: project },
      { kind: "principal", id: owner },
    ]);
    await appendSystemAudit(tx, "CreateAccount", now, { account_id: accountId, owner: ownerEmail });
    return { accountId, firstKey };
  });
}

async function insertProject(tx: Tx, id: string, now: Date): Promise<void> {
  const lifecycle = create(LifecycleSpecSchema, { enableDeleteProtection: true });
  const spec = create(ProjectSpecSchema, {
    displayName: "default",
    description: "Where things go that name no project.",
    lifecycle,
  });
  await tx
    .insertInto("projects")
    .values({
      ...(await fresh(tx, now)),
      state: ResourceState.ACTIVE,
      id,
      display_name: spec.displayName,
      spec: toBinary(ProjectSpecSchema, spec),
    })
    .execute();
}

async function insertOwner(tx: Tx, email: string, now: Date): Promise<string> {
  const id = newId();
  const spec = create(UserSpecSchema, { email, access: { accountAccess: { role: AccountAccess_Role.OWNER } } });
  await tx
    .insertInto("users")
    .values({
      ...(await fresh(tx, now)),
      state: ResourceState.ACTIVE,
      id,
      email,
      spec: toBinary(UserSpecSchema, spec),
      invited_at: null,
      invitation_expires_at: null,
      accepted_at: now,
    })
    .execute();
  return id;
}

/** An API key for a user, made on the host and not by a call. Returns the token. */
export async function insertOwnerKey(
  tx: Tx,
  userId: string,
  key: { name: string; days: number; now: Date },
): Promise<string> {
  const token = mintToken("key");
  const expiresAt = new Date(key.now.getTime() + key.days * dayMs);
  const spec = create(ApiKeySpecSchema, {
    ownerId: userId,
    ownerType: OwnerType.USER,
    displayName: key.name,
    expiryTime: timestampFromDate(expiresAt),
  });
  await tx
    .insertInto("api_keys")
    .values({
      ...(await fresh(tx, key.now)),
      state: ResourceState.ACTIVE,
      id: newId(),
      owner_id: userId,
      owner_kind: "user",
      digest: digestToken(token),
      disabled: false,
      expires_at: expiresAt,
      last_used_at: null,
      spec: toBinary(ApiKeySpecSchema, spec),
    })
    .execute();
  return token;
}

/** What was done on the host itself, by whoever may read its files. */
export async function appendSystemAudit(
  tx: Tx,
  operation: string,
  at: Date,
  details: Record<string, unknown>,
): Promise<void> {
  const principal = { type: "system", id: "", name: "host", apiKeyId: "" } as const;
  await appendAudit(tx, { at, operation, status: "OK", principal, forwardedFor: "", asyncOperationId: "", details });
}

async function fresh(
  tx: Tx,
  now: Date,
): Promise<{ version: number; async_operation_id: string; created_at: Date; updated_at: null }> {
  return { version: await nextVersion(tx), async_operation_id: "", created_at: now, updated_at: null };
}
