// API keys: shown once, bound to their owner, and dead the moment they are disabled, deleted or expired.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { timestampDate, timestampFromDate, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import {
  OwnerType,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeServiceAccount, makeUser, withKey } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const read = { accountAccess: { role: Role.READ } };
const inDays = (days: number) => timestampFromMs(Math.floor(Date.now() / 1000) * 1000 + days * 86_400_000);

describe("API keys", () => {
  let plane: TestPlane;

  before(async () => {
    plane = await startPlane();
  });
  after(() => plane[Symbol.asyncDispose]());

  const specFor = (ownerId: string, displayName = "key") => ({
    ownerId,
    ownerType: OwnerType.SERVICE_ACCOUNT,
    displayName,
  });

  it("gives the same token again to a retry, and to nobody else", async () => {
    const account = await makeServiceAccount(plane, read);
    const request = { spec: { ...specFor(account.id), expiryTime: inDays(1) }, asyncOperationId: "retry-1" };
    const first = await plane.owner.cloud.createApiKey(request);
    const again = await plane.owner.cloud.createApiKey(request);
    assert.equal(again.token, first.token);
    assert.equal(again.keyId, first.keyId);
    assert.equal(again.asyncOperation?.id, "retry-1");
    const admin = await makeUser(plane, { accountAccess: { role: Role.ADMIN } });
    await refused(admin.cloud.createApiKey(request), Code.InvalidArgument, "async_operation_id");
    await refused(
      plane.owner.cloud.createApiKey({ ...request, spec: specFor(account.id, "other") }),
      Code.InvalidArgument,
      "async_operation_id",
    );
  });

  it("never shows a token again", async () => {
    const account = await makeServiceAccount(plane, read);
    const shown = await plane.owner.cloud.getApiKey({ keyId: account.keyId });
    assert.ok(
      !JSON.stringify(shown, (_, value) => (typeof value === "bigint" ? String(value) : value)).includes(account.key),
    );
  });

  it("keeps the expiry to the second, and fills in both members of the owner's type", async () => {
    const account = await makeServiceAccount(plane, read);
    const expiryTime = inDays(30);
    const spec = { ownerId: account.id, ownerTypeDeprecated: "service-account", displayName: "old client", expiryTime };
    const { keyId } = await plane.owner.cloud.createApiKey({ spec });
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId });
    assert.equal(apiKey?.spec?.expiryTime?.seconds, expiryTime.seconds);
    assert.equal(apiKey.spec.ownerType, OwnerType.SERVICE_ACCOUNT);
    assert.equal(apiKey.spec.ownerTypeDeprecated, "service-account");
    assert.equal(apiKey.state, ResourceState.ACTIVE);
  });

  it("gives a key without an expiry the default one", async () => {
    const account = await makeServiceAccount(plane, read);
    const { keyId } = await plane.owner.cloud.createApiKey({ spec: specFor(account.id) });
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId });
    const days = (Number(apiKey?.spec?.expiryTime?.seconds) * 1000 - Date.now()) / 86_400_000;
    assert.ok(days > 89.9 && days <= 90);
  });

  it("refuses an expiry in the past, beyond two years, or that is no time", async () => {
    const spec = specFor((await makeServiceAccount(plane, read)).id);
    const create = (expiryTime: { seconds: bigint; nanos: number }) =>
      plane.owner.cloud.createApiKey({ spec: { ...spec, expiryTime } });
    await refusedField(create(inDays(-1)), "spec.expiry_time");
    await refusedField(create(inDays(740)), "spec.expiry_time");
    await refusedField(create({ seconds: 2n ** 62n, nanos: 0 }), "spec.expiry_time");
    await refusedField(create({ seconds: inDays(1).seconds, nanos: -5 }), "spec.expiry_time");
    const twoYears = new Date();
    twoYears.setUTCFullYear(twoYears.getUTCFullYear() + 2);
    twoYears.setUTCMinutes(twoYears.getUTCMinutes() - 1);
    await create(timestampFromDate(twoYears));
  });

  it("refuses a disabled key at once and admits it when it is enabled again", async () => {
    const account = await makeServiceAccount(plane, read);
    await account.cloud.getRegions({});
    await setDisabled(account.keyId, true);
    await refused(account.cloud.getRegions({}), Code.Unauthenticated);
    await setDisabled(account.keyId, false);
    await account.cloud.getRegions({});
  });

  const setDisabled = async (keyId: string, disabled: boolean): Promise<void> => {
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId });
    assert.ok(apiKey?.spec);
    await plane.owner.cloud.updateApiKey({
      keyId,
      spec: { ...apiKey.spec, disabled },
      resourceVersion: apiKey.resourceVersion,
    });
  };

  it("refuses a deleted key at once", async () => {
    const account = await makeServiceAccount(plane, read);
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: account.keyId });
    await plane.owner.cloud.deleteApiKey({ keyId: account.keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
    await refused(account.cloud.getRegions({}), Code.Unauthenticated);
    await refused(plane.owner.cloud.getApiKey({ keyId: account.keyId }), Code.NotFound);
  });

  it("refuses an expired key, and shows it as expired", async () => {
    const account = await makeServiceAccount(plane, read);
    const expiryTime = timestampFromMs(Date.now() + 1_200);
    const { keyId, token } = await plane.owner.cloud.createApiKey({ spec: { ...specFor(account.id), expiryTime } });
    const caller = plane.as(token);
    await caller.cloud.getRegions({});
    while (Date.now() <= Number(expiryTime.seconds) * 1000 + expiryTime.nanos / 1e6) await sleep(100);
    await refused(caller.cloud.getRegions({}), Code.Unauthenticated);
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId });
    assert.equal(apiKey?.state, ResourceState.EXPIRED);
    assert.equal(apiKey.stateDeprecated, "expired");
  });

  it("ends with its owner", async () => {
    const user = await makeUser(plane, read);
    const found = await plane.owner.cloud.getUser({ userId: user.id });
    await plane.owner.cloud.deleteUser({ userId: user.id, resourceVersion: found.user?.resourceVersion ?? "" });
    await refused(user.cloud.getRegions({}), Code.Unauthenticated);
    await refused(plane.owner.cloud.getApiKey({ keyId: user.keyId }), Code.NotFound);
  });

  it("never changes owner, type or expiry", async () => {
    const account = await makeServiceAccount(plane, read);
    const other = await makeServiceAccount(plane, read);
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: account.keyId });
    assert.ok(apiKey?.spec);
    const { spec, resourceVersion } = apiKey;
    const update = (change: Partial<typeof spec>) =>
      plane.owner.cloud.updateApiKey({
        keyId: account.keyId,
        spec: { ...spec, ...change, $typeName: spec.$typeName },
        resourceVersion,
      });
    await refusedField(update({ ownerId: other.id }), "spec.owner_id");
    await refusedField(update({ ownerType: OwnerType.USER }), "spec.owner_type");
    await refusedField(update({ expiryTime: inDays(300) }), "spec.expiry_time");
    await refused(update({}), Code.InvalidArgument, "nothing to change");
    await update({ displayName: "renamed" });
    await refused(update({ displayName: "stale" }), Code.FailedPrecondition, "resource_version");
  });

  it("lets people make keys for themselves and see no others", async () => {
    const user = await makeUser(plane, read);
    const own = await user.cloud.createApiKey({
      spec: { ownerId: user.id, ownerType: OwnerType.USER, displayName: "laptop" },
    });
    const { apiKeys } = await user.cloud.getApiKeys({});
    assert.deepEqual(apiKeys.map(({ id }) => id).sort(), [own.keyId, user.keyId].sort());
    const { principal } = await plane.owner.cloud.getCurrentIdentity({});
    assert.ok(principal.case === "user");
    const forOwner = { ownerId: principal.value.id, ownerType: OwnerType.USER, displayName: "theirs" };
    await refused(user.cloud.createApiKey({ spec: forOwner }), Code.PermissionDenied);
    const filtered = await plane.owner.cloud.getApiKeys({ ownerId: user.id, ownerType: OwnerType.USER });
    assert.equal(filtered.apiKeys.length, 2);
    assert.equal((await user.cloud.getApiKeys({ ownerId: principal.value.id })).apiKeys.length, 0);
  });

  it("lets a service account make its own next key but not delete keys", async () => {
    const account = await makeServiceAccount(plane, read);
    const next = await account.cloud.createApiKey({ spec: specFor(account.id, "next") });
    const { apiKey } = await account.cloud.getApiKey({ keyId: next.keyId });
    const remove = account.cloud.deleteApiKey({ keyId: next.keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
    await refused(remove, Code.PermissionDenied);
  });

  it("limits how many keys that have not expired one owner has", async () => {
    const user = await makeUser(plane, read);
    const create = () =>
      user.cloud.createApiKey({ spec: { ownerId: user.id, ownerType: OwnerType.USER, displayName: "more" } });
    for (let made = 1; made < 10; made++) await create();
    await refused(create(), Code.FailedPrecondition, "apiKeysPerUser");
  });

  it("says which owner is not there or of another type", async () => {
    const user = await makeUser(plane, read);
    await refused(plane.owner.cloud.createApiKey({ spec: specFor("ffffffffffffffffffffffffffffffff") }), Code.NotFound);
    await refusedField(plane.owner.cloud.createApiKey({ spec: specFor(user.id) }), "spec.owner_type");
    await refusedField(plane.owner.cloud.createApiKey({ spec: { displayName: "x" } }), "spec.owner_id");
    const unnamed = { ownerId: user.id, ownerType: OwnerType.USER };
    await refusedField(plane.owner.cloud.createApiKey({ spec: unnamed }), "spec.display_name");
    const further = await withKey(plane, user.id, OwnerType.USER);
    await further.cloud.getRegions({});
  });

  it("says when each key was last used, to those alone who may list the key", async () => {
    const account = await makeServiceAccount(plane, read);
    await plane.owner.cloud.createApiKey({ spec: specFor(account.id, "unused") });
    const before = Date.now();
    await account.cloud.getRegions({});
    const { uses } = await plane.owner.identity.listApiKeyUses({ ownerId: account.id });
    assert.deepEqual(
      uses.map(({ keyId }) => keyId),
      [account.keyId],
    );
    const [use] = uses;
    assert.ok(use?.lastUsedAt !== undefined && timestampDate(use.lastUsedAt).getTime() >= before - 1_000);
    const other = await makeUser(plane, read);
    await other.cloud.getRegions({});
    const own = await other.identity.listApiKeyUses({});
    assert.deepEqual(
      own.uses.map(({ keyId }) => keyId),
      [other.keyId],
    );
  });
});
