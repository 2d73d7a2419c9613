// Users, groups, service accounts, keys, roles and the rest as the Terraform provider uses them.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe } from "node:test";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import {
  OwnerType,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { Region_CloudProvider } from "@remit/protocol/gen/temporal/api/cloud/region/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { refused } from "../harness/refusals.ts";
import { ownerThrough } from "./clients.ts";

const unique = (): string => randomUUID().slice(0, 12);

describe("the Terraform provider", () => {
  const onPlane = sharePlane();

  onPlane("reads a user as active, in both members, right after the invitation", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const email = `ann+${unique()}@Example.com`;
    const { userId, asyncOperation } = await cloud.createUser({
      spec: { email, access: { accountAccess: { role: Role.READ } } },
      asyncOperationId: randomUUID(),
    });
    assert.equal(asyncOperation?.state, AsyncOperation_State.FULFILLED);
    const { user } = await cloud.getUser({ userId });
    assert.equal(user?.state, ResourceState.ACTIVE);
    assert.equal(user.stateDeprecated, "active");
    assert.equal(user.spec?.email, email);
    assert.ok(user.invitation?.expiredTime);
  });

  onPlane("gives custom roles to a user without an account role, and reads back exactly that", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const roleId = await makeRole(plane);
    const access = { accountAccess: { role: Role.UNSPECIFIED, customRoles: [roleId] } };
    const { userId } = await cloud.createUser({ spec: { email: `${unique()}@example.com`, access } });
    const { user } = await cloud.getUser({ userId });
    assert.equal(user?.spec?.access?.accountAccess?.role, Role.UNSPECIFIED);
    assert.deepEqual(user?.spec?.access?.accountAccess?.customRoles, [roleId]);
    assert.deepEqual(user?.spec?.access?.namespaceAccesses, {});
  });

  onPlane("makes a cloud group without access, and reads one that is there", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const { groupId } = await cloud.createUserGroup({
      spec: { displayName: `tf-${unique()}`, groupType: { case: "cloudGroup", value: {} } },
    });
    const { group } = await cloud.getUserGroup({ groupId });
    assert.ok(group?.spec?.access, "nil is dereferenced by clients");
    assert.equal(group.spec.groupType.case, "cloudGroup");
  });

  onPlane("clears a group's roles with an empty access", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const spec = { displayName: `tf-${unique()}`, groupType: { case: "cloudGroup" as const, value: {} } };
    const { groupId } = await cloud.createUserGroup({
      spec: { ...spec, access: { accountAccess: { role: Role.DEVELOPER } } },
    });
    const { group } = await cloud.getUserGroup({ groupId });
    await cloud.updateUserGroup({
      groupId,
      spec: { ...spec, access: {} },
      resourceVersion: group?.resourceVersion ?? "",
    });
    const after = (await cloud.getUserGroup({ groupId })).group;
    assert.equal(after?.spec?.access?.accountAccess?.role ?? Role.UNSPECIFIED, Role.UNSPECIFIED);
  });

  onPlane("recognises an update that changes nothing by its code and text", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const spec = { displayName: `tf-${unique()}`, access: {}, groupType: { case: "cloudGroup" as const, value: {} } };
    const { groupId } = await cloud.createUserGroup({ spec });
    const { group } = await cloud.getUserGroup({ groupId });
    const again = cloud.updateUserGroup({ groupId, spec, resourceVersion: group?.resourceVersion ?? "" });
    await refused(again, Code.InvalidArgument, "nothing to change");
  });

  onPlane("finds exactly one SCIM group by its id in the outside directory", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const idpId = `tf-basic-${unique()}`;
    await cloud.createUserGroup({
      spec: { displayName: `scim-${unique()}`, groupType: { case: "scimGroup", value: { idpId } } },
    });
    const { groups } = await cloud.getUserGroups({ scimGroup: { idpId } });
    assert.deepEqual(
      groups.map((group) => group.spec?.groupType.value),
      [{ $typeName: "temporal.api.cloud.identity.v1.SCIMGroupSpec", idpId }],
    );
  });

  onPlane("reads exactly the members that it added", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const { groupId } = await cloud.createUserGroup({
      spec: { displayName: `tf-${unique()}`, groupType: { case: "cloudGroup", value: {} } },
    });
    const users = await Promise.all([1, 2].map(() => cloud.createUser({ spec: { email: `${unique()}@example.com` } })));
    for (const { userId } of users)
      await cloud.addUserGroupMember({ groupId, memberId: { memberType: { case: "userId", value: userId } } });
    const { members } = await cloud.getUserGroupMembers({ groupId });
    assert.deepEqual(
      members.map(({ memberId }) => memberId?.memberType.value ?? "").sort(),
      users.map(({ userId }) => userId).sort(),
    );
  });

  onPlane("reads a service account of account scope without scoped accesses", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const { serviceAccountId } = await cloud.createServiceAccount({
      spec: { name: `tf-${unique()}`, access: { accountAccess: { role: Role.READ } } },
    });
    const { spec } = (await cloud.getServiceAccount({ serviceAccountId })).serviceAccount ?? {};
    assert.equal(spec?.namespaceScopedAccess, undefined);
    assert.equal(spec?.projectScopedAccess, undefined);
    assert.equal(spec?.access?.accountAccess?.role, Role.READ);
  });

  onPlane("reads a key's expiry with the seconds that it wrote", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const { serviceAccountId } = await cloud.createServiceAccount({
      spec: { name: `tf-${unique()}`, access: { accountAccess: { role: Role.READ } } },
    });
    const expiryTime = timestampFromMs(Math.floor(Date.now() / 1000) * 1000 + 86_400_000);
    const { keyId } = await cloud.createApiKey({
      spec: { ownerId: serviceAccountId, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "tf", expiryTime },
    });
    const { apiKey } = await cloud.getApiKey({ keyId });
    assert.equal(apiKey?.spec?.expiryTime?.seconds, expiryTime.seconds);
    assert.equal(apiKey.spec.ownerTypeDeprecated, "service-account");
    assert.equal(apiKey.state, ResourceState.ACTIVE);
  });

  onPlane("keeps the order of a role's permissions, while actions and ids are sets", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const permissions = [
      { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } },
      { actions: ["cloud.user.list", "cloud.account.get"], resources: { resourceType: "accounts", allowAll: true } },
    ];
    const name = `tf-${unique()}`;
    const { roleId } = await cloud.createCustomRole({ spec: { name, permissions } });
    const { customRole } = await cloud.getCustomRole({ roleId });
    assert.deepEqual(
      customRole?.spec?.permissions.map(({ resources }) => resources?.resourceType),
      ["namespaces", "accounts"],
    );
    const shuffled = permissions.map((permission) => ({ ...permission, actions: permission.actions.toReversed() }));
    const again = cloud.updateCustomRole({
      roleId,
      spec: { name, permissions: shuffled },
      resourceVersion: customRole?.resourceVersion ?? "",
    });
    await refused(again, Code.InvalidArgument, "nothing to change");
  });

  onPlane("is told that metrics are not configured by an empty address", async (plane) => {
    const { account } = await ownerThrough(plane, "terraform").cloud.getAccount({});
    assert.equal(account?.id, plane.accountId);
    assert.ok(account.spec, "nil crashes clients that clone it");
    assert.equal(account.metrics?.uri ?? "", "");
  });

  onPlane("finds every region under a provider that it knows", async (plane) => {
    const { regions } = await ownerThrough(plane, "terraform").cloud.getRegions({});
    const known: readonly number[] = [Region_CloudProvider.AWS, Region_CloudProvider.GCP, Region_CloudProvider.AZURE];
    for (const { id, cloudProvider } of regions) {
      assert.match(id, /^(aws|gcp|azure)-[a-z0-9-]+$/);
      assert.ok(known.includes(cloudProvider), id);
    }
    const ids = regions.map(({ id }) => id);
    for (const id of ["aws-ca-central-1", "aws-us-west-2", "gcp-us-central1", "azure-centralus"])
      assert.ok(ids.includes(id), id);
  });

  onPlane("keeps a public connectivity rule public, though its message is empty", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const { connectivityRuleId } = await cloud.createConnectivityRule({
      spec: { connectionType: { case: "publicRule", value: {} } },
    });
    const { connectivityRule } = await cloud.getConnectivityRule({ connectivityRuleId });
    assert.equal(connectivityRule?.spec?.connectionType.case, "publicRule");
    assert.equal(connectivityRule.state, ResourceState.ACTIVE);
    assert.ok(connectivityRule.createdTime);
    await cloud.deleteConnectivityRule({ connectivityRuleId, resourceVersion: connectivityRule.resourceVersion });
    await refused(cloud.getConnectivityRule({ connectivityRuleId }), Code.NotFound);
  });

  onPlane("makes the same private rule again after it was deleted", async (plane) => {
    const { cloud } = ownerThrough(plane, "terraform");
    const value = { connectionId: "vpce-tftestrule1", region: "aws-us-west-2" };
    for (const _ of [1, 2]) {
      const { connectivityRuleId } = await cloud.createConnectivityRule({
        spec: { connectionType: { case: "privateRule", value } },
      });
      const { connectivityRule } = await cloud.getConnectivityRule({ connectivityRuleId });
      await cloud.deleteConnectivityRule({
        connectivityRuleId,
        resourceVersion: connectivityRule?.resourceVersion ?? "",
      });
    }
  });
});

async function makeRole(plane: Parameters<typeof ownerThrough>[0]): Promise<string> {
  const permissions = [{ actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } }];
  const { roleId } = await plane.owner.cloud.createCustomRole({ spec: { name: `tf-${unique()}`, permissions } });
  return roleId;
}
