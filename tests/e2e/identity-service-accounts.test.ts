// Service accounts of three scopes: bound for life, and administered by who administers what they are bound to.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  OwnerType,
  NamespaceAccess_Permission as Permission,
  ProjectAccess_ProjectRole as ProjectRole,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeUser, type TestPrincipal, withKey } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const withRole = (role: Role) => ({ accountAccess: { role } });

describe("service accounts", () => {
  let plane: TestPlane;
  /** A Developer who created `namespace`, and so is its admin. */
  let creator: TestPrincipal;
  let namespace = "";
  let other = "";
  let projectId = "";

  before(async () => {
    plane = await startPlane();
    creator = await makeUser(plane, withRole(Role.DEVELOPER));
    const spec = { regions: ["aws-us-east-1"], retentionDays: 3, apiKeyAuth: { enabled: true } };
    const made = await Promise.all([
      creator.cloud.createNamespace({ spec: { ...spec, name: "orders" } }),
      plane.owner.cloud.createNamespace({ spec: { ...spec, name: "payments" } }),
    ]);
    [namespace, other] = [made[0].namespace, made[1].namespace];
    projectId = (await plane.owner.cloud.createProject({ spec: { displayName: "shop" } })).projectId;
  });
  after(() => plane[Symbol.asyncDispose]());

  const get = async (serviceAccountId: string) => {
    const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId });
    assert.ok(serviceAccount?.spec);
    return { ...serviceAccount, spec: serviceAccount.spec };
  };
  const create = async (spec: object, by = plane.owner): Promise<string> =>
    (await by.cloud.createServiceAccount({ spec })).serviceAccountId;
  const onNamespace = (name: string, permission: Permission = Permission.READ) => ({
    namespaceScopedAccess: { namespace: name, access: { permission } },
  });

  it("of one scope show no other", async () => {
    const whole = await get(await create({ name: "whole", access: withRole(Role.READ) }));
    assert.ok(whole.spec.access);
    assert.equal(whole.spec.namespaceScopedAccess, undefined);
    assert.equal(whole.spec.projectScopedAccess, undefined);
    const bound = await get(await create({ name: "bound", ...onNamespace(namespace) }));
    assert.equal(bound.spec.access, undefined);
    assert.equal(bound.spec.namespaceScopedAccess?.access?.permissionDeprecated, "read");
    assert.equal(bound.spec.projectScopedAccess, undefined);
    const project = { projectId, access: { role: ProjectRole.WRITE } };
    const inProject = await get(await create({ name: "in-project", projectScopedAccess: project }));
    assert.equal(inProject.spec.access, undefined);
    assert.equal(inProject.spec.namespaceScopedAccess, undefined);
    assert.equal(inProject.spec.projectScopedAccess?.access?.role, ProjectRole.WRITE);
    const listed = (await plane.owner.cloud.getServiceAccounts({})).serviceAccount.map(({ spec }) => spec?.name);
    for (const name of ["whole", "bound", "in-project"]) assert.ok(listed.includes(name));
    const scoped = await plane.owner.cloud.getProjectScopedServiceAccounts({ projectId });
    assert.deepEqual(
      scoped.serviceAccounts.map(({ spec }) => spec?.name),
      ["in-project"],
    );
  });

  it("have exactly one scope, which names something that is there", async () => {
    const refuse = (spec: object, field: string) => refusedField(create(spec), field);
    await refuse({ name: "none" }, "spec");
    await refuse({ name: "two", access: withRole(Role.READ), ...onNamespace(namespace) }, "spec");
    await refuse({ access: withRole(Role.READ) }, "spec.name");
    await refuse({ name: "gone", ...onNamespace("gone.abcdef") }, "spec.namespace_scoped_access.namespace");
    await refuse({ name: "bare", namespaceScopedAccess: { namespace } }, "spec.namespace_scoped_access.access");
    const elsewhere = { projectId, namespaceAccesses: { [namespace]: { permission: Permission.READ } } };
    await refuse(
      { name: "elsewhere", projectScopedAccess: elsewhere },
      `spec.project_scoped_access.namespace_accesses["${namespace}"]`,
    );
    await refuse(
      { name: "no-project", projectScopedAccess: { projectId: "gone" } },
      "spec.project_scoped_access.project_id",
    );
  });

  it("have names of their own", async () => {
    const id = await create({ name: "taken", access: withRole(Role.READ) });
    await refused(create({ name: "taken", access: withRole(Role.READ) }), Code.AlreadyExists);
    const second = await get(await create({ name: "free", access: withRole(Role.READ) }));
    const rename = { serviceAccountId: second.id, spec: { name: "taken", access: withRole(Role.READ) } };
    await refused(
      plane.owner.cloud.updateServiceAccount({ ...rename, resourceVersion: second.resourceVersion }),
      Code.AlreadyExists,
    );
    await plane.owner.cloud.deleteServiceAccount({
      serviceAccountId: id,
      resourceVersion: (await get(id)).resourceVersion,
    });
    await plane.owner.cloud.updateServiceAccount({ ...rename, resourceVersion: second.resourceVersion });
  });

  it("never change what they are bound to", async () => {
    const bound = await get(await create({ name: "for-life", ...onNamespace(namespace) }));
    const update = (access: object) =>
      plane.owner.cloud.updateServiceAccount({
        serviceAccountId: bound.id,
        spec: { name: "for-life", ...access },
        resourceVersion: bound.resourceVersion,
      });
    await refusedField(update(onNamespace(other)), "spec.namespace_scoped_access.namespace");
    await refusedField(update({ access: withRole(Role.READ) }), "spec");
    await update(onNamespace(namespace, Permission.WRITE));
    assert.equal((await get(bound.id)).spec.namespaceScopedAccess?.access?.permission, Permission.WRITE);
  });

  it("of a namespace are made, keyed, changed and deleted by its admin, and by no other", async () => {
    const id = await create({ name: "worker", ...onNamespace(namespace, Permission.WRITE) }, creator);
    await refused(create({ name: "foreign", ...onNamespace(other) }, creator), Code.PermissionDenied);
    await refused(create({ name: "wide", access: withRole(Role.READ) }, creator), Code.PermissionDenied);
    const spec = { ownerId: id, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "worker" };
    const { keyId, token } = await creator.cloud.createApiKey({ spec });
    const { principal } = await plane.as(token).cloud.getCurrentIdentity({});
    assert.ok(principal.case === "serviceAccount");
    assert.ok((await creator.cloud.getApiKeys({})).apiKeys.some((key) => key.id === keyId));
    assert.ok(
      (await creator.cloud.getServiceAccount({ serviceAccountId: id })).serviceAccount?.spec?.namespaceScopedAccess,
    );
    const bystander = await makeUser(plane, withRole(Role.DEVELOPER));
    assert.equal((await bystander.cloud.getApiKeys({})).apiKeys.length, 1);
    const seen = (await bystander.cloud.getServiceAccount({ serviceAccountId: id })).serviceAccount;
    assert.equal(seen?.spec?.namespaceScopedAccess, undefined);
    const { resourceVersion } = await get(id);
    await refused(
      bystander.cloud.deleteServiceAccount({ serviceAccountId: id, resourceVersion }),
      Code.PermissionDenied,
    );
    await creator.cloud.deleteServiceAccount({ serviceAccountId: id, resourceVersion });
    await refused(plane.as(token).cloud.getRegions({}), Code.Unauthenticated);
    await refused(plane.owner.cloud.getServiceAccount({ serviceAccountId: id }), Code.NotFound);
  });

  it("of a project are limited in number", async () => {
    const { projectId: small } = await plane.owner.cloud.createProject({ spec: { displayName: "small" } });
    const make = (count: number) =>
      create({ name: `small-${count}`, projectScopedAccess: { projectId: small, access: { role: ProjectRole.READ } } });
    for (let count = 0; count < 10; count++) await make(count);
    await refused(make(10), Code.FailedPrecondition, "scopedServiceAccountsPerProject");
  });

  it("of a project reach what lies in it and nothing else", async () => {
    const id = await create({
      name: "reaches",
      projectScopedAccess: { projectId, access: { role: ProjectRole.READ } },
    });
    const caller = await withKey(plane, id, OwnerType.SERVICE_ACCOUNT);
    await caller.cloud.getProject({ projectId });
    await refused(caller.cloud.getNamespace({ namespace }), Code.PermissionDenied);
  });
});
