// Authorization as data: every RPC → the operation that gates it, where its target stands in the request, and what
// it writes. A test walks the descriptors and fails on a missing row, a row too many, and an id field that no row
// classifies. Source: the public Cloud Ops API reference and permission tables.
import type { ResourceType } from "@remit/policy";

/** Where the thing stands that the operation acts on. Paths are local names of the request message. */
export type Target =
  /** Whoever is signed in. */
  | { readonly on: "anyone" }
  /** No credential at all: the request itself carries it. */
  | { readonly on: "nobody" }
  | { readonly on: "account" }
  | { readonly on: "resource"; readonly type: ResourceType; readonly id: string }
  /** The same, where the request may leave the id out; then nothing is asked. */
  | { readonly on: "resource-if-named"; readonly type: ResourceType; readonly id: string }
  /** Something made in a project; an empty id means the default project. */
  | { readonly on: "project-of-new"; readonly id: string }
  /** A list in one project, or over all that the caller may see when the id is empty. */
  | {
      readonly on: "list-in-project";
      readonly id: string;
      /** Held on any one project, it opens the list too; where the list's own operation is not one on projects. */
      readonly orOnProject?: string;
    }
  /** An API key: its owner, or who administers the owner. */
  | { readonly on: "api-key"; readonly id: string }
  | { readonly on: "api-key-owner"; readonly id: string }
  /** A service account: its scope decides who administers it. */
  | { readonly on: "service-account"; readonly id: string }
  | { readonly on: "new-service-account"; readonly spec: string }
  /** An operation: who started it, or the account. */
  | { readonly on: "async-operation"; readonly id: string }
  /** A question about a principal's access: oneself, or who may see everybody's. */
  | { readonly on: "access-of"; readonly principal: string };

export interface MethodRow {
  /** Null only for targets "anyone" and "nobody". */
  readonly operation: string | null;
  readonly target: Target;
  /** A second target that the same operation, or `on`, must hold for. */
  readonly also?: { readonly operation: string; readonly target: Target };
  /**
   * "policy": writes something that decisions depend on. "data": writes something else. null: reads.
   * Decides which lock the transaction takes on the policy version.
   */
  readonly writes: "policy" | "data" | null;
  /** False: answers Unimplemented, after the same checks. */
  readonly served: boolean;
  /** Only for the console's own pages: refused before its body is read to whatever else calls it. */
  readonly consoleOnly?: true;
  /** Further id-bearing fields, each with the reason why the target does not need it. */
  readonly otherIds?: Readonly<Record<string, OtherId>>;
}

/** Why an id field of a request is not the target. */
export type OtherId =
  /** Checked by the resource's own rule, e.g. the cover rule or a lookup that answers NotFound. */
  | "checked-by-rule"
  /** Narrows a list; the items are filtered by what the caller may see. */
  | "filter"
  /** The caller's idempotency key. */
  | "idempotency-key";

const account = { on: "account" } as const;
const resource = (type: ResourceType, id: string): Target => ({ on: "resource", type, id });
const namespace = resource("namespaces", "namespace");
const project = resource("projects", "projectId");
const newInProject: Target = { on: "project-of-new", id: "projectId" };
const listInProject: Target = { on: "list-in-project", id: "projectId" };

const read = (operation: string, target: Target, otherIds?: MethodRow["otherIds"]): MethodRow => ({
  operation,
  target,
  writes: null,
  served: true,
  ...(otherIds && { otherIds }),
});
const policyWrite = (operation: string, target: Target, otherIds?: MethodRow["otherIds"]): MethodRow => ({
  operation,
  target,
  writes: "policy",
  served: true,
  ...(otherIds && { otherIds }),
});
const dataWrite = (operation: string, target: Target, otherIds?: MethodRow["otherIds"]): MethodRow => ({
  operation,
  target,
  writes: "data",
  served: true,
  ...(otherIds && { otherIds }),
});

const ofOperation = (writes: MethodRow["writes"]): MethodRow => ({
  operation: null,
  target: { on: "anyone" },
  writes,
  served: true,
  otherIds: { operationId: "checked-by-rule" },
});

const rule = { ruled: "checked-by-rule", filter: "filter" } as const;
const userId = { userId: rule.ruled };
const groupId = { groupId: rule.ruled };
const serviceAccountId = { serviceAccountId: rule.ruled };

/** temporal.api.cloud.cloudservice.v1.CloudService */
export const cloudMethods: Readonly<Record<string, MethodRow>> = {
  // identity
  GetCurrentIdentity: { operation: null, target: { on: "anyone" }, writes: null, served: true },
  GetUsers: read("cloud.user.list", account, { namespace: rule.filter }),
  GetUser: read("cloud.user.get", account, userId),
  CreateUser: policyWrite("cloud.user.create", account),
  UpdateUser: policyWrite("cloud.user.update", account, userId),
  DeleteUser: policyWrite("cloud.user.delete", account, userId),
  SetUserNamespaceAccess: policyWrite("cloud.namespace.setUserAccess", namespace, userId),
  SetUserProjectAccess: policyWrite("cloud.project.setUserAccess", project, userId),
  GetUserGroups: read("cloud.usergroup.list", account, { namespace: rule.filter }),
  GetUserGroup: read("cloud.usergroup.get", account, groupId),
  CreateUserGroup: policyWrite("cloud.usergroup.create", account),
  UpdateUserGroup: policyWrite("cloud.usergroup.update", account, groupId),
  DeleteUserGroup: policyWrite("cloud.usergroup.delete", account, groupId),
  SetUserGroupNamespaceAccess: policyWrite("cloud.namespace.setUserGroupAccess", namespace, groupId),
  SetUserGroupProjectAccess: policyWrite("cloud.project.setUserGroupAccess", project, groupId),
  AddUserGroupMember: policyWrite("cloud.usergroup.addMember", account, groupId),
  RemoveUserGroupMember: policyWrite("cloud.usergroup.removeMember", account, groupId),
  GetUserGroupMembers: read("cloud.usergroup.getMembers", account, groupId),
  CreateServiceAccount: policyWrite("cloud.serviceaccount.create", { on: "new-service-account", spec: "spec" }),
  GetServiceAccount: read("cloud.serviceaccount.get", { on: "service-account", id: "serviceAccountId" }),
  GetServiceAccounts: read("cloud.serviceaccount.list", account),
  UpdateServiceAccount: policyWrite("cloud.serviceaccount.update", { on: "service-account", id: "serviceAccountId" }),
  SetServiceAccountNamespaceAccess: policyWrite("cloud.namespace.setServiceAccountAccess", namespace, serviceAccountId),
  SetServiceAccountProjectAccess: policyWrite("cloud.project.setServiceAccountAccess", project, serviceAccountId),
  DeleteServiceAccount: policyWrite("cloud.serviceaccount.delete", { on: "service-account", id: "serviceAccountId" }),
  GetApiKeys: { ...read("cloud.apikey.list", { on: "anyone" }, { ownerId: rule.filter }) },
  GetApiKey: read("cloud.apikey.get", { on: "api-key", id: "keyId" }),
  CreateApiKey: policyWrite("cloud.apikey.create", { on: "api-key-owner", id: "spec.ownerId" }),
  UpdateApiKey: policyWrite("cloud.apikey.update", { on: "api-key", id: "keyId" }),
  DeleteApiKey: policyWrite("cloud.apikey.delete", { on: "api-key", id: "keyId" }),
  // custom roles
  GetCustomRoles: read("cloud.customrole.list", account),
  GetCustomRole: read("cloud.customrole.get", resource("custom-roles", "roleId")),
  CreateCustomRole: policyWrite("cloud.customrole.create", account),
  UpdateCustomRole: policyWrite("cloud.customrole.update", resource("custom-roles", "roleId")),
  DeleteCustomRole: policyWrite("cloud.customrole.delete", resource("custom-roles", "roleId")),
  // namespaces
  CreateNamespace: policyWrite("cloud.namespace.create", newInProject),
  GetNamespaces: read("cloud.namespace.list", listInProject),
  GetNamespace: read("cloud.namespace.get", namespace),
  // Which credentials and endpoints the gateway takes for it stands in its spec.
  UpdateNamespace: policyWrite("cloud.namespace.update", namespace),
  RenameCustomSearchAttribute: dataWrite("cloud.namespace.renameCustomSearchAttribute", namespace),
  DeleteNamespace: policyWrite("cloud.namespace.delete", namespace),
  UpdateNamespaceTags: dataWrite("cloud.namespace.updateTags", namespace),
  // The gateway goes by the active region.
  FailoverNamespaceRegion: policyWrite("cloud.namespace.failoverRegion", namespace),
  AddNamespaceRegion: policyWrite("cloud.namespace.addRegion", namespace),
  DeleteNamespaceRegion: policyWrite("cloud.namespace.deleteRegion", namespace),
  GetNamespaceCapacityInfo: read("cloud.namespace.capacityinfo.get", namespace),
  MoveNamespaceToProject: {
    ...policyWrite("cloud.namespace.moveToProject", namespace, { expectedSourceProjectId: rule.ruled }),
    also: { operation: "cloud.namespace.create", target: resource("projects", "destinationProjectId") },
  },
  GetUserNamespaceAssignments: read("cloud.namespace.getUserNamespaceAssignments", namespace),
  GetServiceAccountNamespaceAssignments: read("cloud.namespace.getServiceAccountNamespaceAssignments", namespace),
  GetUserGroupNamespaceAssignments: read("cloud.namespace.getUserGroupNamespaceAssignments", namespace),
  CreateNamespaceExportSink: dataWrite("cloud.namespace.exportsink.create", namespace),
  GetNamespaceExportSink: read("cloud.namespace.exportsink.get", namespace),
  GetNamespaceExportSinks: read("cloud.namespace.exportsink.list", namespace),
  UpdateNamespaceExportSink: dataWrite("cloud.namespace.exportsink.update", namespace),
  DeleteNamespaceExportSink: dataWrite("cloud.namespace.exportsink.delete", namespace),
  ValidateNamespaceExportSink: read("cloud.namespace.exportsink.validate", namespace),
  // nexus endpoints and connectivity rules
  GetNexusEndpoints: read("cloud.nexusendpoint.list", listInProject, { targetNamespaceId: rule.filter }),
  GetNexusEndpoint: read("cloud.nexusendpoint.get", resource("nexus-endpoints", "endpointId")),
  CreateNexusEndpoint: policyWrite("cloud.nexusendpoint.create", newInProject),
  // Which Namespaces may call it stands in its spec, and the gateway goes by that.
  UpdateNexusEndpoint: policyWrite("cloud.nexusendpoint.update", resource("nexus-endpoints", "endpointId")),
  DeleteNexusEndpoint: policyWrite("cloud.nexusendpoint.delete", resource("nexus-endpoints", "endpointId")),
  MoveNexusEndpointToProject: {
    ...policyWrite("cloud.nexusendpoint.moveToProject", resource("nexus-endpoints", "endpointId"), {
      expectedSourceProjectId: rule.ruled,
    }),
    also: { operation: "cloud.nexusendpoint.create", target: resource("projects", "destinationProjectId") },
  },
  CreateConnectivityRule: policyWrite("cloud.connectivityrule.create", newInProject),
  GetConnectivityRule: read("cloud.connectivityrule.get", resource("connectivity-rules", "connectivityRuleId")),
  GetConnectivityRules: read("cloud.connectivityrule.list", listInProject, { namespace: rule.filter }),
  DeleteConnectivityRule: policyWrite(
    "cloud.connectivityrule.delete",
    resource("connectivity-rules", "connectivityRuleId"),
  ),
  // projects
  GetProjects: read(
    "cloud.project.list",
    { on: "list-in-project", id: "", orOnProject: "cloud.project.get" },
    { projectIds: rule.filter },
  ),
  GetProject: read("cloud.project.get", project),
  CreateProject: policyWrite("cloud.project.create", account),
  UpdateProject: dataWrite("cloud.project.update", project),
  DeleteProject: policyWrite("cloud.project.delete", project),
  GetUserProjectAssignments: read("cloud.project.getUserProjectAssignments", project),
  GetServiceAccountProjectAssignments: read("cloud.project.getServiceAccountProjectAssignments", project),
  GetUserGroupProjectAssignments: read("cloud.project.getUserGroupProjectAssignments", project),
  // Whoever lists all service accounts does not see what they may reach: that one is of a project tells it.
  GetProjectScopedServiceAccounts: {
    ...read("cloud.serviceaccount.list", project),
    also: { operation: "cloud.project.getServiceAccountProjectAssignments", target: project },
  },
  // account
  GetAccount: read("cloud.account.get", account),
  UpdateAccount: dataWrite("cloud.account.update", account),
  GetRegions: read("cloud.region.list", account),
  GetRegion: read("cloud.region.get", account),
  GetAsyncOperation: read("cloud.asyncoperation.get", { on: "async-operation", id: "asyncOperationId" }),
  GetAuditLogs: read("cloud.auditlog.list", account),
  ValidateAccountAuditLogSink: read("cloud.auditlog.validateSink", account),
  CreateAccountAuditLogSink: dataWrite("cloud.auditlog.createSink", account),
  GetAccountAuditLogSink: read("cloud.auditlog.getSink", account),
  GetAccountAuditLogSinks: read("cloud.auditlog.listSinks", account),
  UpdateAccountAuditLogSink: dataWrite("cloud.auditlog.updateSink", account),
  DeleteAccountAuditLogSink: dataWrite("cloud.auditlog.deleteSink", account),
  GetUsage: read("cloud.usage.get", account),
  CreateBillingReport: dataWrite("cloud.billingreport.create", account),
  GetBillingReport: read("cloud.billingreport.get", account, { billingReportId: rule.ruled }),
};

const accessOf: Target = { on: "access-of", principal: "principal" };

/** remit.v1.AccessService */
export const accessMethods: Readonly<Record<string, MethodRow>> = {
  Explain: read("cloud.user.update", accessOf, { "resource.resourceId": rule.ruled, "principal.id": rule.ruled }),
  WhoCan: read("cloud.user.update", { on: "access-of", principal: "" }, { "resource.resourceId": rule.ruled }),
  EffectivePermissions: read("cloud.user.update", accessOf, { "principal.id": rule.ruled }),
  // Of a group nobody is "oneself": it asks for the right to see everybody's access.
  GroupPermissions: read("cloud.user.update", account, groupId),
  ListAllowed: read("cloud.user.update", accessOf, { "principal.id": rule.ruled }),
  // The difference to nothing is all of the role.
  DiffRole: {
    ...read("cloud.customrole.list", account),
    also: {
      operation: "cloud.customrole.get",
      target: { on: "resource-if-named", type: "custom-roles", id: "roleId" },
    },
  },
};

/** remit.v1.IdentityService */
export const identityMethods: Readonly<Record<string, MethodRow>> = {
  CreateInvitationLink: policyWrite("cloud.user.create", account, userId),
  RevokeInvitationLink: policyWrite("cloud.user.create", account, userId),
  AcceptInvitation: { operation: null, target: { on: "nobody" }, writes: "policy", served: true },
  ListApiKeyUses: { ...read("cloud.apikey.list", { on: "anyone" }, { ownerId: rule.filter }) },
};

const readsMatrix = "remit.responsibility.get";
const writesMatrix = "remit.responsibility.update";
const responsibilityId = { responsibilityId: rule.ruled };
const teamId = { teamId: rule.ruled };

/** remit.v1.ResponsibilityService */
export const responsibilityMethods: Readonly<Record<string, MethodRow>> = {
  GetMatrix: read(readsMatrix, account),
  UpdateMatrix: dataWrite(writesMatrix, account),
  GetTeams: read(readsMatrix, account),
  GetTeam: read(readsMatrix, account, teamId),
  CreateTeam: dataWrite(writesMatrix, account, teamId),
  UpdateTeam: dataWrite(writesMatrix, account, teamId),
  DeleteTeam: dataWrite(writesMatrix, account, teamId),
  Ask: read(readsMatrix, account),
  GetEvidence: read(readsMatrix, account, { responsibilityId: rule.filter }),
  Attest: dataWrite("remit.responsibility.attest", account, responsibilityId),
  WithdrawAttestation: dataWrite("remit.responsibility.attest", account, responsibilityId),
  GetDrift: read("remit.drift.get", account),
  AcknowledgeDrift: dataWrite("remit.drift.acknowledge", account, { findingId: rule.ruled }),
  WithdrawAcknowledgement: dataWrite("remit.drift.acknowledge", account, { findingId: rule.ruled }),
  ReviewAccess: read("remit.access.review", account),
};

const requestId = { requestId: rule.ruled };
/** Whoever is signed in: who may, depends on the request, and what one may not see looks like what is not there. */
const onRequest = (writes: MethodRow["writes"]): MethodRow => ({
  operation: null,
  target: { on: "anyone" },
  writes,
  served: true,
  otherIds: requestId,
});

/** remit.v1.RequestService */
export const requestMethods: Readonly<Record<string, MethodRow>> = {
  RequestAccess: dataWrite("remit.request.create", account, { renewsRequestId: rule.ruled }),
  RequestNamespace: dataWrite("remit.request.create", account),
  GetRequests: { operation: null, target: { on: "anyone" }, writes: null, served: true },
  GetRequest: onRequest(null),
  ApproveRequest: onRequest("policy"),
  DeclineRequest: onRequest("data"),
  WithdrawRequest: onRequest("data"),
  EndAccess: onRequest("policy"),
};

/** remit.v1.ActivityService */
export const activityMethods: Readonly<Record<string, MethodRow>> = {
  GetAuditRecords: read("cloud.auditlog.list", account, { logId: rule.filter }),
  GetAuditChain: read("cloud.auditlog.list", account),
  GetAuditStreams: read("cloud.auditlog.listSinks", account),
  // One's own; everybody's for who holds cloud.auditlog.list.
  GetOperations: {
    operation: null,
    target: { on: "anyone" },
    writes: null,
    served: true,
    otherIds: { operationId: rule.filter },
  },
  // For who may start the operation, which its own row says, and for who may change the account.
  CancelOperation: ofOperation("policy"),
  RetryOperation: ofOperation("data"),
};

const adopts = "remit.namespace.adopt";

/** remit.v1.NamespaceService */
export const namespaceMethods: Readonly<Record<string, MethodRow>> = {
  // They tell of every Namespace of a server, and open one to all who hold something in its project.
  ListAdoptable: read(adopts, account),
  Adopt: {
    ...policyWrite(adopts, account),
    also: { operation: "cloud.namespace.create", target: newInProject },
  },
  Release: {
    ...policyWrite(adopts, account),
    also: { operation: "cloud.namespace.delete", target: namespace },
  },
  CheckNamespaces: {
    ...read("remit.drift.get", account),
    also: {
      operation: "cloud.namespace.get",
      target: { on: "resource-if-named", type: "namespaces", id: "namespace" },
    },
  },
  RepairNamespace: dataWrite("cloud.namespace.update", namespace),
};

/** remit.v1.UsageService */
export const usageMethods: Readonly<Record<string, MethodRow>> = {
  GetCosts: read("cloud.usage.get", account),
};

/** remit.v1.SessionService. To end a session is not to change what decisions depend on: who is signed in holds what it held. */
export const sessionMethods: Readonly<Record<string, MethodRow>> = {
  CreateSession: { operation: null, target: { on: "nobody" }, writes: "data", served: true, consoleOnly: true },
  GetSession: { operation: null, target: { on: "anyone" }, writes: null, served: true, consoleOnly: true },
  CreateSignInLink: { operation: null, target: { on: "anyone" }, writes: "data", served: true },
  EndSession: { operation: null, target: { on: "anyone" }, writes: "data", served: true, consoleOnly: true },
};

/** Full method name ("package.Service/Method") → row. What is not here is refused. */
export const methods: ReadonlyMap<string, MethodRow> = new Map([
  ...Object.entries(cloudMethods).map(
    ([name, row]) => [`temporal.api.cloud.cloudservice.v1.CloudService/${name}`, row] as const,
  ),
  ...Object.entries(accessMethods).map(([name, row]) => [`remit.v1.AccessService/${name}`, row] as const),
  ...Object.entries(responsibilityMethods).map(
    ([name, row]) => [`remit.v1.ResponsibilityService/${name}`, row] as const,
  ),
  ...Object.entries(requestMethods).map(([name, row]) => [`remit.v1.RequestService/${name}`, row] as const),
  ...Object.entries(activityMethods).map(([name, row]) => [`remit.v1.ActivityService/${name}`, row] as const),
  ...Object.entries(namespaceMethods).map(([name, row]) => [`remit.v1.NamespaceService/${name}`, row] as const),
  ...Object.entries(usageMethods).map(([name, row]) => [`remit.v1.UsageService/${name}`, row] as const),
  ...Object.entries(sessionMethods).map(([name, row]) => [`remit.v1.SessionService/${name}`, row] as const),
  ...Object.entries(identityMethods).map(([name, row]) => [`remit.v1.IdentityService/${name}`, row] as const),
]);

/** Short name of an RPC → the operations that gate it; none for those that are open to whoever is signed in. */
export const operationsByRpc: ReadonlyMap<string, readonly string[]> = new Map(
  [...methods].map(([name, { operation, also }]) => [
    name.slice(name.indexOf("/") + 1),
    [operation, also?.operation].filter((one): one is string => typeof one === "string"),
  ]),
);
