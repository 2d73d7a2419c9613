// Users, user groups and service accounts, as far as they are alike: each has a name and holds an access.
import { clone, create } from "@bufbuild/protobuf";
import {
  type Access,
  AccessSchema,
  type ServiceAccount,
  ServiceAccountSpecSchema,
  type User,
  type UserGroup,
  UserGroupSpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { CloudClient } from "./change.ts";
import { visibleName } from "./visible-name.ts";

export type IdentityKind = "user" | "user-group" | "service-account";

export interface Identity {
  readonly kind: IdentityKind;
  readonly id: string;
  /** A user's e-mail address, a group's display name, a service account's name. */
  readonly name: string;
  /** Undefined where the caller may not see it, and for a service account that is bound to a Namespace or project. */
  readonly access: Access | undefined;
  /** Bound to one Namespace or project for life: it takes no account role and no custom roles. */
  readonly bound: boolean;
  readonly resourceVersion: string;
}

export const nounOf: Readonly<Record<IdentityKind, string>> = {
  user: "user",
  "user-group": "group",
  "service-account": "service account",
};

export const fromUser = ({ id, spec, resourceVersion }: User): Identity => ({
  kind: "user",
  id,
  name: spec?.email ?? "",
  access: spec?.access,
  bound: false,
  resourceVersion,
});

export const fromUserGroup = ({ id, spec, resourceVersion }: UserGroup): Identity => ({
  kind: "user-group",
  id,
  name: visibleName(spec?.displayName, id),
  access: spec?.access,
  bound: false,
  resourceVersion,
});

export const fromServiceAccount = ({ id, spec, resourceVersion }: ServiceAccount): Identity => ({
  kind: "service-account",
  id,
  name: visibleName(spec?.name, id),
  access: spec?.access,
  bound: spec?.namespaceScopedAccess !== undefined || spec?.projectScopedAccess !== undefined,
  resourceVersion,
});

export const customRolesOf = ({ access }: Pick<Identity, "access">): readonly string[] =>
  access?.accountAccess?.customRoles ?? [];

/** As it is now, in whole. @throws ConnectError NotFound */
async function readResource(
  cloud: CloudClient,
  kind: IdentityKind,
  id: string,
): Promise<User | UserGroup | ServiceAccount> {
  const resource =
    kind === "user"
      ? (await cloud.getUser({ userId: id })).user
      : kind === "user-group"
        ? (await cloud.getUserGroup({ groupId: id })).group
        : (await cloud.getServiceAccount({ serviceAccountId: id })).serviceAccount;
  if (resource === undefined) throw new Error(`the ${nounOf[kind]} was read without its contents`);
  return resource;
}

/** Replaces the access; everything else stays as it was read. `resourceVersion` is the one that the change is based on. */
async function writeAccess(
  cloud: CloudClient,
  resource: User | UserGroup | ServiceAccount,
  access: Access,
  asyncOperationId: string,
): Promise<void> {
  const { id, resourceVersion } = resource;
  switch (resource.$typeName) {
    case "temporal.api.cloud.identity.v1.User": {
      const spec = Object.assign(clone(UserSpecSchema, resource.spec ?? create(UserSpecSchema)), { access });
      await cloud.updateUser({ userId: id, spec, resourceVersion, asyncOperationId });
      return;
    }
    case "temporal.api.cloud.identity.v1.UserGroup": {
      const spec = Object.assign(clone(UserGroupSpecSchema, resource.spec ?? create(UserGroupSpecSchema)), { access });
      await cloud.updateUserGroup({ groupId: id, spec, resourceVersion, asyncOperationId });
      return;
    }
    case "temporal.api.cloud.identity.v1.ServiceAccount": {
      const stored = resource.spec ?? create(ServiceAccountSpecSchema);
      const spec = Object.assign(clone(ServiceAccountSpecSchema, stored), { access });
      await cloud.updateServiceAccount({ serviceAccountId: id, spec, resourceVersion, asyncOperationId });
      return;
    }
  }
}

/**
 * Reads, changes and writes. `change` gets a copy that may be altered in place, and says whether anything is to be
 * written. Resolves with whether something was.
 */
export async function editAccess(
  cloud: CloudClient,
  { kind, id }: Pick<Identity, "kind" | "id">,
  change: (access: Access) => boolean,
  asyncOperationId: string,
): Promise<boolean> {
  const resource = await readResource(cloud, kind, id);
  const access = clone(AccessSchema, resource.spec?.access ?? create(AccessSchema));
  dropOldMembers(access);
  if (!change(access)) return false;
  await writeAccess(cloud, resource, access, asyncOperationId);
  return true;
}

/** Answers carry the deprecated members beside the new ones; sent back, they would be read as a wish of their own. */
export function dropOldMembers(access: Access): void {
  access.customRolesDeprecated = [];
  if (access.accountAccess !== undefined) access.accountAccess.roleDeprecated = "";
  for (const entry of Object.values(access.namespaceAccesses)) entry.permissionDeprecated = "";
}

export async function deleteIdentity(
  cloud: CloudClient,
  { kind, id, resourceVersion }: Identity,
  asyncOperationId: string,
): Promise<void> {
  if (kind === "user") await cloud.deleteUser({ userId: id, resourceVersion, asyncOperationId });
  else if (kind === "user-group") await cloud.deleteUserGroup({ groupId: id, resourceVersion, asyncOperationId });
  else await cloud.deleteServiceAccount({ serviceAccountId: id, resourceVersion, asyncOperationId });
}
