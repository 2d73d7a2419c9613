// A user, a group with the user in it, service accounts of two scopes, a key, a custom role, and what they may in a project.
import type { Step } from "../step.ts";

const role = (name: string) => ({ accountAccess: { role: name } });
const user = { userId: "{{user}}" };
const group = { groupId: "{{group}}" };
const serviceAccount = { serviceAccountId: "{{serviceAccount}}" };
const resourceVersion = "{{version}}";

const readUser: Step = { rpc: "GetUser", request: user, keep: { version: "user.resourceVersion" } };
const readGroup: Step = { rpc: "GetUserGroup", request: group, keep: { version: "group.resourceVersion" } };
const readServiceAccount: Step = {
  rpc: "GetServiceAccount",
  request: serviceAccount,
  keep: { version: "serviceAccount.resourceVersion" },
};

const users: readonly Step[] = [
  {
    rpc: "CreateUser",
    request: { spec: { access: role("ROLE_READ"), email: "{{run}}@example.com" } },
    keep: { user: "userId" },
  },
  readUser,
  {
    rpc: "UpdateUser",
    request: { ...user, resourceVersion, spec: { email: "{{run}}@example.com", access: role("ROLE_DEVELOPER") } },
  },
  { rpc: "GetUsers", request: { email: "{{run}}@example.com" } },
];

const groupSpec = (displayName: string) => ({ displayName: `{{run}}-${displayName}`, access: {}, cloudGroup: {} });

const groups: readonly Step[] = [
  { rpc: "CreateUserGroup", request: { spec: groupSpec("draft") }, keep: { group: "groupId" } },
  readGroup,
  { rpc: "UpdateUserGroup", request: { ...group, resourceVersion, spec: groupSpec("team") } },
  { rpc: "GetUserGroups", request: { displayName: "{{run}}-team" } },
  { rpc: "AddUserGroupMember", request: { ...group, memberId: { userId: "{{user}}" } } },
  { rpc: "GetUserGroupMembers", request: group },
  { rpc: "RemoveUserGroupMember", request: { ...group, memberId: { userId: "{{user}}" } } },
];

const accountSpec = (description: string) => ({ name: "{{run}}", access: role("ROLE_READ"), description });
const projectScopedAccess = { projectId: "{{project}}", access: { role: "PROJECT_ROLE_READ" } };

const serviceAccounts: readonly Step[] = [
  { rpc: "CreateServiceAccount", request: { spec: accountSpec("") }, keep: { serviceAccount: "serviceAccountId" } },
  readServiceAccount,
  { rpc: "UpdateServiceAccount", request: { ...serviceAccount, resourceVersion, spec: accountSpec("deploys") } },
  { rpc: "GetServiceAccounts", request: { pageSize: 1000 } },
  {
    rpc: "CreateServiceAccount",
    request: { spec: { projectScopedAccess, name: "{{run}}-scoped" } },
    keep: { scopedAccount: "serviceAccountId" },
  },
  { rpc: "GetProjectScopedServiceAccounts", request: { projectId: "{{project}}" } },
];

const keySpec = (displayName: string) => ({
  ownerId: "{{serviceAccount}}",
  ownerType: "OWNER_TYPE_SERVICE_ACCOUNT",
  expiryTime: "{{tomorrow}}",
  displayName,
});
const key = { keyId: "{{key}}" };
const readKey: Step = { rpc: "GetApiKey", request: key, keep: { version: "apiKey.resourceVersion" } };

const apiKeys: readonly Step[] = [
  { rpc: "CreateApiKey", request: { spec: keySpec("first") }, keep: { key: "keyId", token: "token" } },
  readKey,
  { rpc: "UpdateApiKey", request: { ...key, resourceVersion, spec: keySpec("renamed") } },
  { rpc: "GetApiKeys", request: { ownerId: "{{serviceAccount}}", ownerType: "OWNER_TYPE_SERVICE_ACCOUNT" } },
  readKey,
  { rpc: "DeleteApiKey", request: { ...key, resourceVersion } },
];

const roleSpec = (description: string) => ({
  name: "{{run}}",
  permissions: [
    { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", resourceIds: [], allowAll: true } },
  ],
  description,
});
const customRole = { roleId: "{{role}}" };
const readRole: Step = { rpc: "GetCustomRole", request: customRole, keep: { version: "customRole.resourceVersion" } };

const customRoles: readonly Step[] = [
  { rpc: "CreateCustomRole", request: { spec: roleSpec("") }, keep: { role: "roleId" } },
  readRole,
  { rpc: "UpdateCustomRole", request: { ...customRole, resourceVersion, spec: roleSpec("looks") } },
  { rpc: "GetCustomRoles", request: {} },
  readRole,
  { rpc: "DeleteCustomRole", request: { ...customRole, resourceVersion } },
];

const inProject = { projectId: "{{project}}", access: { role: "PROJECT_ROLE_READ" }, resourceVersion };
const projectAccess: readonly Step[] = [
  readUser,
  { rpc: "SetUserProjectAccess", request: { ...user, ...inProject } },
  readGroup,
  { rpc: "SetUserGroupProjectAccess", request: { ...group, ...inProject } },
  readServiceAccount,
  { rpc: "SetServiceAccountProjectAccess", request: { ...serviceAccount, ...inProject } },
  { rpc: "GetUserProjectAssignments", request: { projectId: "{{project}}" } },
  { rpc: "GetUserGroupProjectAssignments", request: { projectId: "{{project}}" } },
  { rpc: "GetServiceAccountProjectAssignments", request: { projectId: "{{project}}" } },
];

export const identities: readonly Step[] = [
  ...users,
  ...groups,
  ...serviceAccounts,
  ...apiKeys,
  ...customRoles,
  ...projectAccess,
];

const inNamespace = { namespace: "{{namespace}}", access: { permission: "PERMISSION_WRITE" }, resourceVersion };

/** In the middle of the life of the Namespace. */
export const namespaceAccess: readonly Step[] = [
  readUser,
  { rpc: "SetUserNamespaceAccess", request: { ...user, ...inNamespace } },
  readGroup,
  { rpc: "SetUserGroupNamespaceAccess", request: { ...group, ...inNamespace } },
  readServiceAccount,
  { rpc: "SetServiceAccountNamespaceAccess", request: { ...serviceAccount, ...inNamespace } },
  { rpc: "GetUserNamespaceAssignments", request: { namespace: "{{namespace}}" } },
  { rpc: "GetUserGroupNamespaceAssignments", request: { namespace: "{{namespace}}" } },
  { rpc: "GetServiceAccountNamespaceAssignments", request: { namespace: "{{namespace}}" } },
];

export const identitiesEnd: readonly Step[] = [
  {
    rpc: "GetServiceAccount",
    request: { serviceAccountId: "{{scopedAccount}}" },
    keep: { version: "serviceAccount.resourceVersion" },
  },
  { rpc: "DeleteServiceAccount", request: { serviceAccountId: "{{scopedAccount}}", resourceVersion } },
  readServiceAccount,
  { rpc: "DeleteServiceAccount", request: { ...serviceAccount, resourceVersion } },
  readGroup,
  { rpc: "DeleteUserGroup", request: { ...group, resourceVersion } },
  readUser,
  { rpc: "DeleteUser", request: { ...user, resourceVersion } },
];
