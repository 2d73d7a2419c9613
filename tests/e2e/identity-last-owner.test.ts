// One active Account Owner always remains.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";

const withRole = (role: Role) => ({ accountAccess: { role } });
const lastOwner = "the last active Account Owner cannot go";

describe("the last owner", () => {
  let plane: TestPlane;

  before(async () => {
    plane = await startPlane();
    // An owner that is a program does not count.
    await makeServiceAccount(plane, withRole(Role.OWNER));
  });
  after(() => plane[Symbol.asyncDispose]());

  const owner = async () => {
    const { principal } = await plane.owner.cloud.getCurrentIdentity({});
    assert.ok(principal.case === "user" && principal.value.spec);
    return {
      userId: principal.value.id,
      resourceVersion: principal.value.resourceVersion,
      email: principal.value.spec.email,
    };
  };

  it("cannot be deleted", async () => {
    const { userId, resourceVersion } = await owner();
    await refused(plane.owner.cloud.deleteUser({ userId, resourceVersion }), Code.FailedPrecondition, lastOwner);
  });

  it("cannot be demoted", async () => {
    const { userId, resourceVersion, email } = await owner();
    const demote = plane.owner.cloud.updateUser({
      userId,
      resourceVersion,
      spec: { email, access: withRole(Role.ADMIN) },
    });
    await refused(demote, Code.FailedPrecondition, lastOwner);
    const strip = plane.owner.cloud.updateUser({ userId, resourceVersion, spec: { email } });
    await refused(strip, Code.FailedPrecondition, lastOwner);
  });

  it("cannot be taken out of the group that makes it an owner, nor can that group be deleted or demoted", async () => {
    const first = await owner();
    const groupType = { case: "cloudGroup" as const, value: {} };
    const group = { displayName: "owners", access: withRole(Role.OWNER), groupType };
    const { groupId } = await plane.owner.cloud.createUserGroup({ spec: group });
    const second = await makeUser(plane, withRole(Role.READ));
    const memberId = { memberType: { case: "userId" as const, value: second.id } };
    await plane.owner.cloud.addUserGroupMember({ groupId, memberId });
    await second.cloud.updateUser({ ...first, spec: { email: first.email, access: withRole(Role.READ) } });

    const found = await second.cloud.getUserGroup({ groupId });
    const resourceVersion = found.group?.resourceVersion ?? "";
    await refused(second.cloud.removeUserGroupMember({ groupId, memberId }), Code.FailedPrecondition, lastOwner);
    await refused(second.cloud.deleteUserGroup({ groupId, resourceVersion }), Code.FailedPrecondition, lastOwner);
    const weaker = { ...group, access: withRole(Role.ADMIN) };
    await refused(
      second.cloud.updateUserGroup({ groupId, resourceVersion, spec: weaker }),
      Code.FailedPrecondition,
      lastOwner,
    );

    const { user } = await second.cloud.getUser({ userId: first.userId });
    const promote = { userId: first.userId, resourceVersion: user?.resourceVersion ?? "" };
    await second.cloud.updateUser({ ...promote, spec: { email: first.email, access: withRole(Role.OWNER) } });
    await plane.owner.cloud.removeUserGroupMember({ groupId, memberId });
    await refused(second.cloud.createUserGroup({ spec: { ...group, displayName: "more" } }), Code.PermissionDenied);
  });

  it("cannot go when two owners demote each other at once", async () => {
    const first = await owner();
    const second = await makeUser(plane, withRole(Role.OWNER));
    const { user } = await plane.owner.cloud.getUser({ userId: second.id });
    assert.ok(user?.spec);
    const spec = (email: string) => ({ email, access: withRole(Role.READ) });
    const results = await Promise.allSettled([
      plane.owner.cloud.updateUser({
        userId: second.id,
        resourceVersion: user.resourceVersion,
        spec: spec(user.spec.email),
      }),
      second.cloud.updateUser({ ...first, spec: spec(first.email) }),
    ]);
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  });
});
