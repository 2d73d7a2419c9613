// Operations on Namespaces.
// Source: Temporal's public documentation of custom-role permissions; names marked as ours are not Temporal's.
import { permission } from "./permission.ts";

export const namespacePermissions = [
  permission(
    "cloud.namespace.addRegion",
    "write",
    ["namespaces"],
    "Add a replica region (RPC deprecated in favour of UpdateNamespace)",
  ),
  permission("cloud.namespace.capacityinfo.get", "read", ["namespaces"], "Read capacity mode, options and usage"),
  permission("cloud.namespace.create", "write", ["projects"], "Create a namespace in a project"),
  permission("cloud.namespace.delete", "admin", ["namespaces"], "Delete a namespace"),
  permission(
    "cloud.namespace.deleteRegion",
    "write",
    ["namespaces"],
    "Drop a replica region (RPC deprecated in favour of UpdateNamespace)",
  ),
  permission("cloud.namespace.exportsink.create", "write", ["namespaces"], "Add a history export destination"),
  permission("cloud.namespace.exportsink.delete", "write", ["namespaces"], "Remove an export destination"),
  permission("cloud.namespace.exportsink.get", "read", ["namespaces"], "Read one export destination"),
  permission("cloud.namespace.exportsink.list", "read", ["namespaces"], "List export destinations"),
  permission("cloud.namespace.exportsink.update", "write", ["namespaces"], "Change an export destination"),
  permission(
    "cloud.namespace.exportsink.validate",
    "write",
    ["namespaces"],
    "Test an export destination with an empty file",
  ),
  permission("cloud.namespace.failoverRegion", "write", ["namespaces"], "Make another region the active one"),
  permission("cloud.namespace.get", "read", ["namespaces"], "Read the settings of one namespace"),
  permission(
    "cloud.namespace.getServiceAccountNamespaceAssignments",
    "read",
    ["namespaces"],
    "List service accounts that can reach a namespace",
  ),
  permission(
    "cloud.namespace.getUserGroupNamespaceAssignments",
    "read",
    ["namespaces"],
    "List groups that can reach a namespace",
  ),
  permission(
    "cloud.namespace.getUserNamespaceAssignments",
    "read",
    ["namespaces"],
    "List users that can reach a namespace",
  ),
  permission(
    "cloud.namespace.list",
    "read",
    ["accounts", "projects"],
    "List namespaces of the account or of one project",
  ),
  permission("cloud.namespace.moveToProject", "admin", ["namespaces"], "Move a namespace between projects", {
    nameIsOurs: true,
    reasonNotGrantable: "moving between projects belongs to the Project Admin of both projects",
  }),
  permission(
    "cloud.namespace.renameCustomSearchAttribute",
    "write",
    ["namespaces"],
    "Rename a custom search attribute",
  ),
  permission(
    "cloud.namespace.setServiceAccountAccess",
    "admin",
    ["namespaces"],
    "Set a service account permission on a namespace",
    { nameIsOurs: true, reasonNotGrantable: "access of service accounts belongs to the Namespace Admin" },
  ),
  permission(
    "cloud.namespace.setUserAccess",
    "admin",
    ["namespaces"],
    "Give, change or take away a user permission on a namespace",
  ),
  permission(
    "cloud.namespace.setUserGroupAccess",
    "admin",
    ["namespaces"],
    "Give, change or take away a group permission on a namespace",
  ),
  permission(
    "cloud.namespace.update",
    "write",
    ["namespaces"],
    "Change any setting in the namespace specification; cannot be split into finer operations",
  ),
  permission("cloud.namespace.updateTags", "write", ["namespaces"], "Add, change or remove namespace tags"),
] as const;
