// Account roles, Namespace permissions and project roles in Temporal Cloud's words.
import {
  type AccountRole,
  accountRoles,
  accountRolesWeakestFirst,
  type NamespacePermission,
  namespacePermissions,
  namespacePermissionsWeakestFirst,
  type ProjectRole,
  projectRoles,
  projectRolesWeakestFirst,
} from "@remit/policy";
import type { Access } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toAccountRole } from "@remit/protocol/policy-access";

const accountRoleSentences: Readonly<Record<AccountRole, string>> = {
  owner: "Everything in the account. Given and taken by Account Owners only.",
  admin: "Everything but Account Owners, billing and custom roles. Namespace Admin on every Namespace.",
  developer: "Creates Namespaces and Nexus endpoints, and is Namespace Admin on those it creates.",
  finance_admin: "Reads usage and billing, and what Read-Only sees. Given and taken by Account Owners only.",
  read: "Sees the account's settings and names. Namespaces by the permissions below.",
  metrics_read: "Reads metrics, and nothing else.",
};

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly description: string;
}

/** The strongest first, as Temporal Cloud lists them. */
export const accountRoleChoices: readonly Choice<AccountRole | "none">[] = [
  ...accountRolesWeakestFirst.toReversed().map((value) => ({
    value,
    label: accountRoles[value].title,
    description: accountRoleSentences[value],
  })),
  { value: "none", label: "None", description: "Only what is chosen below." },
];

export const namespacePermissionChoices: readonly { readonly value: NamespacePermission; readonly label: string }[] =
  namespacePermissionsWeakestFirst.map((value) => ({ value, label: namespacePermissions[value].title }));

/** Those that can be given; `developer` only comes with the account role of that name. */
export const projectRoleChoices: readonly { readonly value: ProjectRole; readonly label: string }[] =
  projectRolesWeakestFirst
    .filter((value) => projectRoles[value].assignable)
    .map((value) => ({ value, label: projectRoles[value].title }));

/** "–" where the caller may not see what somebody holds; without an access at all, that reads like holding nothing. */
export function describeAccountRole(access: Access | undefined, isShown = access !== undefined): string {
  if (!isShown) return "–";
  const role = toAccountRole(access?.accountAccess?.role ?? 0);
  return role === null ? "None" : accountRoles[role].title;
}
