// Operations on Nexus endpoints and connectivity rules.
// Source: Temporal's public documentation of custom-role permissions; names marked as ours are not Temporal's.
import { permission } from "./permission.ts";

export const networkPermissions = [
  permission("cloud.connectivityrule.create", "admin", ["projects"], "Create a network rule inside a project"),
  permission("cloud.connectivityrule.delete", "admin", ["connectivity-rules"], "Delete a network rule"),
  permission("cloud.connectivityrule.get", "read", ["connectivity-rules"], "Read one network rule"),
  permission(
    "cloud.connectivityrule.list",
    "read",
    ["accounts", "projects"],
    "List network rules of the account or of one project",
  ),
  permission("cloud.nexusendpoint.create", "write", ["projects"], "Create a Nexus endpoint in a project"),
  permission("cloud.nexusendpoint.delete", "write", ["nexus-endpoints"], "Delete a Nexus endpoint"),
  permission("cloud.nexusendpoint.get", "read", ["nexus-endpoints"], "Read one Nexus endpoint"),
  permission(
    "cloud.nexusendpoint.list",
    "read",
    ["accounts", "projects"],
    "List Nexus endpoints of the account or of one project",
  ),
  permission(
    "cloud.nexusendpoint.moveToProject",
    "admin",
    ["nexus-endpoints"],
    "Move a Nexus endpoint between projects",
    { nameIsOurs: true, reasonNotGrantable: "moving between projects belongs to the Project Admin of both projects" },
  ),
  permission(
    "cloud.nexusendpoint.update",
    "write",
    ["nexus-endpoints"],
    "Change target, callers or description of an endpoint",
  ),
] as const;
