// Operations on users, groups, service accounts and API keys.
// Source: Temporal's public documentation of custom-role permissions; names marked as ours are not Temporal's.
import { permission } from "./permission.ts";

export const identityPermissions = [
  permission("cloud.apikey.create", "admin", ["accounts", "projects", "namespaces"], "Mint an API key", {
    nameIsOurs: true,
    reasonNotGrantable: "API keys are managed by their owner and by admins; a custom role cannot carry it",
  }),
  permission("cloud.apikey.delete", "admin", ["accounts", "projects", "namespaces"], "Revoke a key", {
    nameIsOurs: true,
    reasonNotGrantable: "API keys are managed by their owner and by admins; a custom role cannot carry it",
  }),
  permission("cloud.apikey.get", "read", ["accounts", "projects", "namespaces"], "Read one API key record", {
    nameIsOurs: true,
    reasonNotGrantable: "API keys are managed by their owner and by admins; a custom role cannot carry it",
  }),
  permission("cloud.apikey.list", "read", ["accounts", "projects", "namespaces"], "List API keys", {
    nameIsOurs: true,
    reasonNotGrantable: "API keys are managed by their owner and by admins; a custom role cannot carry it",
  }),
  permission(
    "cloud.apikey.update",
    "admin",
    ["accounts", "projects", "namespaces"],
    "Rename, disable or enable a key",
    {
      nameIsOurs: true,
      reasonNotGrantable: "API keys are managed by their owner and by admins; a custom role cannot carry it",
    },
  ),
  permission("cloud.currentidentity.get", "read", ["accounts"], "Who am I", {
    nameIsOurs: true,
    reasonNotGrantable: "every authenticated principal may call it, so there is nothing to grant",
  }),
  permission(
    "cloud.serviceaccount.create",
    "admin",
    ["accounts", "projects", "namespaces"],
    "Create a service account",
    { nameIsOurs: true, reasonNotGrantable: "service accounts are managed by admins; a custom role cannot carry it" },
  ),
  permission(
    "cloud.serviceaccount.delete",
    "admin",
    ["accounts", "projects", "namespaces"],
    "Delete a service account and its keys",
    { nameIsOurs: true, reasonNotGrantable: "service accounts are managed by admins; a custom role cannot carry it" },
  ),
  permission("cloud.serviceaccount.get", "read", ["accounts", "projects", "namespaces"], "Read one service account", {
    nameIsOurs: true,
    reasonNotGrantable: "service accounts are managed by admins; a custom role cannot carry it",
  }),
  permission(
    "cloud.serviceaccount.list",
    "read",
    ["accounts", "projects"],
    "List service accounts of the account or of one project",
    { nameIsOurs: true, reasonNotGrantable: "service accounts are managed by admins; a custom role cannot carry it" },
  ),
  permission(
    "cloud.serviceaccount.update",
    "admin",
    ["accounts", "projects", "namespaces"],
    "Change a service account",
    { nameIsOurs: true, reasonNotGrantable: "service accounts are managed by admins; a custom role cannot carry it" },
  ),
  permission("cloud.user.create", "admin", ["accounts"], "Invite a user"),
  permission("cloud.user.delete", "admin", ["accounts"], "Remove a user"),
  permission("cloud.user.get", "read", ["accounts"], "Read one user"),
  permission("cloud.user.list", "read", ["accounts"], "List users"),
  permission("cloud.user.update", "admin", ["accounts"], "Change a user, including roles and permissions", {
    reasonNotGrantable: "changing a principal is an escalation path, so it stays with Global Admin and Account Owner",
  }),
  permission("cloud.usergroup.addMember", "admin", ["accounts"], "Add a user to a group"),
  permission("cloud.usergroup.create", "admin", ["accounts"], "Create a group"),
  permission("cloud.usergroup.delete", "admin", ["accounts"], "Delete a group"),
  permission("cloud.usergroup.get", "read", ["accounts"], "Read one group"),
  permission("cloud.usergroup.getMembers", "read", ["accounts"], "List members of a group"),
  permission("cloud.usergroup.list", "read", ["accounts"], "List groups"),
  permission("cloud.usergroup.removeMember", "admin", ["accounts"], "Remove a user from a group"),
  permission("cloud.usergroup.update", "admin", ["accounts"], "Change a group, including roles and permissions", {
    reasonNotGrantable: "changing a principal is an escalation path, so it stays with Global Admin and Account Owner",
  }),
] as const;
