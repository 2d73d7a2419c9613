// The wire's Access message as the policy core sees it. Names that no longer exist give nothing.
import type * as policy from "@remit/policy";
import {
  type Access,
  AccountAccess_Role,
  type NamespaceAccess,
  NamespaceAccess_Permission,
  type ProjectAccess,
  ProjectAccess_ProjectRole,
  type ServiceAccountSpec,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";

/** Wire namespace id → uid of the living namespace, or undefined. */
export type NamespaceUids = (id: string) => string | undefined;

const accountRoles: Readonly<Record<number, policy.AccountRole>> = {
  [AccountAccess_Role.OWNER]: "owner",
  [AccountAccess_Role.ADMIN]: "admin",
  [AccountAccess_Role.DEVELOPER]: "developer",
  [AccountAccess_Role.FINANCE_ADMIN]: "finance_admin",
  [AccountAccess_Role.READ]: "read",
  [AccountAccess_Role.METRICS_READ]: "metrics_read",
};

const namespacePermissions: Readonly<Record<number, policy.NamespacePermission>> = {
  [NamespaceAccess_Permission.ADMIN]: "admin",
  [NamespaceAccess_Permission.WRITE]: "write",
  [NamespaceAccess_Permission.READ]: "read",
};

const projectRoles: Readonly<Record<number, policy.ProjectRole>> = {
  [ProjectAccess_ProjectRole.ADMIN]: "admin",
  [ProjectAccess_ProjectRole.WRITE]: "write",
  [ProjectAccess_ProjectRole.READ]: "read",
  [ProjectAccess_ProjectRole.LIST]: "list",
  [ProjectAccess_ProjectRole.CONTRIBUTE]: "contribute",
  [ProjectAccess_ProjectRole.MEMBER]: "member",
  [ProjectAccess_ProjectRole.DEVELOPER]: "developer",
};

export const toAccountRole = (role: number): policy.AccountRole | null => accountRoles[role] ?? null;
export const toNamespacePermission = (value: number): policy.NamespacePermission | null =>
  namespacePermissions[value] ?? null;
export const toProjectRole = (value: number): policy.ProjectRole | null => projectRoles[value] ?? null;

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
