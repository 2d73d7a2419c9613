// A workflow that calls a Nexus endpoint reaches into another Namespace: only from one that the endpoint lets call it.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import {
  EndpointPolicySpecSchema,
  type EndpointSpec,
  EndpointSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { connectToGateway, type GatewayClient } from "../harness/gateway-clients.ts";
import { refusalOf, withLevel } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { fulfilled } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";

const onTemporal = sharePlaneOnTemporal({ gateway: {} });
const permissionDenied = 7;
/** COMMAND_TYPE_SCHEDULE_NEXUS_OPERATION */
const scheduleNexusOperation = 17;

function specTo(target: string, name: string, callers: readonly string[]): EndpointSpec {
  const value = { namespaceId: target, taskQueue: "handlers" };
  return create(EndpointSpecSchema, {
    name,
    targetSpec: { variant: { case: "workerTargetSpec", value } },
    policySpecs: callers.map((namespaceId) =>
      create(EndpointPolicySpecSchema, {
        variant: { case: "allowedCloudNamespacePolicySpec", value: { namespaceId } },
      }),
    ),
  });
}

/** What a worker answers a workflow's first task with: call this endpoint. */
async function callEndpoint({ connection, client }: GatewayClient, namespace: string, endpoint: string) {
  const taskQueue = `callers-${randomBytes(4).toString("hex")}`;
  await client.workflow.start("caller", { taskQueue, workflowId: taskQueue });
  const { workflowService } = connection;
  const poll = () => workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: taskQueue } });
  // A server takes no poll without a deadline.
  const { taskToken } = await connection.withDeadline(Date.now() + 60_000, poll);
  await workflowService.respondWorkflowTaskCompleted({
    namespace,
    taskToken,
    commands: [
      {
        commandType: scheduleNexusOperation,
        scheduleNexusOperationCommandAttributes: { endpoint, service: "orders", operation: "ship" },
      },
    ],
  });
  return client.workflow.getHandle(taskQueue);
}

onTemporal(
  "a workflow calls an endpoint from a Namespace that the endpoint lets call it, and from no other",
  async (plane) => {
    const { owner, gatewayAddress } = plane;
    const target = await makeNamespace(owner);
    const allowed = await makeNamespace(owner);
    const stranger = await makeNamespace(owner);
    const name = `Endpoint-${randomBytes(5).toString("hex")}`;
    const spec = specTo(target.namespace, name, [allowed.namespace]);
    const { endpointId } = await fulfilled(owner, owner.cloud.createNexusEndpoint({ spec }));

    const ofAllowed = await withLevel(plane, allowed.namespace, "WRITE");
    await using asAllowed = await connectToGateway(gatewayAddress, ofAllowed.key, allowed.namespace);
    const calling = await callEndpoint(asAllowed, allowed.namespace, name);
    const { events } = await calling.fetchHistory();
    assert.ok(events?.some(({ nexusOperationScheduledEventAttributes: found }) => found?.endpoint === name));

    const ofStranger = await withLevel(plane, stranger.namespace, "WRITE");
    await using asStranger = await connectToGateway(gatewayAddress, ofStranger.key, stranger.namespace);
    const refusal = await refusalOf(callEndpoint(asStranger, stranger.namespace, name));
    assert.equal(refusal.code, permissionDenied);
    assert.match(refusal.details, /does not let .* call it/);
    const unknown = await refusalOf(callEndpoint(asStranger, stranger.namespace, "nobodys"));
    assert.equal(unknown.code, permissionDenied);

    // The list counts as soon as it is changed, in both directions.
    const { endpoint } = await owner.cloud.getNexusEndpoint({ endpointId });
    const changed = specTo(target.namespace, name, [stranger.namespace]);
    const resourceVersion = endpoint?.resourceVersion ?? "";
    await fulfilled(owner, owner.cloud.updateNexusEndpoint({ endpointId, spec: changed, resourceVersion }));
    await callEndpoint(asStranger, stranger.namespace, name);
    assert.equal((await refusalOf(callEndpoint(asAllowed, allowed.namespace, name))).code, permissionDenied);
  },
);
