// Operations on custom roles.
// Source: Temporal's public documentation of custom-role permissions; names marked as ours are not Temporal's.
import { permission } from "./permission.ts";

// The public table lists Project too, but neither request carries a project, so such a grant could never match.
const NO_PROJECT_IN_REQUEST = "the request names no project, so the operation is granted on accounts only";

export const customRolePermissions = [
  permission(
    "cloud.customrole.assign",
    "admin",
    ["accounts"],
    "Put a custom role on a user, group or service account; an extra check on calls that write custom_roles, it does not by itself allow changing a principal",
  ),
  permission("cloud.customrole.create", "admin", ["accounts"], "Define a new custom role", {
    refusedOn: { projects: NO_PROJECT_IN_REQUEST },
  }),
  permission(
    "cloud.customrole.delete",
    "admin",
    ["custom-roles"],
    "Delete a custom role, which also takes it away from everyone holding it",
  ),
  permission("cloud.customrole.get", "read", ["custom-roles"], "Read one custom role"),
  permission("cloud.customrole.list", "read", ["accounts"], "List custom roles", {
    refusedOn: { projects: NO_PROJECT_IN_REQUEST },
  }),
  permission("cloud.customrole.update", "admin", ["custom-roles"], "Replace the definition of a custom role"),
] as const;
