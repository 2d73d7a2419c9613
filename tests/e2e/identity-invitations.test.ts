// A person's first credential: a link that works once.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeUser } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";

describe("invitations", () => {
  let plane: TestPlane;
  let invited = 0;

  before(async () => {
    plane = await startPlane({ addresses: { console: "https://remit.example", grpc: "" } });
  });
  after(() => plane[Symbol.asyncDispose]());

  const invite = async (): Promise<string> => {
    invited += 1;
    const spec = { email: `person-${invited}@example.com`, access: { accountAccess: { role: Role.READ } } };
    return (await plane.owner.cloud.createUser({ spec })).userId;
  };

  it("gives the invited user a first API key, and closes the invitation", async () => {
    const userId = await invite();
    const before = await plane.owner.cloud.getUser({ userId });
    assert.ok(before.user?.invitation?.expiredTime);
    const { token, url, expiresAt } = await plane.owner.identity.createInvitationLink({ userId });
    assert.match(token, /^remit_invite_/);
    assert.equal(url, `https://remit.example/accept-invitation#token=${token}`);
    assert.ok(expiresAt);
    const accepted = await plane.as(null).identity.acceptInvitation({ token, apiKeyName: "laptop" });
    assert.equal(accepted.userId, userId);
    const identity = await plane.as(accepted.apiKey).cloud.getCurrentIdentity({});
    assert.ok(identity.principal.case === "user");
    assert.equal(identity.principal.value.id, userId);
    assert.equal(identity.principal.value.invitation, undefined);
    assert.equal(identity.principalApiKey?.id, accepted.keyId);
    assert.equal(identity.principalApiKey.spec?.displayName, "laptop");
  });

  it("works once", async () => {
    const userId = await invite();
    const { token } = await plane.owner.identity.createInvitationLink({ userId });
    const results = await Promise.allSettled([1, 2, 3].map(() => plane.as(null).identity.acceptInvitation({ token })));
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
    await refused(plane.as(null).identity.acceptInvitation({ token }), Code.Unauthenticated);
    const { apiKeys } = await plane.owner.cloud.getApiKeys({ ownerId: userId });
    assert.equal(apiKeys.length, 1);
  });

  it("answers every wrong token alike", async () => {
    const userId = await invite();
    const revoked = await plane.owner.identity.createInvitationLink({ userId });
    await plane.owner.identity.revokeInvitationLink({ userId });
    const unknown = `remit_invite_${"A".repeat(43)}00000000`;
    const accept = (token: string) =>
      refused(plane.as(null).identity.acceptInvitation({ token }), Code.Unauthenticated);
    const messages = await Promise.all(
      [revoked.token, unknown, "", "nonsense", plane.ownerKey].map(async (token) => (await accept(token)).message),
    );
    assert.equal(new Set(messages).size, 1);
  });

  it("ends the open link when a new one is made", async () => {
    const userId = await invite();
    const old = await plane.owner.identity.createInvitationLink({ userId });
    const fresh = await plane.owner.identity.createInvitationLink({ userId });
    await refused(plane.as(null).identity.acceptInvitation({ token: old.token }), Code.Unauthenticated);
    await plane.as(null).identity.acceptInvitation({ token: fresh.token });
  });

  it("is void once the user holds more than the inviter, who has seen the token", async () => {
    const permissions = [{ actions: ["cloud.user.create"], resources: { resourceType: "accounts", allowAll: true } }];
    const { roleId } = await plane.owner.cloud.createCustomRole({ spec: { name: "invites", permissions } });
    const inviter = await makeUser(plane, { accountAccess: { role: Role.READ, customRoles: [roleId] } });
    const userId = await invite();
    const { token } = await inviter.identity.createInvitationLink({ userId });
    const { user } = await plane.owner.cloud.getUser({ userId });
    const spec = { email: user?.spec?.email ?? "", access: { accountAccess: { role: Role.OWNER } } };
    await plane.owner.cloud.updateUser({ userId, spec, resourceVersion: user?.resourceVersion ?? "" });
    await refused(plane.as(null).identity.acceptInvitation({ token }), Code.Unauthenticated);
    const fresh = await plane.owner.identity.createInvitationLink({ userId });
    await plane.as(null).identity.acceptInvitation({ token: fresh.token });
  });

  it("is void once the inviter is gone, even for somebody who holds nothing", async () => {
    const inviter = await makeUser(plane, { accountAccess: { role: Role.ADMIN } });
    const { userId } = await plane.owner.cloud.createUser({ spec: { email: "holds.nothing@example.com" } });
    const { token } = await inviter.identity.createInvitationLink({ userId });
    const { user } = await plane.owner.cloud.getUser({ userId: inviter.id });
    await plane.owner.cloud.deleteUser({ userId: inviter.id, resourceVersion: user?.resourceVersion ?? "" });
    await refused(plane.as(null).identity.acceptInvitation({ token }), Code.Unauthenticated);
  });

  it("of an Account Owner is ended by Account Owners only", async () => {
    const admin = await makeUser(plane, { accountAccess: { role: Role.ADMIN } });
    const access = { accountAccess: { role: Role.OWNER } };
    const { userId } = await plane.owner.cloud.createUser({ spec: { email: "next.owner@example.com", access } });
    const { token } = await plane.owner.identity.createInvitationLink({ userId });
    await refused(admin.identity.revokeInvitationLink({ userId }), Code.PermissionDenied, "Account Owners only");
    await plane.as(null).identity.acceptInvitation({ token });
  });

  it("ends with the user", async () => {
    const userId = await invite();
    const { token } = await plane.owner.identity.createInvitationLink({ userId });
    const { user } = await plane.owner.cloud.getUser({ userId });
    await plane.owner.cloud.deleteUser({ userId, resourceVersion: user?.resourceVersion ?? "" });
    await refused(plane.as(null).identity.acceptInvitation({ token }), Code.Unauthenticated);
  });

  it("is not made for somebody who accepted one, who does not exist, or by somebody who may not invite", async () => {
    const user = await makeUser(plane, { accountAccess: { role: Role.READ } });
    await refused(plane.owner.identity.createInvitationLink({ userId: user.id }), Code.FailedPrecondition);
    await refused(plane.owner.identity.createInvitationLink({ userId: "nobody" }), Code.NotFound);
    await refused(plane.owner.identity.revokeInvitationLink({ userId: "nobody" }), Code.NotFound);
    await refused(user.identity.createInvitationLink({ userId: await invite() }), Code.PermissionDenied);
  });

  it("leaves an audit record in the name of the person who accepted", async () => {
    const userId = await invite();
    const { token } = await plane.owner.identity.createInvitationLink({ userId });
    await plane.as(null).identity.acceptInvitation({ token });
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const accepted = logs.filter(
      ({ operation, principal }) => operation === "AcceptInvitation" && principal?.id === userId,
    );
    assert.equal(accepted.length, 1);
    assert.equal(accepted[0]?.status, "OK");
  });
});
