// Every list of the Cloud Ops API: how something comes into it and leaves it again, and what its order is by.
import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type AccessSchema,
  OwnerType,
  AccountAccess_Role as Role,
  type ServiceAccountSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller } from "../../harness/control-plane.ts";
import { freshName, specOf } from "../../harness/namespaces.ts";
import { fulfilled } from "../../harness/operations.ts";
import type { JsonObject } from "../../rpcs/step.ts";

/** Where the things of all lists are. */
export interface ListWorld {
  readonly caller: Caller;
  readonly project: string;
  /** Whether a server has it does not matter, but for `active`. */
  readonly namespace: string;
  /** "" where there is no Temporal server. */
  readonly active: string;
  readonly group: string;
  readonly serviceAccount: string;
}

export interface ListKind {
  readonly rpc: string;
  /** Narrows the list to what is in the world, where it must be. */
  readonly request: (world: ListWorld) => JsonObject;
  /** The field of the answer that has the items. */
  readonly items: string;
  /** Where the id stands in an item; for lists that are not by id, `order` too. */
  readonly id: string;
  readonly order?: string;
  /** Only beside a Temporal server. */
  readonly onServer?: true;
  /** Puts one more thing in and gives its id, and how to take it out again where the API has a way. */
  readonly add: (world: ListWorld) => Promise<Added>;
}

export interface Added {
  readonly id: string;
  readonly remove?: () => Promise<unknown>;
}

const access = ({ namespace, project }: ListWorld): MessageInitShape<typeof AccessSchema> => ({
  accountAccess: { role: Role.READ },
  namespaceAccesses: { [namespace]: { permission: 2 } },
  projectAccesses: { [project]: { role: 3 } },
});

async function addUser(world: ListWorld): Promise<Added> {
  const { cloud } = world.caller;
  const { userId } = await cloud.createUser({
    spec: { email: `${freshName("list")}@example.com`, access: access(world) },
  });
  const remove = async () => {
    const { user } = await cloud.getUser({ userId });
    await cloud.deleteUser({ userId, resourceVersion: user?.resourceVersion ?? "" });
  };
  return { id: userId, remove };
}

async function addGroup(world: ListWorld): Promise<Added> {
  const { cloud } = world.caller;
  const { groupId } = await cloud.createUserGroup({
    spec: { displayName: freshName("list"), access: access(world), groupType: { case: "cloudGroup", value: {} } },
  });
  const remove = async () => {
    const { group } = await cloud.getUserGroup({ groupId });
    await cloud.deleteUserGroup({ groupId, resourceVersion: group?.resourceVersion ?? "" });
  };
  return { id: groupId, remove };
}

async function addMember(world: ListWorld): Promise<Added> {
  const { cloud } = world.caller;
  const { id } = await addUser(world);
  const membership = { groupId: world.group, memberId: { memberType: { case: "userId" as const, value: id } } };
  await cloud.addUserGroupMember(membership);
  return { id, remove: () => cloud.removeUserGroupMember(membership) };
}

async function addServiceAccount(world: ListWorld, scoped: boolean): Promise<Added> {
  const { cloud } = world.caller;
  const name = freshName("list");
  const spec: MessageInitShape<typeof ServiceAccountSpecSchema> = scoped
    ? { name, projectScopedAccess: { projectId: world.project, access: { role: 3 } } }
    : { name, access: access(world) };
  const { serviceAccountId } = await cloud.createServiceAccount({ spec });
  const remove = async () => {
    const { serviceAccount } = await cloud.getServiceAccount({ serviceAccountId });
    await cloud.deleteServiceAccount({ serviceAccountId, resourceVersion: serviceAccount?.resourceVersion ?? "" });
  };
  return { id: serviceAccountId, remove };
}

async function addKey({ caller: { cloud }, serviceAccount }: ListWorld): Promise<Added> {
  const spec = { ownerId: serviceAccount, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "listed" };
  const { keyId } = await cloud.createApiKey({ spec });
  const remove = async () => {
    const { apiKey } = await cloud.getApiKey({ keyId });
    await cloud.deleteApiKey({ keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
  };
  return { id: keyId, remove };
}

async function addRole({ caller: { cloud } }: ListWorld): Promise<Added> {
  const permissions = [{ actions: ["cloud.account.get"], resources: { resourceType: "accounts", allowAll: true } }];
  const { roleId } = await cloud.createCustomRole({ spec: { name: freshName("list"), permissions } });
  const remove = async () => {
    const { customRole } = await cloud.getCustomRole({ roleId });
    await cloud.deleteCustomRole({ roleId, resourceVersion: customRole?.resourceVersion ?? "" });
  };
  return { id: roleId, remove };
}

async function addProject({ caller: { cloud } }: ListWorld): Promise<Added> {
  const { projectId } = await cloud.createProject({ spec: { displayName: freshName("list"), lifecycle: {} } });
  const remove = async () => {
    const { project } = await cloud.getProject({ projectId });
    await cloud.deleteProject({ projectId, resourceVersion: project?.resourceVersion ?? "" });
  };
  return { id: projectId, remove };
}

async function addRule({ caller: { cloud }, project }: ListWorld): Promise<Added> {
  const value = { connectionId: freshName("vpce"), region: "aws-us-east-1" };
  const spec = { connectionType: { case: "privateRule" as const, value } };
  const { connectivityRuleId } = await cloud.createConnectivityRule({ spec, projectId: project });
  const remove = async () => {
    const { connectivityRule } = await cloud.getConnectivityRule({ connectivityRuleId });
    const resourceVersion = connectivityRule?.resourceVersion ?? "";
    await cloud.deleteConnectivityRule({ connectivityRuleId, resourceVersion });
  };
  return { id: connectivityRuleId, remove };
}

async function addNamespace({ caller: { cloud }, project }: ListWorld): Promise<Added> {
  const { namespace } = await cloud.createNamespace({ spec: specOf({ name: freshName("list") }), projectId: project });
  return { id: namespace };
}

async function addEndpoint({ caller, project, active }: ListWorld): Promise<Added> {
  const { cloud } = caller;
  const value = { namespaceId: active, taskQueue: "listed" };
  const spec = { name: freshName("list"), targetSpec: { variant: { case: "workerTargetSpec" as const, value } } };
  const { endpointId } = await fulfilled(caller, cloud.createNexusEndpoint({ spec, projectId: project }));
  const remove = async () => {
    const { endpoint } = await cloud.getNexusEndpoint({ endpointId });
    const resourceVersion = endpoint?.resourceVersion ?? "";
    await fulfilled(caller, cloud.deleteNexusEndpoint({ endpointId, resourceVersion }));
  };
  return { id: endpointId, remove };
}

async function addExportSink({ caller, active }: ListWorld): Promise<Added> {
  const { cloud } = caller;
  const name = freshName("list");
  const s3 = { roleName: "export", bucketName: "listed", region: "us-east-1", awsAccountId: "123456789012" };
  await fulfilled(caller, cloud.createNamespaceExportSink({ namespace: active, spec: { name, s3 } }));
  const remove = async () => {
    const { sink } = await cloud.getNamespaceExportSink({ namespace: active, name });
    const resourceVersion = sink?.resourceVersion ?? "";
    await fulfilled(caller, cloud.deleteNamespaceExportSink({ namespace: active, name, resourceVersion }));
  };
  return { id: name, remove };
}

async function addAuditSink({ caller }: ListWorld): Promise<Added> {
  const { cloud } = caller;
  const name = freshName("list");
  const value = {
    roleName: "audit",
    destinationUri: "arn:aws:kinesis:us-east-1:123456789012:stream/audit",
    region: "us-east-1",
  };
  await fulfilled(
    caller,
    cloud.createAccountAuditLogSink({ spec: { name, sinkType: { case: "kinesisSink", value } } }),
  );
  const remove = async () => {
    const { sink } = await cloud.getAccountAuditLogSink({ name });
    const resourceVersion = sink?.resourceVersion ?? "";
    await fulfilled(caller, cloud.deleteAccountAuditLogSink({ name, resourceVersion }));
  };
  return { id: name, remove };
}

const all = (): JsonObject => ({});
const inProject = ({ project }: ListWorld): JsonObject => ({ projectId: project });
const inNamespace = ({ namespace }: ListWorld): JsonObject => ({ namespace });
const addAccount = (world: ListWorld): Promise<Added> => addServiceAccount(world, false);

/** Orders as the API's own comments have them; a list that says none is by id. */
export const listKinds: readonly ListKind[] = [
  { rpc: "GetUsers", request: all, items: "users", id: "id", add: addUser },
  { rpc: "GetUserNamespaceAssignments", request: inNamespace, items: "users", id: "id", add: addUser },
  { rpc: "GetUserProjectAssignments", request: inProject, items: "users", id: "id", add: addUser },
  { rpc: "GetUserGroups", request: all, items: "groups", id: "id", order: "spec.displayName", add: addGroup },
  {
    rpc: "GetUserGroupNamespaceAssignments",
    request: inNamespace,
    items: "groups",
    id: "id",
    order: "displayName",
    add: addGroup,
  },
  {
    rpc: "GetUserGroupProjectAssignments",
    request: inProject,
    items: "groups",
    id: "id",
    order: "displayName",
    add: addGroup,
  },
  {
    rpc: "GetUserGroupMembers",
    request: ({ group }) => ({ groupId: group }),
    items: "members",
    id: "memberId.userId",
    add: addMember,
  },
  { rpc: "GetServiceAccounts", request: all, items: "serviceAccount", id: "id", add: addAccount },
  {
    rpc: "GetServiceAccountNamespaceAssignments",
    request: inNamespace,
    items: "serviceAccounts",
    id: "id",
    add: addAccount,
  },
  {
    rpc: "GetServiceAccountProjectAssignments",
    request: inProject,
    items: "serviceAccounts",
    id: "id",
    add: addAccount,
  },
  {
    rpc: "GetProjectScopedServiceAccounts",
    request: inProject,
    items: "serviceAccounts",
    id: "id",
    add: (world) => addServiceAccount(world, true),
  },
  {
    rpc: "GetApiKeys",
    request: ({ serviceAccount }) => ({ ownerId: serviceAccount }),
    items: "apiKeys",
    id: "id",
    add: addKey,
  },
  { rpc: "GetCustomRoles", request: all, items: "customRoles", id: "id", add: addRole },
  { rpc: "GetProjects", request: all, items: "projects", id: "id", add: addProject },
  { rpc: "GetConnectivityRules", request: inProject, items: "connectivityRules", id: "id", add: addRule },
  { rpc: "GetNamespaces", request: inProject, items: "namespaces", id: "namespace", add: addNamespace },
  { rpc: "GetNexusEndpoints", request: inProject, items: "endpoints", id: "id", onServer: true, add: addEndpoint },
  {
    rpc: "GetNamespaceExportSinks",
    request: ({ active }) => ({ namespace: active }),
    items: "sinks",
    id: "name",
    onServer: true,
    add: addExportSink,
  },
  { rpc: "GetAccountAuditLogSinks", request: all, items: "sinks", id: "name", onServer: true, add: addAuditSink },
];

/** Lists of what is recorded and not made: how they go on is shown apart. */
export const recordLists: readonly string[] = ["GetAuditLogs", "GetUsage"];
