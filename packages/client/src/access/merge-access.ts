// What is to be held, written into the access that is there. Levels and roles that this program does not know, since
// the API is newer, stay.
import { create } from "@bufbuild/protobuf";
import {
  type Access,
  AccessSchema,
  AccountAccessSchema,
  type NamespaceAccess,
  NamespaceAccessSchema,
  type ProjectAccess,
  ProjectAccessSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  fromAccountRole,
  fromNamespacePermission,
  fromProjectRole,
  toAccountRole,
  toNamespacePermission,
  toProjectRole,
} from "@remit/protocol/policy-access";
import type { HeldAccess } from "@remit/responsibility";

export function mergeAccess(now: Access | undefined, wanted: HeldAccess): Access {
  const access = now ?? create(AccessSchema);
  const role = access.accountAccess?.role ?? 0;
  const isUnknown = role !== 0 && toAccountRole(role) === null;
  return create(AccessSchema, {
    ...access,
    accountAccess: create(AccountAccessSchema, {
      role: isUnknown && wanted.accountRole === null ? role : fromAccountRole(wanted.accountRole),
      customRoles: [...wanted.customRoles],
    }),
    namespaceAccesses: toNamespaceAccesses(access.namespaceAccesses, wanted),
    projectAccesses: toProjectAccesses(access.projectAccesses, wanted),
    customRolesDeprecated: [],
  });
}

export function toNamespaceAccesses(
  now: Readonly<Record<string, NamespaceAccess>>,
  { namespaces }: HeldAccess,
): Record<string, NamespaceAccess> {
  const unknown = Object.entries(now).filter(([, { permission }]) => toNamespacePermission(permission) === null);
  const set = namespaces.map(({ namespace, permission }) => [
    namespace,
    create(NamespaceAccessSchema, { permission: fromNamespacePermission(permission) }),
  ]);
  return Object.fromEntries([...unknown, ...set]) as Record<string, NamespaceAccess>;
}

function toProjectAccesses(
  now: Readonly<Record<string, ProjectAccess>>,
  { projects }: HeldAccess,
): Record<string, ProjectAccess> {
  const unknown = Object.entries(now).filter(([, { role }]) => toProjectRole(role) === null);
  const set = projects.map(({ project, role }) => [
    project,
    create(ProjectAccessSchema, { role: fromProjectRole(role) }),
  ]);
  return Object.fromEntries([...unknown, ...set]) as Record<string, ProjectAccess>;
}
