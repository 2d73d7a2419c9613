// Taking away what an example made: each needs the version that is there now.
import type { CloudCaller } from "./cloud.ts";

export async function removeNamespace({ cloud, settle }: CloudCaller, namespace: string): Promise<void> {
  const resourceVersion = (await cloud.getNamespace({ namespace })).namespace?.resourceVersion ?? "";
  await settle(cloud.deleteNamespace({ namespace, resourceVersion }));
}

/** Does nothing when the role is gone already. */
export async function removeRole({ cloud, settle }: CloudCaller, roleId: string): Promise<void> {
  const { customRoles } = await cloud.getCustomRoles({ pageSize: 1000 });
  const role = customRoles?.find(({ id }) => id === roleId);
  if (role) await settle(cloud.deleteCustomRole({ roleId, resourceVersion: role.resourceVersion ?? "" }));
}

export async function removeServiceAccount({ cloud, settle }: CloudCaller, serviceAccountId: string): Promise<void> {
  const resourceVersion = (await cloud.getServiceAccount({ serviceAccountId })).serviceAccount?.resourceVersion ?? "";
  await settle(cloud.deleteServiceAccount({ serviceAccountId, resourceVersion }));
}

export async function removeGroup({ cloud, settle }: CloudCaller, groupId: string): Promise<void> {
  const resourceVersion = (await cloud.getUserGroup({ groupId })).group?.resourceVersion ?? "";
  await settle(cloud.deleteUserGroup({ groupId, resourceVersion }));
}

export async function removeUser({ cloud, settle }: CloudCaller, userId: string): Promise<void> {
  const resourceVersion = (await cloud.getUser({ userId })).user?.resourceVersion ?? "";
  await settle(cloud.deleteUser({ userId, resourceVersion }));
}
