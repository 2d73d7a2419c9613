// Nobody gains what nobody gave: the ways in which somebody could try.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  OwnerType,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeServiceAccount, makeUser, type TestPrincipal } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";

const withRole = (role: Role, customRoles: string[] = []) => ({ accountAccess: { role, customRoles } });
const nobodyGives = /nobody can give/;
const ownersOnly = /by Account Owners only/;

describe("the cover rule", () => {
  let plane: TestPlane;
  let admin: TestPrincipal;

  before(async () => {
    plane = await startPlane();
    admin = await makeUser(plane, withRole(Role.ADMIN));
  });
  after(() => plane[Symbol.asyncDispose]());

  const makeGroup = async (displayName: string, role: Role, customRoles: string[] = []): Promise<string> => {
    const spec = {
      displayName,
      access: withRole(role, customRoles),
      groupType: { case: "cloudGroup" as const, value: {} },
    };
    return (await plane.owner.cloud.createUserGroup({ spec })).groupId;
  };

  const makeRole = async (name: string, actions: string[], resourceType = "accounts"): Promise<string> => {
    const permissions = [{ actions, resources: { resourceType, allowAll: true } }];
    return (await plane.owner.cloud.createCustomRole({ spec: { name, permissions } })).roleId;
  };

  it("denies an admin who adds itself to a group of owners", async () => {
    const groupId = await makeGroup("owners", Role.OWNER);
    const member = { memberType: { case: "userId" as const, value: admin.id } };
    await refused(admin.cloud.addUserGroupMember({ groupId, memberId: member }), Code.PermissionDenied, ownersOnly);
    const { members } = await plane.owner.cloud.getUserGroupMembers({ groupId });
    assert.equal(members.length, 0);
  });

  it("denies a delegate who adds itself to a group that holds more than it does", async () => {
    const groupId = await makeGroup("developers", Role.DEVELOPER);
    const mayAdd = await makeRole("adds-members", ["cloud.usergroup.addMember"]);
    const delegate = await makeUser(plane, withRole(Role.READ, [mayAdd]));
    const memberId = { memberType: { case: "userId" as const, value: delegate.id } };
    await refused(delegate.cloud.addUserGroupMember({ groupId, memberId }), Code.PermissionDenied, nobodyGives);
    const readers = await makeGroup("readers", Role.READ);
    await delegate.cloud.addUserGroupMember({ groupId: readers, memberId });
  });

  it("denies an admin who makes a key for a service account that is stronger", async () => {
    const strong = await makeServiceAccount(plane, withRole(Role.OWNER));
    const spec = { ownerId: strong.id, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "mine" };
    await refused(admin.cloud.createApiKey({ spec }), Code.PermissionDenied, ownersOnly);
  });

  it("denies an admin who makes a key for a service account whose custom role it does not hold", async () => {
    const roles = await makeRole("manages-roles", ["cloud.customrole.create", "cloud.customrole.assign"]);
    const strong = await makeServiceAccount(plane, withRole(Role.READ, [roles]));
    const spec = { ownerId: strong.id, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "mine" };
    const error = await refused(admin.cloud.createApiKey({ spec }), Code.PermissionDenied, nobodyGives);
    assert.match(error.message, /cloud\.customrole\.(assign|create) on the account/);
  });

  it("denies an admin who enables a disabled key of somebody stronger", async () => {
    const strong = await makeServiceAccount(plane, withRole(Role.OWNER));
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: strong.keyId });
    assert.ok(apiKey?.spec);
    await plane.owner.cloud.updateApiKey({
      keyId: apiKey.id,
      spec: { ...apiKey.spec, disabled: true },
      resourceVersion: apiKey.resourceVersion,
    });
    const { apiKey: disabled } = await plane.owner.cloud.getApiKey({ keyId: strong.keyId });
    assert.equal(disabled?.spec?.disabled, true);
    const enable = {
      keyId: apiKey.id,
      spec: { ...disabled.spec, disabled: false },
      resourceVersion: disabled.resourceVersion,
    };
    await refused(admin.cloud.updateApiKey(enable), Code.PermissionDenied, ownersOnly);
    await plane.owner.cloud.updateApiKey(enable);
  });

  it("denies an admin who disables or deletes a key of an Account Owner", async () => {
    const strong = await makeServiceAccount(plane, withRole(Role.OWNER));
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: strong.keyId });
    assert.ok(apiKey?.spec);
    const { keyId, resourceVersion } = { keyId: strong.keyId, resourceVersion: apiKey.resourceVersion };
    const disable = admin.cloud.updateApiKey({ keyId, resourceVersion, spec: { ...apiKey.spec, disabled: true } });
    await refused(disable, Code.PermissionDenied, ownersOnly);
    await refused(admin.cloud.deleteApiKey({ keyId, resourceVersion }), Code.PermissionDenied, ownersOnly);
    await strong.cloud.getAccount({});
  });

  it("denies a delegate who edits a role that it holds itself", async () => {
    const editor = await makeRole("edits-roles", ["cloud.customrole.update", "cloud.customrole.get"], "custom-roles");
    const delegate = await makeUser(plane, withRole(Role.READ, [editor]));
    const { customRole } = await plane.owner.cloud.getCustomRole({ roleId: editor });
    assert.ok(customRole?.spec);
    const more = { actions: ["cloud.user.create"], resources: { resourceType: "accounts", allowAll: true } };
    const spec = { name: customRole.spec.name, permissions: [...customRole.spec.permissions, more] };
    const update = { roleId: editor, spec, resourceVersion: customRole.resourceVersion };
    await refused(delegate.cloud.updateCustomRole(update), Code.PermissionDenied, nobodyGives);
  });

  it("denies a delegate who invites somebody stronger than itself", async () => {
    const inviter = await makeRole("invites", ["cloud.user.create"]);
    const delegate = await makeUser(plane, withRole(Role.READ, [inviter]));
    const invite = (role: Role) =>
      delegate.cloud.createUser({ spec: { email: `friend-${role}@example.com`, access: withRole(role) } });
    await refused(invite(Role.ADMIN), Code.PermissionDenied, nobodyGives);
    await refused(invite(Role.OWNER), Code.PermissionDenied, ownersOnly);
    await invite(Role.READ);
  });

  it("denies a delegate an invitation link for a user who holds more", async () => {
    const inviter = await makeRole("links", ["cloud.user.create"]);
    const delegate = await makeUser(plane, withRole(Role.READ, [inviter]));
    const { userId } = await plane.owner.cloud.createUser({
      spec: { email: "new-admin@example.com", access: withRole(Role.ADMIN) },
    });
    await refused(delegate.identity.createInvitationLink({ userId }), Code.PermissionDenied, nobodyGives);
  });

  it("denies custom roles to whoever may change the principal but not assign roles", async () => {
    const roleId = await makeRole("any-role", ["cloud.region.list"]);
    const error = await refused(
      admin.cloud.createUser({ spec: { email: "with-role@example.com", access: withRole(Role.READ, [roleId]) } }),
      Code.PermissionDenied,
    );
    assert.match(error.message, /cloud\.customrole\.assign/);
  });

  it("denies an admin who takes custom roles away without the right to assign them", async () => {
    const roleId = await makeRole("taken-role", ["cloud.region.list"]);
    const { userId } = await plane.owner.cloud.createUser({
      spec: { email: "holder@example.com", access: withRole(Role.READ, [roleId]) },
    });
    const { user } = await admin.cloud.getUser({ userId });
    const spec = { email: "holder@example.com", access: withRole(Role.READ) };
    const update = admin.cloud.updateUser({ userId, spec, resourceVersion: user?.resourceVersion ?? "" });
    await refused(update, Code.PermissionDenied, "cloud.customrole.assign");
  });

  it("lets an admin change a holder whose custom roles it sends back as they are", async () => {
    const roleId = await makeRole("kept-role", ["cloud.region.list"]);
    const email = "kept@example.com";
    const { userId } = await plane.owner.cloud.createUser({ spec: { email, access: withRole(Role.READ, [roleId]) } });
    const { user } = await admin.cloud.getUser({ userId });
    const spec = { email, access: withRole(Role.DEVELOPER, [roleId]) };
    await admin.cloud.updateUser({ userId, spec, resourceVersion: user?.resourceVersion ?? "" });
    const after = await admin.cloud.getUser({ userId });
    assert.deepEqual(after.user?.spec?.access?.accountAccess?.customRoles, [roleId]);
  });
});

describe("Account Owner and Finance Admin", () => {
  let plane: TestPlane;
  let admin: TestPrincipal;

  before(async () => {
    plane = await startPlane();
    admin = await makeUser(plane, withRole(Role.ADMIN));
  });
  after(() => plane[Symbol.asyncDispose]());

  for (const role of [Role.OWNER, Role.FINANCE_ADMIN]) {
    const name = role === Role.OWNER ? "Account Owner" : "Finance Admin";

    it(`denies an admin who makes somebody ${name}`, async () => {
      await refused(
        admin.cloud.createUser({ spec: { email: `a${role}@example.com`, access: withRole(role) } }),
        Code.PermissionDenied,
        ownersOnly,
      );
      const account = admin.cloud.createServiceAccount({ spec: { name: `sa-${role}`, access: withRole(role) } });
      await refused(account, Code.PermissionDenied, ownersOnly);
      const groupType = { case: "cloudGroup" as const, value: {} };
      const group = admin.cloud.createUserGroup({
        spec: { displayName: `group-${role}`, access: withRole(role), groupType },
      });
      await refused(group, Code.PermissionDenied, ownersOnly);
    });

    it(`denies an admin who makes itself ${name}`, async () => {
      const { principal } = await admin.cloud.getCurrentIdentity({});
      assert.ok(principal.case === "user" && principal.value.spec);
      const { id, resourceVersion, spec } = principal.value;
      const update = admin.cloud.updateUser({
        userId: id,
        spec: { email: spec.email, access: withRole(role) },
        resourceVersion,
      });
      await refused(update, Code.PermissionDenied, ownersOnly);
    });

    it(`denies an admin who demotes or deletes a ${name}, directly or by a group`, async () => {
      const email = `held-${role}@example.com`;
      const { userId } = await plane.owner.cloud.createUser({ spec: { email, access: withRole(role) } });
      const { user } = await admin.cloud.getUser({ userId });
      const resourceVersion = user?.resourceVersion ?? "";
      const demote = admin.cloud.updateUser({ userId, spec: { email, access: withRole(Role.READ) }, resourceVersion });
      await refused(demote, Code.PermissionDenied, ownersOnly);
      await refused(admin.cloud.deleteUser({ userId, resourceVersion }), Code.PermissionDenied, ownersOnly);
      await denyThroughGroup(role);
    });
  }

  async function denyThroughGroup(role: Role): Promise<void> {
    const spec = {
      displayName: `team-${role}`,
      access: withRole(role),
      groupType: { case: "cloudGroup" as const, value: {} },
    };
    const { groupId } = await plane.owner.cloud.createUserGroup({ spec });
    const { userId } = await plane.owner.cloud.createUser({ spec: { email: `member-${role}@example.com` } });
    const memberId = { memberType: { case: "userId" as const, value: userId } };
    await plane.owner.cloud.addUserGroupMember({ groupId, memberId });
    const { group } = await admin.cloud.getUserGroup({ groupId });
    const { user } = await admin.cloud.getUser({ userId });
    const groupVersion = group?.resourceVersion ?? "";
    await refused(admin.cloud.removeUserGroupMember({ groupId, memberId }), Code.PermissionDenied, ownersOnly);
    await refused(
      admin.cloud.deleteUserGroup({ groupId, resourceVersion: groupVersion }),
      Code.PermissionDenied,
      ownersOnly,
    );
    await refused(
      admin.cloud.deleteUser({ userId, resourceVersion: user?.resourceVersion ?? "" }),
      Code.PermissionDenied,
      ownersOnly,
    );
    const weaker = { ...spec, access: withRole(Role.READ) };
    await refused(
      admin.cloud.updateUserGroup({ groupId, spec: weaker, resourceVersion: groupVersion }),
      Code.PermissionDenied,
      ownersOnly,
    );
  }
});
