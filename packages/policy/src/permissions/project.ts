// Operations on projects.
// Source: Temporal's public documentation of custom-role permissions; names marked as ours are not Temporal's.
import { permission } from "./permission.ts";

export const projectPermissions = [
  permission("cloud.project.create", "admin", ["accounts"], "Create a project"),
  permission("cloud.project.delete", "admin", ["projects"], "Delete an empty project"),
  permission("cloud.project.get", "read", ["projects"], "Read one project"),
  permission(
    "cloud.project.getServiceAccountProjectAssignments",
    "read",
    ["projects"],
    "List service accounts with access to a project",
  ),
  permission(
    "cloud.project.getUserGroupProjectAssignments",
    "read",
    ["projects"],
    "List groups with access to a project",
  ),
  permission("cloud.project.getUserProjectAssignments", "read", ["projects"], "List users with access to a project"),
  permission("cloud.project.list", "read", ["accounts"], "List projects"),
  permission("cloud.project.setServiceAccountAccess", "admin", ["projects"], "Set a service account role on a project"),
  permission("cloud.project.setUserAccess", "admin", ["projects"], "Set a user role on a project"),
  permission("cloud.project.setUserGroupAccess", "admin", ["projects"], "Set a group role on a project"),
  permission(
    "cloud.project.update",
    "write",
    ["projects"],
    "Change name, description or delete protection of a project",
  ),
] as const;
