// The project roles: what each holds on the project itself and on what lies in it.
// Source: our reading of Temporal's public projects page; no table per operation is published.
import type { Operation } from "../permissions/catalogue.ts";
import type { NamespacePermission, ProjectRole } from "../types.ts";
import type { PredefinedRole } from "./account-roles.ts";

/** A project role: operations on the project and its children, and a level on each of its Namespaces. */
export interface PredefinedProjectRole extends PredefinedRole {
  readonly namespacePermission: NamespacePermission | null;
  /** False for `developer`, which is only inherited from the account role of the same name. */
  readonly assignable: boolean;
}

const member: readonly Operation[] = ["cloud.project.get", "cloud.project.list"];

const list: readonly Operation[] = [
  ...member,
  "cloud.connectivityrule.get",
  "cloud.connectivityrule.list",
  "cloud.namespace.list",
  "cloud.nexusendpoint.get",
  "cloud.nexusendpoint.list",
];

const contribute: readonly Operation[] = [...list, "cloud.namespace.create"];

const write: readonly Operation[] = [
  ...contribute,
  "cloud.nexusendpoint.create",
  "cloud.nexusendpoint.delete",
  "cloud.nexusendpoint.update",
];

const admin: readonly Operation[] = [
  ...write,
  "cloud.connectivityrule.create",
  "cloud.connectivityrule.delete",
  "cloud.namespace.moveToProject",
  "cloud.nexusendpoint.moveToProject",
  "cloud.project.delete",
  "cloud.project.getServiceAccountProjectAssignments",
  "cloud.project.getUserGroupProjectAssignments",
  "cloud.project.getUserProjectAssignments",
  "cloud.project.setServiceAccountAccess",
  "cloud.project.setUserAccess",
  "cloud.project.setUserGroupAccess",
  "cloud.project.update",
  // Service accounts scoped to the project, and their API keys.
  "cloud.serviceaccount.create",
  "cloud.serviceaccount.delete",
  "cloud.serviceaccount.get",
  "cloud.serviceaccount.list",
  "cloud.serviceaccount.update",
  "cloud.apikey.create",
  "cloud.apikey.delete",
  "cloud.apikey.get",
  "cloud.apikey.list",
  "cloud.apikey.update",
];

const developer: readonly Operation[] = [...member, "cloud.namespace.create", "cloud.nexusendpoint.create"];

function role(
  title: string,
  operations: readonly Operation[],
  namespacePermission: NamespacePermission | null,
  assignable = true,
): PredefinedProjectRole {
  return { title, operations: new Set(operations), namespacePermission, assignable };
}

/** The project roles, by their id on the wire in lower case. */
export const projectRoles: Readonly<Record<ProjectRole, PredefinedProjectRole>> = {
  admin: role("Project Admin", admin, "admin"),
  write: role("Project Write", write, "write"),
  read: role("Project Read", list, "read"),
  contribute: role("Project Contribute", contribute, null),
  list: role("Project List", list, null),
  member: role("Project Member", member, null),
  developer: role("Project Developer", developer, null, false),
};

/** Project roles from the one that can do least to the one that can do most. */
export const projectRolesWeakestFirst: readonly ProjectRole[] = [
  "member",
  "developer",
  "list",
  "contribute",
  "read",
  "write",
  "admin",
];
