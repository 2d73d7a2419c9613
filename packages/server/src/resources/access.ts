// The access that a user, group or service account is given, as it is on the wire: old members beside new ones, and
// what may stand in it.
import { create, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import type * as policy from "@remit/policy";
import { check } from "@remit/policy";
import {
  type Access,
  AccountAccess_Role,
  AccountAccessSchema,
  type NamespaceAccess,
  NamespaceAccess_Permission,
  type ProjectAccess,
  ProjectAccess_ProjectRole,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toPolicyAccess } from "@remit/protocol/policy-access";
import { nounOf } from "../authorize/refusal.ts";
import { type PolicyView, toResource } from "../authorize/view.ts";
import { invalidField, quote } from "../errors.ts";
import { type ApiVersion, isPast, keepNewerFields } from "./api-version.ts";
import { requireEnum } from "./checks.ts";
import type { Mutation } from "./mutation.ts";
import { requireAssignableRoles } from "./role-assignment.ts";

const roleTexts: Readonly<Record<number, string>> = {
  [AccountAccess_Role.OWNER]: "owner",
  [AccountAccess_Role.ADMIN]: "admin",
  [AccountAccess_Role.DEVELOPER]: "developer",
  [AccountAccess_Role.FINANCE_ADMIN]: "financeadmin",
  [AccountAccess_Role.READ]: "read",
  [AccountAccess_Role.METRICS_READ]: "metricsread",
};

const permissionTexts: Readonly<Record<number, string>> = {
  [NamespaceAccess_Permission.ADMIN]: "admin",
  [NamespaceAccess_Permission.WRITE]: "write",
  [NamespaceAccess_Permission.READ]: "read",
};

/** Account Owner and Global Admin are admins of every namespace and project and take no entries of their own. */
export const inheritsEverything = (access: Access | undefined): boolean =>
  access?.accountAccess?.role === AccountAccess_Role.OWNER || access?.accountAccess?.role === AccountAccess_Role.ADMIN;

export const toPolicy = (
  view: PolicyView,
  access: Access | undefined,
  implied: readonly policy.ImpliedGrant[] = [],
): policy.Access => toPolicyAccess(access, (id) => view.namespacesById.get(id)?.uid, implied);

/**
 * What a request wrote, made canonical in place and checked. Unset access is fine: it gives nothing.
 * @throws RemitError INVALID_FIELD naming the entry, PERMISSION_DENIED for roles that the caller may not assign
 */
export function prepareAccess(mutation: Mutation, access: Access | undefined, field = "spec.access"): void {
  if (access === undefined) return;
  normaliseAccess(access, field);
  const { role } = access.accountAccess ?? { role: AccountAccess_Role.UNSPECIFIED };
  if (role !== AccountAccess_Role.UNSPECIFIED) requireEnum(AccountAccess_Role, role, `${field}.account_access.role`);
  requireNamespaceAccesses(mutation, access.namespaceAccesses, `${field}.namespace_accesses`);
  requireProjectAccesses(mutation, access.projectAccesses, `${field}.project_accesses`);
  if (inheritsEverything(access)) requireNoEntries(access, field);
  requireAssignableRoles(mutation, access.accountAccess?.customRoles ?? [], `${field}.account_access.custom_roles`);
}

/** Old members become new ones where those are unset; the old ones are cleared. */
function normaliseAccess(access: Access, field: string): void {
  const { accountAccess, customRolesDeprecated } = access;
  if (accountAccess !== undefined) {
    const old = parseOldText(roleTexts, accountAccess.roleDeprecated, `${field}.account_access.role_deprecated`);
    accountAccess.role ||= old as AccountAccess_Role;
    accountAccess.roleDeprecated = "";
  }
  if (customRolesDeprecated.length > 0 && (accountAccess?.customRoles.length ?? 0) === 0) {
    access.accountAccess ??= create(AccountAccessSchema);
    access.accountAccess.customRoles = customRolesDeprecated;
  }
  access.customRolesDeprecated = [];
  if (access.accountAccess !== undefined)
    access.accountAccess.customRoles = [...new Set(access.accountAccess.customRoles)].sort();
  for (const [id, entry] of Object.entries(access.namespaceAccesses)) {
    normaliseNamespaceAccess(entry, `${field}.namespace_accesses[${quote(id)}]`);
  }
}

/** @throws RemitError INVALID_FIELD */
export function normaliseNamespaceAccess(access: NamespaceAccess, field: string): void {
  const old = parseOldText(permissionTexts, access.permissionDeprecated, `${field}.permission_deprecated`);
  access.permission ||= old as NamespaceAccess_Permission;
  access.permissionDeprecated = "";
}

function parseOldText(texts: Readonly<Record<number, string>>, text: string, field: string): number {
  if (text === "") return 0;
  const found = Object.entries(texts).find(([, known]) => known === text);
  if (found === undefined) throw invalidField(field, `must be one of ${Object.values(texts).join(", ")}`);
  return Number(found[0]);
}

/** @throws RemitError INVALID_FIELD */
export function requireNamespaceAccesses(
  mutation: Mutation,
  entries: Readonly<Record<string, NamespaceAccess>>,
  field: string,
): void {
  for (const [id, { permission }] of Object.entries(entries)) {
    const entry = `${field}[${quote(id)}]`;
    requireVisible(mutation, "namespaces", id, entry);
    requireEnum(NamespaceAccess_Permission, permission, `${entry}.permission`);
  }
}

function requireProjectAccesses(
  mutation: Mutation,
  entries: Readonly<Record<string, ProjectAccess>>,
  field: string,
): void {
  for (const [id, access] of Object.entries(entries)) {
    const entry = `${field}[${quote(id)}]`;
    requireVisible(mutation, "projects", id, entry);
    requireProjectRole(access, entry);
  }
}

const getOperations = { namespaces: "cloud.namespace.get", projects: "cloud.project.get" } as const;

/** @throws RemitError INVALID_FIELD for what is not there and for what the caller cannot see: both read alike */
export function requireVisible(
  { view, principalId, nowMs }: Mutation,
  type: "namespaces" | "projects",
  id: string,
  field: string,
): void {
  const resource = toResource(view, type, id);
  const visible = check(view.snapshot, principalId, getOperations[type], resource, nowMs);
  if (!visible) throw invalidField(field, `there is no ${nounOf(type)} ${quote(id)} that you can see`);
}

/** @throws RemitError INVALID_FIELD */
export function requireProjectRole({ role }: ProjectAccess, field: string): void {
  requireEnum(ProjectAccess_ProjectRole, role, `${field}.role`);
  if (role !== ProjectAccess_ProjectRole.DEVELOPER) return;
  throw invalidField(`${field}.role`, "DEVELOPER comes with the account role of that name and cannot be assigned");
}

function requireNoEntries({ namespaceAccesses, projectAccesses }: Access, field: string): void {
  const says = "must be empty: Account Owner and Global Admin are admins of every namespace and project";
  if (Object.keys(namespaceAccesses).length > 0) throw invalidField(`${field}.namespace_accesses`, says);
  if (Object.keys(projectAccesses).length > 0) throw invalidField(`${field}.project_accesses`, says);
}

/**
 * The access of an update, once what is stored is known: keeps what the caller's version cannot say, unless the new
 * role takes no entries. `sent` is the access as it came, before it was made canonical.
 */
export function settleAccess<Desc extends DescMessage>(
  { call }: Mutation,
  desc: Desc,
  stored: MessageShape<Desc> & Holding,
  wanted: MessageShape<Desc> & Holding,
  sent: Access | undefined,
): void {
  const { access } = wanted;
  if (access?.accountAccess !== undefined) {
    if (echoesOldRoles(call.apiVersion, stored.access, sent)) access.accountAccess.customRoles = [];
    if (echoesOldRole(call.apiVersion, stored.access, sent)) access.accountAccess.role = AccountAccess_Role.UNSPECIFIED;
  }
  keepNewerFields(desc, stored, wanted, call.apiVersion);
  if (access !== undefined && inheritsEverything(access)) access.projectAccesses = {};
}

interface Holding {
  readonly access?: Access | undefined;
}

/**
 * A client that knows the new list of roles, empties it and sends back the old one as it read it, takes the roles
 * away; to read the old list as a wish would give them back.
 */
function echoesOldRoles([major, minor]: ApiVersion, stored: Access | undefined, sent: Access | undefined): boolean {
  const knowsNewList = major > 0 || minor >= 13;
  const old = sent?.customRolesDeprecated ?? [];
  if (!knowsNewList || old.length === 0 || (sent?.accountAccess?.customRoles.length ?? 0) > 0) return false;
  const held = new Set(stored?.accountAccess?.customRoles);
  return new Set(old).size === held.size && old.every((id) => held.has(id));
}

/** The same of the account role: it was set to none, and its text came back as it was read. */
function echoesOldRole(version: ApiVersion, stored: Access | undefined, sent: Access | undefined): boolean {
  const { role, roleDeprecated } = sent?.accountAccess ?? { role: AccountAccess_Role.UNSPECIFIED, roleDeprecated: "" };
  if (role !== AccountAccess_Role.UNSPECIFIED || roleDeprecated === "") return false;
  return isPast(version, [0, 3, 0]) && roleTexts[stored?.accountAccess?.role ?? 0] === roleDeprecated;
}

/** For a response: both members of each pair. Changes `access`. */
export function fillAccess(access: Access): Access {
  const { accountAccess } = access;
  if (accountAccess !== undefined) {
    accountAccess.roleDeprecated = roleTexts[accountAccess.role] ?? "";
    access.customRolesDeprecated = [...accountAccess.customRoles];
  }
  for (const entry of Object.values(access.namespaceAccesses)) fillNamespaceAccess(entry);
  return access;
}

export function fillNamespaceAccess(access: NamespaceAccess): NamespaceAccess {
  access.permissionDeprecated = permissionTexts[access.permission] ?? "";
  return access;
}
