// Access to one namespace or project: set by its admins, for users, groups and service accounts alike.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  NamespaceAccess_Permission as Permission,
  ProjectAccess_ProjectRole as ProjectRole,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeServiceAccount, makeUser, type TestPrincipal } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const withRole = (role: Role) => ({ accountAccess: { role } });

describe("access to a namespace", () => {
  let plane: TestPlane;
  let creator: TestPrincipal;
  let namespace = "";
  let other = "";

  before(async () => {
    plane = await startPlane();
    creator = await makeUser(plane, withRole(Role.DEVELOPER));
    const spec = { regions: ["aws-us-east-1"], retentionDays: 3, apiKeyAuth: { enabled: true } };
    const made = await Promise.all([
      creator.cloud.createNamespace({ spec: { ...spec, name: "orders" } }),
      plane.owner.cloud.createNamespace({ spec: { ...spec, name: "payments" } }),
    ]);
    [namespace, other] = [made[0].namespace, made[1].namespace];
  });
  after(() => plane[Symbol.asyncDispose]());

  const versionOf = async (userId: string): Promise<string> =>
    (await plane.owner.cloud.getUser({ userId })).user?.resourceVersion ?? "";
  const accessOf = async (userId: string) => (await plane.owner.cloud.getUser({ userId })).user?.spec?.access;
  const assignments = async () => {
    const { users } = await plane.owner.cloud.getUserNamespaceAssignments({ namespace });
    return new Map(users.map((line) => [line.id, line]));
  };
  const set = async (by: TestPrincipal, userId: string, permission: Permission | null, on = namespace) => {
    const access = permission === null ? {} : { access: { permission } };
    return by.cloud.setUserNamespaceAccess({
      namespace: on,
      userId,
      resourceVersion: await versionOf(userId),
      ...access,
    });
  };

  it("is given and taken by the namespace's admin, at a new version", async () => {
    const user = await makeUser(plane, withRole(Role.READ));
    const version = await versionOf(user.id);
    await refused(user.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    await set(creator, user.id, Permission.READ);
    await user.cloud.getNamespace({ namespace });
    assert.notEqual(await versionOf(user.id), version);
    const line = (await assignments()).get(user.id);
    assert.equal(line?.namespaceAccess?.permission, Permission.READ);
    assert.equal(line.namespaceAccess.permissionDeprecated, "read");
    assert.equal(line.inheritedAccess, false);
    assert.equal(line.resourceVersion, await versionOf(user.id));
    await refused(set(creator, user.id, Permission.READ), Code.InvalidArgument, "nothing to change");
    await set(creator, user.id, null);
    await refused(user.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    assert.equal((await assignments()).has(user.id), false);
    await refused(set(creator, user.id, null), Code.InvalidArgument, "nothing to change");
  });

  it("is not given by anybody else, nor elsewhere, nor at a stale version", async () => {
    const user = await makeUser(plane, withRole(Role.READ));
    const stranger = await makeUser(plane, withRole(Role.DEVELOPER));
    await refused(set(stranger, stranger.id, Permission.ADMIN), Code.PermissionDenied);
    await refused(set(creator, user.id, Permission.READ, other), Code.PermissionDenied);
    const stale = { namespace, userId: user.id, access: { permission: Permission.READ }, resourceVersion: "1" };
    await refused(creator.cloud.setUserNamespaceAccess(stale), Code.FailedPrecondition);
    await refusedField(set(creator, user.id, 9 as Permission), "access.permission");
    await refused(
      creator.cloud.setUserNamespaceAccess({ namespace, userId: "nobody", resourceVersion: "1" }),
      Code.NotFound,
    );
  });

  it("understands the old member", async () => {
    const user = await makeUser(plane, withRole(Role.READ));
    const access = { permissionDeprecated: "write" };
    await creator.cloud.setUserNamespaceAccess({
      namespace,
      userId: user.id,
      access,
      resourceVersion: await versionOf(user.id),
    });
    assert.equal((await accessOf(user.id))?.namespaceAccesses[namespace]?.permission, Permission.WRITE);
  });

  it("comes with admin roles, which take no entries", async () => {
    const admin = await makeUser(plane, withRole(Role.ADMIN));
    await refusedField(set(creator, admin.id, Permission.READ), "access");
    const line = (await assignments()).get(admin.id);
    assert.equal(line?.inheritedAccess, true);
    assert.equal(line.namespaceAccess?.permission, Permission.ADMIN);
  });

  it("comes with a role on the project, marked as inherited", async () => {
    const { projects } = await plane.owner.cloud.getProjects({});
    const projectId = projects[0]?.id ?? "";
    const user = await makeUser(plane, {
      ...withRole(Role.READ),
      projectAccesses: { [projectId]: { role: ProjectRole.WRITE } },
    });
    const line = (await assignments()).get(user.id);
    assert.equal(line?.inheritedAccess, true);
    assert.equal(line.namespaceAccess?.permission, Permission.WRITE);
  });

  it("filters users and groups, for those who may see it", async () => {
    const holder = await makeUser(plane, {
      ...withRole(Role.READ),
      namespaceAccesses: { [namespace]: { permission: Permission.READ } },
    });
    const list = async (by: TestPrincipal | TestPlane["owner"]) =>
      (await by.cloud.getUsers({ namespace })).users.map(({ id }) => id);
    assert.deepEqual(await list(plane.owner), [...(await assignments()).keys()]);
    assert.ok((await list(creator)).includes(holder.id));
    assert.deepEqual(await list(holder), [holder.id]);
    const bystander = await makeUser(plane, withRole(Role.READ));
    assert.deepEqual(await list(bystander), []);
    assert.deepEqual((await plane.owner.cloud.getUsers({ namespace: "gone.abcdef" })).users, []);
  });

  it("of groups and service accounts is set and listed the same way", async () => {
    const groupType = { case: "cloudGroup" as const, value: {} };
    const { groupId } = await plane.owner.cloud.createUserGroup({ spec: { displayName: "readers", groupType } });
    const account = await makeServiceAccount(plane, withRole(Role.READ));
    const access = { permission: Permission.READ };
    const group = await plane.owner.cloud.getUserGroup({ groupId });
    const sa = await plane.owner.cloud.getServiceAccount({ serviceAccountId: account.id });
    await creator.cloud.setUserGroupNamespaceAccess({
      namespace,
      groupId,
      access,
      resourceVersion: group.group?.resourceVersion ?? "",
    });
    const setAccount = {
      namespace,
      serviceAccountId: account.id,
      access,
      resourceVersion: sa.serviceAccount?.resourceVersion ?? "",
    };
    await creator.cloud.setServiceAccountNamespaceAccess(setAccount);
    await account.cloud.getNamespace({ namespace });
    const { groups } = await creator.cloud.getUserGroupNamespaceAssignments({ namespace });
    assert.deepEqual(
      groups.map(({ displayName }) => displayName),
      ["readers"],
    );
    assert.equal((await plane.owner.cloud.getUserGroups({ namespace })).groups.length, 1);
    const { serviceAccounts } = await creator.cloud.getServiceAccountNamespaceAssignments({ namespace });
    assert.deepEqual(
      serviceAccounts.map(({ id }) => id),
      [account.id],
    );
  });

  it("is refused to service accounts that are bound elsewhere", async () => {
    const bound = { namespace: other, access: { permission: Permission.READ } };
    const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({
      spec: { name: "elsewhere", namespaceScopedAccess: bound },
    });
    const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId });
    const resourceVersion = serviceAccount?.resourceVersion ?? "";
    const access = { permission: Permission.READ };
    const move = creator.cloud.setServiceAccountNamespaceAccess({
      namespace,
      serviceAccountId,
      access,
      resourceVersion,
    });
    await refused(move, Code.FailedPrecondition, "bound to");
    const write = { namespace: other, serviceAccountId, access: { permission: Permission.WRITE }, resourceVersion };
    await plane.owner.cloud.setServiceAccountNamespaceAccess(write);
  });

  it("of the creator ends when less is set, and never stands in its own access", async () => {
    assert.equal((await assignments()).get(creator.id)?.namespaceAccess?.permission, Permission.ADMIN);
    assert.deepEqual((await accessOf(creator.id))?.namespaceAccesses, {});
    const admin = await makeUser(plane, withRole(Role.ADMIN));
    await set(admin, creator.id, Permission.READ);
    assert.equal((await assignments()).get(creator.id)?.namespaceAccess?.permission, Permission.READ);
    await creator.cloud.getNamespace({ namespace });
    await refused(set(creator, creator.id, Permission.ADMIN), Code.PermissionDenied);
    await set(admin, creator.id, null);
    await refused(creator.cloud.getNamespace({ namespace }), Code.PermissionDenied);
  });
});

describe("access to a project", () => {
  let plane: TestPlane;
  let projectId = "";

  before(async () => {
    plane = await startPlane();
    projectId = (await plane.owner.cloud.createProject({ spec: { displayName: "shop" } })).projectId;
  });
  after(() => plane[Symbol.asyncDispose]());

  it("is given and taken by the project's admin", async () => {
    const admin = await makeUser(plane, {
      ...withRole(Role.READ),
      projectAccesses: { [projectId]: { role: ProjectRole.ADMIN } },
    });
    const user = await makeUser(plane, withRole(Role.READ));
    const set = async (role: ProjectRole | null) => {
      const { user: found } = await plane.owner.cloud.getUser({ userId: user.id });
      const access = role === null ? {} : { access: { role } };
      return admin.cloud.setUserProjectAccess({
        projectId,
        userId: user.id,
        resourceVersion: found?.resourceVersion ?? "",
        ...access,
      });
    };
    await refused(user.cloud.getProject({ projectId }), Code.PermissionDenied);
    await set(ProjectRole.MEMBER);
    await user.cloud.getProject({ projectId });
    await refusedField(set(ProjectRole.DEVELOPER), "access.role");
    await refusedField(set(ProjectRole.UNSPECIFIED), "access.role");
    await refused(set(ProjectRole.MEMBER), Code.InvalidArgument, "nothing to change");
    const { users } = await admin.cloud.getUserProjectAssignments({ projectId });
    const lines = new Map(
      users.map(({ email, projectAccess, inheritedAccess }) => [email, { role: projectAccess?.role, inheritedAccess }]),
    );
    assert.deepEqual(lines.get("owner@example.com"), { role: ProjectRole.ADMIN, inheritedAccess: true });
    assert.equal([...lines.values()].filter(({ inheritedAccess }) => !inheritedAccess).length, 2);
    await set(null);
    await refused(user.cloud.getProject({ projectId }), Code.PermissionDenied);
  });

  it("of groups and of service accounts of the account or the project is set the same way", async () => {
    const groupType = { case: "cloudGroup" as const, value: {} };
    const { groupId } = await plane.owner.cloud.createUserGroup({ spec: { displayName: "shop-team", groupType } });
    const { group } = await plane.owner.cloud.getUserGroup({ groupId });
    const access = { role: ProjectRole.READ };
    await plane.owner.cloud.setUserGroupProjectAccess({
      projectId,
      groupId,
      access,
      resourceVersion: group?.resourceVersion ?? "",
    });
    const spec = { name: "shop-sa", projectScopedAccess: { projectId } };
    const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({ spec });
    const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId });
    const change = { serviceAccountId, access, resourceVersion: serviceAccount?.resourceVersion ?? "" };
    const { projectId: another } = await plane.owner.cloud.createProject({ spec: { displayName: "another" } });
    await refused(
      plane.owner.cloud.setServiceAccountProjectAccess({ ...change, projectId: another }),
      Code.FailedPrecondition,
      "bound to",
    );
    await plane.owner.cloud.setServiceAccountProjectAccess({ ...change, projectId });
    const { groups } = await plane.owner.cloud.getUserGroupProjectAssignments({ projectId });
    assert.deepEqual(
      groups.map(({ displayName }) => displayName),
      ["shop-team"],
    );
    const { serviceAccounts } = await plane.owner.cloud.getServiceAccountProjectAssignments({ projectId });
    assert.deepEqual(
      serviceAccounts.map(({ name }) => name),
      ["shop-sa"],
    );
  });

  it("ends with the project, everywhere", async () => {
    const { projectId: doomed } = await plane.owner.cloud.createProject({ spec: { displayName: "doomed" } });
    const user = await makeUser(plane, {
      ...withRole(Role.READ),
      projectAccesses: { [doomed]: { role: ProjectRole.READ } },
    });
    const { project } = await plane.owner.cloud.getProject({ projectId: doomed });
    await plane.owner.cloud.deleteProject({ projectId: doomed, resourceVersion: project?.resourceVersion ?? "" });
    const { user: after } = await plane.owner.cloud.getUser({ userId: user.id });
    assert.deepEqual(after?.spec?.access?.projectAccesses, {});
  });
});
