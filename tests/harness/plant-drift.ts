// Drift of several kinds, planted through the API, and what is held read back.
import assert from "node:assert/strict";
import {
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "./control-plane.ts";
import type { TestPrincipal } from "./principals.ts";

/** What no row gives: Namespace access, and a custom role that nobody needs. */
export async function giveTooMuch(plane: TestPlane, { id }: TestPrincipal, namespace: string, roles: string[]) {
  const { cloud } = plane.owner;
  const { user } = await cloud.getUser({ userId: id });
  const accountAccess = { role: Role.READ, customRoles: roles };
  const access = { accountAccess, namespaceAccesses: { [namespace]: { permission: Level.ADMIN } } };
  const spec = { email: user?.spec?.email ?? "", access };
  await cloud.updateUser({ userId: id, spec, resourceVersion: user?.resourceVersion ?? "" });
}

export async function findGroup({ owner }: TestPlane, displayName: string) {
  const { groups } = await owner.cloud.getUserGroups({ displayName });
  const [group] = groups;
  assert.ok(group?.spec !== undefined);
  return { id: group.id, spec: group.spec, resourceVersion: group.resourceVersion };
}

export async function takeNamespaceAccess(plane: TestPlane, displayName: string): Promise<void> {
  const { id, spec, resourceVersion } = await findGroup(plane, displayName);
  assert.ok(spec.access !== undefined);
  spec.access.namespaceAccesses = {};
  await plane.owner.cloud.updateUserGroup({ groupId: id, spec, resourceVersion });
}

export async function makeRole({ owner }: TestPlane, name: string, actions: string[]): Promise<string> {
  const permissions = [{ actions, resources: { resourceType: "accounts", allowAll: true } }];
  return (await owner.cloud.createCustomRole({ spec: { name, permissions } })).roleId;
}

export async function readActions({ owner }: TestPlane, roleId: string): Promise<string[]> {
  return (await owner.cloud.getCustomRole({ roleId })).customRole?.spec?.permissions[0]?.actions ?? [];
}

export async function setActions({ owner: { cloud } }: TestPlane, roleId: string, actions: string[]): Promise<void> {
  const { customRole } = await cloud.getCustomRole({ roleId });
  const [first] = customRole?.spec?.permissions ?? [];
  assert.ok(customRole?.spec !== undefined && first !== undefined);
  first.actions = actions;
  await cloud.updateCustomRole({ roleId, spec: customRole.spec, resourceVersion: customRole.resourceVersion });
}
