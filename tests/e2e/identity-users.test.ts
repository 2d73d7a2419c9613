// Users: invited, active at once, and nobody's business but the administrators' and their own.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const withRole = (role: Role) => ({ accountAccess: { role } });

describe("users", () => {
  let plane: TestPlane;

  before(async () => {
    plane = await startPlane({ limits: { usersPerAccount: 40 } });
  });
  after(() => plane[Symbol.asyncDispose]());

  const get = async (userId: string) => {
    const { user } = await plane.owner.cloud.getUser({ userId });
    assert.ok(user?.spec);
    return { ...user, spec: user.spec };
  };
  const create = (spec: object) => plane.owner.cloud.createUser({ spec });

  it("are active as soon as they are invited, with the invitation and the address as it was written", async () => {
    const { userId, asyncOperation } = await create({
      email: "Base+Suffix@Example.com",
      access: withRole(Role.DEVELOPER),
    });
    const user = await get(userId);
    assert.equal(user.state, ResourceState.ACTIVE);
    assert.equal(user.stateDeprecated, "active");
    assert.equal(user.spec.email, "Base+Suffix@Example.com");
    assert.equal(user.spec.access?.accountAccess?.role, Role.DEVELOPER);
    assert.equal(user.spec.access.accountAccess.roleDeprecated, "developer");
    assert.deepEqual(user.spec.access.namespaceAccesses, {});
    assert.ok(user.invitation?.createdTime && user.invitation.expiredTime);
    assert.equal(user.lastModifiedTime, undefined);
    assert.equal(user.asyncOperationId, asyncOperation?.id);
  });

  it("have one address each, however it is spelt", async () => {
    await create({ email: "one@example.com" });
    await refused(create({ email: "ONE@example.com" }), Code.AlreadyExists);
    const ref = { case: "email" as const, value: "One@Example.com" };
    const { principal } = await plane.owner.access.effectivePermissions({ principal: { ref } });
    assert.equal(principal?.name, "one@example.com");
  });

  it("are refused with the name of the field that is wrong", async () => {
    await refusedField(plane.owner.cloud.createUser({}), "spec");
    await refusedField(create({}), "spec.email");
    await refusedField(create({ email: "not an address" }), "spec.email");
    const email = "wrong@example.com";
    await refusedField(create({ email, access: withRole(99 as Role) }), "spec.access.account_access.role");
    const old = (roleDeprecated: string) => create({ email, access: { accountAccess: { roleDeprecated } } });
    await refusedField(old("emperor"), "spec.access.account_access.role_deprecated");
    const gone = { namespaceAccesses: { "gone.abcdef": { permission: 1 } } };
    await refusedField(create({ email, access: gone }), 'spec.access.namespace_accesses["gone.abcdef"]');
    await refusedField(
      create({ email, access: { projectAccesses: { gone: { role: 1 } } } }),
      'spec.access.project_accesses["gone"]',
    );
    const roles = { accountAccess: { role: Role.READ, customRoles: ["gone"] } };
    await refusedField(create({ email, access: roles }), "spec.access.account_access.custom_roles");
    assert.equal((await plane.owner.cloud.getUsers({ email })).users.length, 0);
  });

  it("cannot be given the project role that is only inherited, nor entries beside an admin role", async () => {
    const { projects } = await plane.owner.cloud.getProjects({});
    const id = projects[0]?.id ?? "";
    const access = (role: Role, projectRole: number) => ({
      ...withRole(role),
      projectAccesses: { [id]: { role: projectRole } },
    });
    const email = "entries@example.com";
    await refusedField(create({ email, access: access(Role.READ, 7) }), `spec.access.project_accesses["${id}"].role`);
    await refusedField(create({ email, access: access(Role.ADMIN, 1) }), "spec.access.project_accesses");
    const { userId } = await create({ email, access: access(Role.READ, 3) });
    assert.equal((await get(userId)).spec.access?.projectAccesses[id]?.role, 3);
  });

  it("understand old members: role and custom roles", async () => {
    const permissions = [{ actions: ["cloud.region.list"], resources: { resourceType: "accounts", allowAll: true } }];
    const { roleId } = await plane.owner.cloud.createCustomRole({ spec: { name: "old-way", permissions } });
    const access = { accountAccess: { roleDeprecated: "financeadmin" }, customRolesDeprecated: [roleId] };
    const { userId } = await create({ email: "old@example.com", access });
    const { spec, resourceVersion } = await get(userId);
    assert.equal(spec.access?.accountAccess?.role, Role.FINANCE_ADMIN);
    assert.deepEqual(spec.access.accountAccess.customRoles, [roleId]);
    assert.deepEqual(spec.access.customRolesDeprecated, [roleId]);
    await refused(
      plane.owner.cloud.updateUser({ userId, spec, resourceVersion }),
      Code.InvalidArgument,
      "nothing to change",
    );
    // A client that knows the new list empties it, and sends back what it read in the old one.
    const emptied = {
      email: spec.email,
      access: { accountAccess: { role: Role.FINANCE_ADMIN }, customRolesDeprecated: [roleId] },
    };
    await plane.owner.cloud.updateUser({ userId, spec: emptied, resourceVersion });
    assert.deepEqual((await get(userId)).spec.access?.customRolesDeprecated, []);
  });

  it("lose the account role that is set to none, though its old text comes back as it was read", async () => {
    const { projects } = await plane.owner.cloud.getProjects({});
    const email = "echo@example.com";
    const { userId } = await create({ email, access: withRole(Role.DEVELOPER) });
    const update = async (version: string | null, projectRole: number) => {
      const { cloud } = plane.as(plane.ownerKey, version === null ? {} : { "temporal-cloud-api-version": version });
      const { resourceVersion } = await get(userId);
      const access: object = {
        accountAccess: { role: Role.UNSPECIFIED, roleDeprecated: "developer" },
        projectAccesses: { [projects[0]?.id ?? ""]: { role: projectRole } },
      };
      await cloud.updateUser({ userId, spec: { email, access }, resourceVersion });
      return (await get(userId)).spec.access?.accountAccess?.role;
    };
    // Who knows only the text means it; without a header nobody can tell.
    assert.equal(await update("v0.2.0", 1), Role.DEVELOPER);
    assert.equal(await update(null, 2), Role.DEVELOPER);
    assert.equal(await update("v0.25.0", 3), Role.UNSPECIFIED);
    assert.equal((await get(userId)).spec.access?.accountAccess?.roleDeprecated, "");
  });

  it("keep what an old client's version cannot say", async () => {
    const { projects } = await plane.owner.cloud.getProjects({});
    const id = projects[0]?.id ?? "";
    const email = "terraform@example.com";
    const { userId } = await create({
      email,
      access: { ...withRole(Role.READ), projectAccesses: { [id]: { role: 3 } } },
    });
    const terraform = plane.as(plane.ownerKey, { "temporal-cloud-api-version": "v0.17.1" });
    const update = async (access: object) =>
      terraform.cloud.updateUser({
        userId,
        spec: { email, access },
        resourceVersion: (await get(userId)).resourceVersion,
      });
    await update(withRole(Role.DEVELOPER));
    assert.equal((await get(userId)).spec.access?.projectAccesses[id]?.role, 3);
    await update({});
    assert.deepEqual((await get(userId)).spec.access?.projectAccesses, {});
  });

  it("change only at the version that was read, and say when nothing would change", async () => {
    const email = "version@example.com";
    const { userId } = await create({ email, access: withRole(Role.READ) });
    const { resourceVersion } = await get(userId);
    const update = (role: Role, version: string) =>
      plane.owner.cloud.updateUser({ userId, spec: { email, access: withRole(role) }, resourceVersion: version });
    await refused(update(Role.READ, resourceVersion), Code.InvalidArgument, "nothing to change");
    await refusedField(update(Role.DEVELOPER, ""), "resource_version");
    await update(Role.DEVELOPER, resourceVersion);
    await refused(update(Role.READ, resourceVersion), Code.FailedPrecondition, resourceVersion);
    const user = await get(userId);
    assert.notEqual(user.resourceVersion, resourceVersion);
    assert.ok(user.lastModifiedTime);
    const renamed = { email: "other@example.com", access: withRole(Role.READ) };
    await refusedField(
      plane.owner.cloud.updateUser({ userId, spec: renamed, resourceVersion: user.resourceVersion }),
      "spec.email",
    );
  });

  it("are gone once deleted, and the address is free again", async () => {
    const email = "again@example.com";
    const { userId } = await create({ email });
    const { resourceVersion } = await get(userId);
    const { asyncOperation } = await plane.owner.cloud.deleteUser({ userId, resourceVersion });
    await refused(plane.owner.cloud.getUser({ userId }), Code.NotFound);
    await refused(plane.owner.cloud.deleteUser({ userId, resourceVersion }), Code.NotFound);
    const known = await plane.owner.cloud.getAsyncOperation({ asyncOperationId: asyncOperation?.id ?? "" });
    assert.equal(known.asyncOperation?.operationType, "DeleteUser");
    const again = await create({ email });
    assert.notEqual(again.userId, userId);
  });

  it("see the access and invitation of others only when they administer identities", async () => {
    const reader = await makeUser(plane, withRole(Role.READ));
    const admin = await makeUser(plane, withRole(Role.ADMIN));
    const { userId } = await create({ email: "seen@example.com", access: withRole(Role.DEVELOPER) });
    const toReader = (await reader.cloud.getUser({ userId })).user;
    assert.equal(toReader?.spec?.email, "seen@example.com");
    assert.equal(toReader.spec.access, undefined);
    assert.equal(toReader.invitation, undefined);
    const toAdmin = (await admin.cloud.getUser({ userId })).user;
    assert.equal(toAdmin?.spec?.access?.accountAccess?.role, Role.DEVELOPER);
    assert.ok(toAdmin.invitation);
    const { users } = await reader.cloud.getUsers({});
    assert.deepEqual(
      users.filter(({ spec }) => spec?.access !== undefined).map(({ id }) => id),
      [reader.id],
    );
  });

  it("are listed by id, page by page, or by exact address", async () => {
    const all = (await plane.owner.cloud.getUsers({ pageSize: 1000 })).users.map(({ id }) => id);
    assert.deepEqual(all, [...all].sort());
    const paged: string[] = [];
    let pageToken = "";
    do {
      const page = await plane.owner.cloud.getUsers({ pageSize: 2, pageToken });
      paged.push(...page.users.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    assert.deepEqual(paged, all);
    assert.equal((await plane.owner.cloud.getUsers({ email: "one@example.com" })).users.length, 1);
    assert.equal((await plane.owner.cloud.getUsers({ email: "one@example" })).users.length, 0);
    await refusedField(plane.owner.cloud.getUsers({ pageSize: 1001 }), "page_size");
    await refusedField(plane.owner.cloud.getUsers({ pageToken: "nonsense" }), "page_token");
  });

  it("give the same answer to a retried invitation", async () => {
    const request = { spec: { email: "retry@example.com" }, asyncOperationId: "invite-once" };
    const first = await plane.owner.cloud.createUser(request);
    const again = await plane.owner.cloud.createUser(request);
    assert.equal(again.userId, first.userId);
    assert.equal(again.asyncOperation?.id, "invite-once");
  });

  it("are limited in number", async () => {
    let last: Promise<unknown> = Promise.resolve();
    const { users } = await plane.owner.cloud.getUsers({ pageSize: 1000 });
    for (let count = users.length; count < 40; count++) await create({ email: `many-${count}@example.com` });
    last = create({ email: "too-many@example.com" });
    await refused(last, Code.FailedPrecondition, "usersPerAccount");
  });
});
