// Two of everything: what lies in the callers' own project and Namespace, and the same beside it; and ids of nothing.
import type { OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../../harness/control-plane.ts";
import { freshName, makeNamespace } from "../../harness/namespaces.ts";

/** Ids by the request field that names them, snake_case. */
export interface Things {
  readonly namespace: string;
  readonly project_id: string;
  readonly endpoint_id: string;
  readonly connectivity_rule_id: string;
  /** Service accounts that are bound to the Namespace and to the project. */
  readonly boundToNamespace: string;
  readonly boundToProject: string;
  readonly keyOfBoundToNamespace: string;
  readonly keyOfBoundToProject: string;
}

export interface World {
  readonly own: Things;
  readonly other: Things;
  /** Of the account, in nobody's project. */
  readonly shared: {
    readonly user_id: string;
    readonly group_id: string;
    readonly role_id: string;
    readonly service_account_id: string;
    readonly key_id: string;
    readonly async_operation_id: string;
  };
}

export async function makeWorld(plane: TestPlane): Promise<World> {
  const { cloud } = plane.owner;
  const [own, other] = [await makeThings(plane), await makeThings(plane)];
  const permissions = [{ actions: ["cloud.account.get"], resources: { resourceType: "accounts", allowAll: true } }];
  const { roleId } = await cloud.createCustomRole({ spec: { name: freshName("role"), permissions } });
  const { userId, asyncOperation } = await cloud.createUser({ spec: { email: `${freshName("user")}@example.com` } });
  const { groupId } = await cloud.createUserGroup({
    spec: { displayName: freshName("group"), groupType: { case: "cloudGroup", value: {} } },
  });
  const { serviceAccountId } = await cloud.createServiceAccount({
    spec: { name: freshName("account"), access: { accountAccess: { role: 5 } } },
  });
  const shared = {
    user_id: userId,
    group_id: groupId,
    role_id: roleId,
    service_account_id: serviceAccountId,
    key_id: await makeKey(plane, serviceAccountId),
    async_operation_id: asyncOperation?.id ?? "",
  };
  return { own, other, shared };
}

async function makeThings(plane: TestPlane): Promise<Things> {
  const { cloud } = plane.owner;
  const { projectId } = await cloud.createProject({ spec: { displayName: freshName("project") } });
  const { namespace } = await makeNamespace(plane.owner, {}, projectId);
  const workerTargetSpec = { namespaceId: namespace, taskQueue: "queue" };
  const { endpointId } = await cloud.createNexusEndpoint({
    spec: {
      name: freshName("endpoint"),
      targetSpec: { variant: { case: "workerTargetSpec", value: workerTargetSpec } },
    },
    projectId,
  });
  const { connectivityRuleId } = await cloud.createConnectivityRule({
    spec: { connectionType: { case: "publicRule", value: {} } },
    projectId,
  });
  const { serviceAccountId: boundToNamespace } = await cloud.createServiceAccount({
    spec: { name: freshName("bound"), namespaceScopedAccess: { namespace, access: { permission: 3 } } },
  });
  const { serviceAccountId: boundToProject } = await cloud.createServiceAccount({
    spec: { name: freshName("bound"), projectScopedAccess: { projectId, access: { role: 3 } } },
  });
  return {
    namespace,
    project_id: projectId,
    endpoint_id: endpointId,
    connectivity_rule_id: connectivityRuleId,
    boundToNamespace,
    boundToProject,
    keyOfBoundToNamespace: await makeKey(plane, boundToNamespace),
    keyOfBoundToProject: await makeKey(plane, boundToProject),
  };
}

const serviceAccount: OwnerType = 2;

async function makeKey({ owner }: TestPlane, ownerId: string): Promise<string> {
  const spec = { ownerId, ownerType: serviceAccount, displayName: "for the matrix" };
  return (await owner.cloud.createApiKey({ spec })).keyId;
}
