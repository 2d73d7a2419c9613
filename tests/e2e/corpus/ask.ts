// One decision of the corpus, asked of a running plane in two ways: Explain, and the read RPC that the operation gates.
import { Code, ConnectError } from "@connectrpc/connect";
import { findPermission, isResourceType } from "@remit/policy";
import type { Decision } from "../../../packages/policy/test-kit/corpus.ts";
import type { Caller, TestPlane } from "../../harness/control-plane.ts";
import { type Ids, type Scene, wireIdOf } from "./names.ts";

export type Answer = "allow" | "deny";

/** What Explain says; what it cannot be asked (no such principal, operation or resource type) counts as denied. */
export async function askExplain(
  plane: TestPlane,
  scene: Scene,
  ids: Ids,
  decision: Decision,
): Promise<{ answer: Answer; reasons: string[] }> {
  const { operation, resource } = decision;
  const id = ids.principals.get(decision.principal) ?? `${scene.prefix}-${decision.principal}`;
  try {
    const explained = await plane.owner.access.explain({
      principal: { ref: { case: "id", value: id } },
      operation,
      resource: { resourceType: resource.type, resourceId: wireIdOf(scene, ids, resource.type, resource.id) },
    });
    return { answer: explained.allowed ? "allow" : "deny", reasons: explained.reasons.map(({ text }) => text).sort() };
  } catch (error) {
    const { code, message } = ConnectError.from(error);
    const unaskable =
      (code === Code.NotFound && !ids.principals.has(decision.principal)) ||
      (code === Code.InvalidArgument &&
        (findPermission(operation) === undefined || !isResourceType(resource.type) || resource.id === ""));
    if (!unaskable) throw new Error(`Explain failed: ${message}`);
    return { answer: "deny", reasons: [] };
  }
}

/** Null where no served read RPC is gated by just this operation on this resource, or the principal has no key. */
export async function askRpc(
  caller: Caller | null,
  scene: Scene,
  ids: Ids,
  { operation, resource }: Decision,
): Promise<Answer | null> {
  const read = reads[`${operation} ${resource.type}`];
  const wireId = wireIdOf(scene, ids, resource.type, resource.id);
  if (caller === null || read === undefined || wireId === "") return null;
  // Calls about the account carry no id: they are about one's own.
  if (resource.type === "accounts" && wireId !== ids.account) return null;
  try {
    await read(caller.cloud, wireId);
    return "allow";
  } catch (error) {
    const { code, message } = ConnectError.from(error);
    if ([Code.PermissionDenied, Code.NotFound, Code.Unauthenticated].includes(code)) return "deny";
    throw new Error(`${operation} on ${resource.type}/${resource.id}: ${message}`);
  }
}

/** Whether a served read RPC is gated by just this operation on this type of resource. */
export const isCallable = ({ operation, resource }: Decision): boolean => `${operation} ${resource.type}` in reads;

/** Operation and resource type → the call. Lists of the whole account are open through any one project, so not here. */
const reads: Readonly<Record<string, (cloud: Caller["cloud"], id: string) => Promise<unknown>>> = {
  "cloud.account.get accounts": (cloud) => cloud.getAccount({}),
  "cloud.region.list accounts": (cloud) => cloud.getRegions({}),
  "cloud.user.list accounts": (cloud) => cloud.getUsers({}),
  "cloud.usergroup.list accounts": (cloud) => cloud.getUserGroups({}),
  "cloud.serviceaccount.list accounts": (cloud) => cloud.getServiceAccounts({}),
  "cloud.customrole.list accounts": (cloud) => cloud.getCustomRoles({}),
  "cloud.auditlog.list accounts": (cloud) => cloud.getAuditLogs({}),
  "cloud.project.get projects": (cloud, projectId) => cloud.getProject({ projectId }),
  "cloud.namespace.list projects": (cloud, projectId) => cloud.getNamespaces({ projectId }),
  "cloud.nexusendpoint.list projects": (cloud, projectId) => cloud.getNexusEndpoints({ projectId }),
  "cloud.connectivityrule.list projects": (cloud, projectId) => cloud.getConnectivityRules({ projectId }),
  "cloud.serviceaccount.list projects": (cloud, projectId) => cloud.getProjectScopedServiceAccounts({ projectId }),
  "cloud.project.getUserProjectAssignments projects": (cloud, projectId) =>
    cloud.getUserProjectAssignments({ projectId }),
  "cloud.namespace.get namespaces": (cloud, namespace) => cloud.getNamespace({ namespace }),
  "cloud.namespace.getUserNamespaceAssignments namespaces": (cloud, namespace) =>
    cloud.getUserNamespaceAssignments({ namespace }),
  "cloud.nexusendpoint.get nexus-endpoints": (cloud, endpointId) => cloud.getNexusEndpoint({ endpointId }),
  "cloud.connectivityrule.get connectivity-rules": (cloud, connectivityRuleId) =>
    cloud.getConnectivityRule({ connectivityRuleId }),
  "cloud.customrole.get custom-roles": (cloud, roleId) => cloud.getCustomRole({ roleId }),
};
