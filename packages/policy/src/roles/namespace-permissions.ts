// The permission levels on one Namespace; each includes the one before it.
// Source: Temporal's public permissions reference. Write adds the data plane only, no control-plane change.
import { type Operation, permissions } from "../permissions/catalogue.ts";
import type { PermissionKind } from "../permissions/permission.ts";
import type { NamespacePermission } from "../types.ts";
import type { PredefinedRole } from "./account-roles.ts";

const dataPlane = (kind: PermissionKind): Operation[] =>
  permissions.filter((row) => row.plane === "data" && row.kind === kind).map(({ operation }) => operation);

const read: readonly Operation[] = [
  "cloud.namespace.capacityinfo.get",
  "cloud.namespace.exportsink.get",
  "cloud.namespace.exportsink.list",
  "cloud.namespace.get",
  ...dataPlane("read"),
];

const write: readonly Operation[] = [...read, ...dataPlane("write")];

const admin: readonly Operation[] = [
  ...write,
  ...dataPlane("admin"),
  "cloud.namespace.addRegion",
  "cloud.namespace.delete",
  "cloud.namespace.deleteRegion",
  "cloud.namespace.exportsink.create",
  "cloud.namespace.exportsink.delete",
  "cloud.namespace.exportsink.update",
  "cloud.namespace.exportsink.validate",
  "cloud.namespace.failoverRegion",
  "cloud.namespace.getServiceAccountNamespaceAssignments",
  "cloud.namespace.getUserGroupNamespaceAssignments",
  "cloud.namespace.getUserNamespaceAssignments",
  "cloud.namespace.renameCustomSearchAttribute",
  "cloud.namespace.setServiceAccountAccess",
  "cloud.namespace.setUserAccess",
  "cloud.namespace.setUserGroupAccess",
  "cloud.namespace.update",
  // Service accounts scoped to the Namespace, and their API keys.
  "cloud.serviceaccount.create",
  "cloud.serviceaccount.delete",
  "cloud.serviceaccount.get",
  "cloud.serviceaccount.update",
  "cloud.apikey.create",
  "cloud.apikey.delete",
  "cloud.apikey.get",
  "cloud.apikey.list",
  "cloud.apikey.update",
];

/** The Namespace permission levels. Tags are not in Admin: they belong to Global Admin and Account Owner. */
export const namespacePermissions: Readonly<Record<NamespacePermission, PredefinedRole>> = {
  read: { title: "Read", operations: new Set(read) },
  write: { title: "Write", operations: new Set(write) },
  admin: { title: "Namespace Admin", operations: new Set(admin) },
};

/** Namespace levels from weakest to strongest. */
export const namespacePermissionsWeakestFirst: readonly NamespacePermission[] = ["read", "write", "admin"];
