// What people change on the control plane counts on every gateway, for calls that come and for polls that are open.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import {
  AccountAccess_Role,
  NamespaceAccess_Permission,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { type TestServer, temporalForTest } from "../../tools/temporal-for-test.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { sharePostgres } from "../harness/databases.ts";
import { connectToGateway, type GatewayClient } from "../harness/gateway-clients.ts";
import { type GatewayPair, startGatewayPair } from "../harness/gateway-pair.ts";
import { type Refusal, refusalOf, refusalOrNull, withLevel, withOperations } from "../harness/gateway-roles.ts";
import { makeNamespace, removeNamespace } from "../harness/namespaces.ts";
import { makeUser } from "../harness/principals.ts";

const permissionDenied = 7;
const unauthenticated = 16;
const freshPostgres = sharePostgres();

/** What a caller holds, and the change that takes it away. */
interface Held {
  readonly key: string;
  readonly takeAway: () => Promise<unknown>;
}

describe("what is taken away", () => {
  let pair: GatewayPair | string = "not started";
  let temporal: TestServer | string = "not started";
  before(async () => {
    temporal = await temporalForTest();
    const fresh = await freshPostgres();
    if (typeof temporal === "string" || typeof fresh === "string") {
      pair = [temporal, fresh].filter((one) => typeof one === "string").join("; ");
      return;
    }
    pair = await startGatewayPair(fresh, { temporalAddress: temporal.address });
  });
  after(async () => {
    if (typeof pair !== "string") await pair[Symbol.asyncDispose]();
    if (typeof temporal !== "string") await temporal.stop();
  });

  function takesAway(what: string, code: number, give: (plane: TestPlane, namespace: string) => Promise<Held>): void {
    it(`${what} is refused on both gateways, and its open polls end`, async (t: TestContext) => {
      if (typeof pair === "string") return t.skip(pair);
      const { plane, first, second } = pair;
      const { namespace } = await makeNamespace(plane.owner);
      const { key, takeAway } = await give(plane, namespace);
      await using stack = new AsyncDisposableStack();
      const clients: GatewayClient[] = [];
      for (const { gatewayAddress } of [first, second])
        clients.push(stack.use(await connectToGateway(gatewayAddress, key, namespace)));
      const describeIt = () =>
        clients.map(({ connection }) => refusalOrNull(connection.workflowService.describeNamespace({ namespace })));
      await untilAll(describeIt, (refusal) => refusal === null);
      const gateways = [first, second].map(({ plane }) => plane.gateway ?? assert.fail("no gateway"));
      const polls = clients.map(({ connection }) =>
        refusalOf(
          connection.withDeadline(Date.now() + 120_000, () =>
            connection.workflowService.pollActivityTaskQueue({ namespace, taskQueue: { name: "empty" } }),
          ),
        ),
      );
      while (gateways.some((gateway) => gateway.openCalls() === 0)) await turn();
      await takeAway();
      for (const poll of await Promise.all(polls)) assert.equal(poll.code, code, poll.details);
      await untilAll(describeIt, (refusal) => refusal?.code === code);
    });
  }

  takesAway("a key that was deleted", unauthenticated, async (plane, namespace) => {
    const { key, keyId } = await withLevel(plane, namespace, "WRITE");
    const takeAway = async () => {
      const { apiKey } = await plane.owner.cloud.getApiKey({ keyId });
      await plane.owner.cloud.deleteApiKey({ keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
    };
    return { key, takeAway };
  });

  takesAway("a key that was disabled", unauthenticated, async (plane, namespace) => {
    const { key, keyId } = await withLevel(plane, namespace, "WRITE");
    const takeAway = async () => {
      const { apiKey } = await plane.owner.cloud.getApiKey({ keyId });
      assert.ok(apiKey?.spec);
      const { spec, resourceVersion } = apiKey;
      await plane.owner.cloud.updateApiKey({ keyId, spec: { ...spec, disabled: true }, resourceVersion });
    };
    return { key, takeAway };
  });

  takesAway("a role that was changed", permissionDenied, async (plane, namespace) => {
    const operations = ["temporal.worker.poll", "temporal.namespace.describe"];
    const { key, roleId } = await withOperations(plane, namespace, operations);
    const takeAway = async () => {
      const { customRole } = await plane.owner.cloud.getCustomRole({ roleId });
      const resources = { resourceType: "namespaces", resourceIds: [namespace] };
      const permissions = [{ actions: ["temporal.workflow.list"], resources }];
      await plane.owner.cloud.updateCustomRole({
        roleId,
        spec: { name: customRole?.spec?.name ?? "", permissions },
        resourceVersion: customRole?.resourceVersion ?? "",
      });
    };
    return { key, takeAway };
  });

  takesAway("a member who left a group", permissionDenied, async (plane, namespace) => {
    const { cloud } = plane.owner;
    const { id, key } = await makeUser(plane, { accountAccess: { role: AccountAccess_Role.READ } });
    const displayName = namespace.replace(".", "-");
    const { groupId } = await cloud.createUserGroup({
      spec: {
        displayName,
        access: { namespaceAccesses: { [namespace]: { permission: NamespaceAccess_Permission.WRITE } } },
        groupType: { case: "cloudGroup", value: {} },
      },
    });
    const memberId = { memberType: { case: "userId" as const, value: id } };
    await cloud.addUserGroupMember({ groupId, memberId });
    return { key, takeAway: () => cloud.removeUserGroupMember({ groupId, memberId }) };
  });

  takesAway("a user who was deleted", unauthenticated, async (plane, namespace) => {
    const { cloud } = plane.owner;
    const { id: userId, key } = await makeUser(plane, {
      accountAccess: { role: AccountAccess_Role.READ },
      namespaceAccesses: { [namespace]: { permission: NamespaceAccess_Permission.WRITE } },
    });
    const takeAway = async () => {
      const { user } = await cloud.getUser({ userId });
      await cloud.deleteUser({ userId, resourceVersion: user?.resourceVersion ?? "" });
    };
    return { key, takeAway };
  });

  takesAway("a service account that was deleted", unauthenticated, async (plane, namespace) => {
    const { cloud } = plane.owner;
    const { id: serviceAccountId, key } = await withLevel(plane, namespace, "WRITE");
    const takeAway = async () => {
      const { serviceAccount } = await cloud.getServiceAccount({ serviceAccountId });
      await cloud.deleteServiceAccount({ serviceAccountId, resourceVersion: serviceAccount?.resourceVersion ?? "" });
    };
    return { key, takeAway };
  });

  takesAway("access to a Namespace that was removed", permissionDenied, async (plane, namespace) => {
    const { cloud } = plane.owner;
    const { id: userId, key } = await makeUser(plane, {
      accountAccess: { role: AccountAccess_Role.READ },
      namespaceAccesses: { [namespace]: { permission: NamespaceAccess_Permission.WRITE } },
    });
    const takeAway = async () => {
      const { user } = await cloud.getUser({ userId });
      await cloud.setUserNamespaceAccess({ namespace, userId, resourceVersion: user?.resourceVersion ?? "" });
    };
    return { key, takeAway };
  });

  takesAway("a Namespace that was deleted", permissionDenied, async (plane, namespace) => {
    const { key } = await withLevel(plane, namespace, "ADMIN");
    return { key, takeAway: () => removeNamespace(plane.owner, namespace) };
  });
});

const turn = () => new Promise((resolve) => setTimeout(resolve, 10));

/** Asks until every gateway answers so: how soon it must is measured elsewhere. */
async function untilAll(
  ask: () => Promise<Refusal | null>[],
  isSo: (refusal: Refusal | null) => boolean,
): Promise<void> {
  while (!(await Promise.all(ask())).every(isSo)) await turn();
}
