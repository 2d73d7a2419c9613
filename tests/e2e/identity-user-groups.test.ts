// User groups of three kinds, and what their members hold through them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const withRole = (role: Role) => ({ accountAccess: { role } });
const cloud = { case: "cloudGroup" as const, value: {} };
const google = (emailAddress: string) => ({ case: "googleGroup" as const, value: { emailAddress } });
const scim = (idpId: string) => ({ case: "scimGroup" as const, value: { idpId } });
const member = (value: string) => ({ memberType: { case: "userId" as const, value } });

describe("user groups", () => {
  let plane: TestPlane;

  before(async () => {
    plane = await startPlane();
  });
  after(() => plane[Symbol.asyncDispose]());

  const get = async (groupId: string) => {
    const { group } = await plane.owner.cloud.getUserGroup({ groupId });
    assert.ok(group?.spec?.access);
    return { ...group, spec: { ...group.spec, access: group.spec.access } };
  };
  const create = async (spec: object): Promise<string> => (await plane.owner.cloud.createUserGroup({ spec })).groupId;

  it("always show an access and keep their kind, even an empty one", async () => {
    const group = await get(await create({ displayName: "no-access", groupType: cloud }));
    assert.equal(group.spec.groupType.case, "cloudGroup");
    assert.equal(group.spec.access.accountAccess, undefined);
    const reader = await makeUser(plane, withRole(Role.READ));
    const { group: seen } = await reader.cloud.getUserGroup({ groupId: group.id });
    assert.ok(seen?.spec?.access);
  });

  it("can be renamed by sending back the access that was read, and read the same afterwards", async () => {
    const groupId = await create({ displayName: "renamed", groupType: cloud });
    const { spec, resourceVersion } = await get(groupId);
    await refused(
      plane.owner.cloud.updateUserGroup({ groupId, spec, resourceVersion }),
      Code.InvalidArgument,
      "nothing to change",
    );
    await plane.owner.cloud.updateUserGroup({
      groupId,
      spec: { ...spec, displayName: "renamed-again" },
      resourceVersion,
    });
    assert.equal((await get(groupId)).spec.displayName, "renamed-again");
  });

  it("lose every role to an empty access", async () => {
    const groupId = await create({ displayName: "emptied", groupType: cloud, access: withRole(Role.DEVELOPER) });
    const { resourceVersion } = await get(groupId);
    await plane.owner.cloud.updateUserGroup({
      groupId,
      spec: { displayName: "emptied", groupType: cloud, access: {} },
      resourceVersion,
    });
    assert.equal((await get(groupId)).spec.access.accountAccess, undefined);
  });

  it("are refused with the name of the field that is wrong", async () => {
    const refuse = (spec: object, field: string) => refusedField(create(spec), field);
    await refuse({ displayName: "no-kind" }, "spec.group_type");
    await refuse({ displayName: "ab", groupType: cloud }, "spec.display_name");
    await refuse({ displayName: "Not Allowed", groupType: cloud }, "spec.display_name");
    await refuse({ displayName: "g".repeat(65), groupType: cloud }, "spec.display_name");
    await refuse({ displayName: "google", groupType: google("") }, "spec.google_group.email_address");
    await refuse({ displayName: "scim", groupType: scim("") }, "spec.scim_group.idp_id");
  });

  it("never change their kind or the name in the outside directory", async () => {
    const groupId = await create({ displayName: "google-team", groupType: google("team@example.com") });
    const { resourceVersion } = await get(groupId);
    const update = (groupType: object) =>
      plane.owner.cloud.updateUserGroup({
        groupId,
        spec: { displayName: "google-team", groupType: groupType as typeof cloud },
        resourceVersion,
      });
    await refusedField(update(cloud), "spec.group_type");
    await refusedField(update(google("other@example.com")), "spec.google_group.email_address");
    await refused(create({ displayName: "google-twin", groupType: google("team@example.com") }), Code.AlreadyExists);
  });

  it("of SCIM are made and deleted by an owner alone, while admins set their access", async () => {
    const admin = await makeUser(plane, withRole(Role.ADMIN));
    const spec = { displayName: "scim_test", groupType: scim("tf-basic-scim-group") };
    await refused(admin.cloud.createUserGroup({ spec }), Code.PermissionDenied, "identity provider");
    const groupId = await create(spec);
    const { resourceVersion } = await get(groupId);
    await refused(
      admin.cloud.deleteUserGroup({ groupId, resourceVersion }),
      Code.PermissionDenied,
      "identity provider",
    );
    const update = (change: object) =>
      admin.cloud.updateUserGroup({ groupId, spec: { ...spec, ...change }, resourceVersion });
    await refused(update({ displayName: "mine" }), Code.PermissionDenied, "identity provider");
    await update({ access: withRole(Role.READ) });
    const { groups } = await admin.cloud.getUserGroups({ scimGroup: { idpId: "tf-basic-scim-group" } });
    assert.equal(groups.length, 1);
    await plane.owner.cloud.deleteUserGroup({ groupId, resourceVersion: (await get(groupId)).resourceVersion });
  });

  it("are found by exact name and listed by name", async () => {
    await create({ displayName: "zebra", groupType: cloud });
    await create({ displayName: "aardvark", groupType: cloud });
    const list = async (filter: object) =>
      (await plane.owner.cloud.getUserGroups(filter)).groups.map(({ spec }) => spec?.displayName ?? "");
    assert.deepEqual(await list({ displayName: "zebra" }), ["zebra"]);
    assert.deepEqual(await list({ displayName: "zeb" }), []);
    assert.deepEqual(await list({ googleGroup: { emailAddress: "team@example.com" } }), ["google-team"]);
    const names = await list({});
    assert.deepEqual(names, [...names].sort());
    const paged: string[] = [];
    for (let pageToken = "", more = true; more; more = pageToken !== "") {
      const page = await plane.owner.cloud.getUserGroups({ pageSize: 1, pageToken });
      paged.push(...page.groups.map(({ spec }) => spec?.displayName ?? ""));
      pageToken = page.nextPageToken;
    }
    assert.deepEqual(paged, names);
  });

  it("give what they hold to members, at once, until these are taken out", async () => {
    const groupId = await create({ displayName: "admins", groupType: cloud, access: withRole(Role.ADMIN) });
    const user = await makeUser(plane, withRole(Role.READ));
    const invite = (email: string) => user.cloud.createUser({ spec: { email } });
    await refused(invite("early@example.com"), Code.PermissionDenied);
    await plane.owner.cloud.addUserGroupMember({ groupId, memberId: member(user.id) });
    await invite("now@example.com");
    const { members } = await plane.owner.cloud.getUserGroupMembers({ groupId });
    assert.deepEqual(
      members.map(({ memberId }) => memberId?.memberType.value),
      [user.id],
    );
    await plane.owner.cloud.removeUserGroupMember({ groupId, memberId: member(user.id) });
    await refused(invite("late@example.com"), Code.PermissionDenied);
    await plane.owner.cloud.addUserGroupMember({ groupId, memberId: member(user.id) });
    await plane.owner.cloud.deleteUserGroup({ groupId, resourceVersion: (await get(groupId)).resourceVersion });
    await refused(invite("later@example.com"), Code.PermissionDenied);
    await refused(plane.owner.cloud.getUserGroup({ groupId }), Code.NotFound);
    await refused(plane.owner.cloud.getUserGroupMembers({ groupId }), Code.NotFound);
  });

  it("have users as members, once each, and only where they are filled here", async () => {
    const groupId = await create({ displayName: "members", groupType: cloud });
    const user = await makeUser(plane, withRole(Role.READ));
    const account = await makeServiceAccount(plane, withRole(Role.READ));
    const add = (group: string, id: string) =>
      plane.owner.cloud.addUserGroupMember({ groupId: group, memberId: member(id) });
    const remove = (id: string) => plane.owner.cloud.removeUserGroupMember({ groupId, memberId: member(id) });
    await add(groupId, user.id);
    await refused(add(groupId, user.id), Code.AlreadyExists);
    await refusedField(add(groupId, account.id), "member_id.user_id");
    await refusedField(add(groupId, ""), "member_id.user_id");
    await refused(add(groupId, "nobody"), Code.NotFound);
    await refused(add("no-group", user.id), Code.NotFound);
    await remove(user.id);
    await refused(remove(user.id), Code.NotFound);
    const outside = await create({ displayName: "outside", groupType: google("outside@example.com") });
    await refused(add(outside, user.id), Code.FailedPrecondition);
  });
});
