// The wire's Access message as the policy core sees it, and back. Names that no longer exist give nothing. It stands
// with the wire because the server and the command line both read it; of the policy core only types are named.
import type * as policy from "@remit/policy";
import {
  type Access,
  AccountAccess_Role,
  type NamespaceAccess,
  NamespaceAccess_Permission,
  type ProjectAccess,
  ProjectAccess_ProjectRole,
  type ServiceAccountSpec,
} from "./gen/temporal/api/cloud/identity/v1/message_pb.ts";

/** Wire namespace id → uid of the living namespace, or undefined. */
export type NamespaceUids = (id: string) => string | undefined;

const accountRoles: Readonly<Record<policy.AccountRole, AccountAccess_Role>> = {
  owner: AccountAccess_Role.OWNER,
  admin: AccountAccess_Role.ADMIN,
  developer: AccountAccess_Role.DEVELOPER,
  finance_admin: AccountAccess_Role.FINANCE_ADMIN,
  read: AccountAccess_Role.READ,
  metrics_read: AccountAccess_Role.METRICS_READ,
};

const namespacePermissions: Readonly<Record<policy.NamespacePermission, NamespaceAccess_Permission>> = {
  admin: NamespaceAccess_Permission.ADMIN,
  write: NamespaceAccess_Permission.WRITE,
  read: NamespaceAccess_Permission.READ,
};

const projectRoles: Readonly<Record<policy.ProjectRole, ProjectAccess_ProjectRole>> = {
  admin: ProjectAccess_ProjectRole.ADMIN,
  write: ProjectAccess_ProjectRole.WRITE,
  read: ProjectAccess_ProjectRole.READ,
  list: ProjectAccess_ProjectRole.LIST,
  contribute: ProjectAccess_ProjectRole.CONTRIBUTE,
  member: ProjectAccess_ProjectRole.MEMBER,
  developer: ProjectAccess_ProjectRole.DEVELOPER,
};

const namesOf = <Name extends string>(numbers: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> =>
  new Map((Object.keys(numbers) as Name[]).map((name) => [numbers[name], name]));

const accountRoleNames = namesOf(accountRoles);
const namespacePermissionNames = namesOf(namespacePermissions);
const projectRoleNames = namesOf(projectRoles);

export const toAccountRole = (role: number): policy.AccountRole | null => accountRoleNames.get(role) ?? null;
export const toNamespacePermission = (value: number): policy.NamespacePermission | null =>
  namespacePermissionNames.get(value) ?? null;
export const toProjectRole = (value: number): policy.ProjectRole | null => projectRoleNames.get(value) ?? null;

export const fromAccountRole = (role: policy.AccountRole | null): AccountAccess_Role =>
  role === null ? AccountAccess_Role.UNSPECIFIED : accountRoles[role];
export const fromNamespacePermission = (level: policy.NamespacePermission): NamespaceAccess_Permission =>
  namespacePermissions[level];
export const fromProjectRole = (role: policy.ProjectRole): ProjectAccess_ProjectRole => projectRoles[role];

export const noAccess: policy.Access = {
  accountRole: null,
  customRoles: [],
  namespaces: [],
  projects: [],
  implied: [],
};

export function toPolicyAccess(
  access: Access | undefined,
  uids: NamespaceUids,
  implied: readonly policy.ImpliedGrant[] = [],
): policy.Access {
  return {
    accountRole: toAccountRole(access?.accountAccess?.role ?? 0),
    customRoles: access?.accountAccess?.customRoles ?? [],
    namespaces: toNamespaceGrants(access?.namespaceAccesses ?? {}, uids),
    projects: toProjectGrants(access?.projectAccesses ?? {}),
    implied,
  };
}

/**
 * A namespace-scoped service account always carries the account role read (public documentation). For a
 * project-scoped one no source says so, so its scope is all that it has.
 */
export function toServiceAccountAccess(
  spec: ServiceAccountSpec,
  uids: NamespaceUids,
  implied: readonly policy.ImpliedGrant[] = [],
): policy.Access {
  if (spec.namespaceScopedAccess !== undefined) {
    const { namespace, access } = spec.namespaceScopedAccess;
    const namespaces = toNamespaceGrants(access === undefined ? {} : { [namespace]: access }, uids);
    return { ...noAccess, accountRole: "read", namespaces, implied };
  }
  if (spec.projectScopedAccess !== undefined) {
    const { projectId, access, namespaceAccesses } = spec.projectScopedAccess;
    const projects = toProjectGrants(access === undefined ? {} : { [projectId]: access });
    return { ...noAccess, projects, namespaces: toNamespaceGrants(namespaceAccesses, uids), implied };
  }
  return toPolicyAccess(spec.access, uids, implied);
}

function toNamespaceGrants(
  accesses: Readonly<Record<string, NamespaceAccess>>,
  uids: NamespaceUids,
): policy.Access["namespaces"] {
  return Object.entries(accesses).flatMap(([id, { permission }]) => {
    const namespace = uids(id);
    const level = toNamespacePermission(permission);
    return namespace === undefined || level === null ? [] : [{ namespace, permission: level }];
  });
}

function toProjectGrants(accesses: Readonly<Record<string, ProjectAccess>>): policy.Access["projects"] {
  return Object.entries(accesses).flatMap(([project, { role }]) => {
    const name = toProjectRole(role);
    return name === null ? [] : [{ project, role: name }];
  });
}
