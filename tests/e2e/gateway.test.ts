// Temporal's own SDK through the gateway: the roles of the control plane decide each call on the data plane.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { isGrpcServiceError } from "@temporalio/client";
import { registerNamespace } from "../../packages/server/src/temporal/namespaces.ts";
import { connectToGateway, startGatewayWorker } from "../harness/gateway-clients.ts";
import { refusalOf, withLevel, withOperations, withRoleOf } from "../harness/gateway-roles.ts";
import { changeNamespace, freshName, makeNamespace, specOf } from "../harness/namespaces.ts";
import { untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";

const onTemporal = sharePlaneOnTemporal({ gateway: {} });
const workflowsPath = fileURLToPath(
  new URL("../../packages/server/src/gateway/transport/testing/workflows.ts", import.meta.url),
);
const taskQueue = "orders";
const permissionDenied = 7;
const unauthenticated = 16;
const activities = { echo: async (text: string) => text };

onTemporal("a worker and a starter live their normal life, each with no more than it needs", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  const address = plane.gatewayAddress;
  const worker = await withRoleOf(plane, namespace, "worker");
  const starter = await withRoleOf(plane, namespace, "starter");
  const running = { address, key: worker.key, namespace, taskQueue, workflowsPath, activities };
  await using _worker = await startGatewayWorker(running);
  await using asStarter = await connectToGateway(address, starter.key, namespace);
  const { workflow } = asStarter.client;

  assert.equal(await workflow.execute("echoOnce", { taskQueue, workflowId: "echo", args: ["hello"] }), "hello");
  const counting = await workflow.start("count", { taskQueue, workflowId: "count" });
  await counting.signal("add", 2);
  assert.equal(await counting.executeUpdate("addAndTell", { args: [3] }), 5);
  assert.equal(await counting.query("total"), 5);
  assert.equal((await refusalOf(counting.terminate())).code, permissionDenied);
  await counting.signal("finish");
  assert.equal(await counting.result(), 5);

  await using asWorker = await connectToGateway(address, worker.key, namespace);
  const started = asWorker.client.workflow.start("count", { taskQueue, workflowId: "by-the-worker" });
  assert.equal((await refusalOf(started)).code, permissionDenied);
});

onTemporal("a reader reads and starts nothing, and the refusal says what is missing and whom to ask", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  const { key } = await withLevel(plane, namespace, "READ");
  await using reader = await connectToGateway(plane.gatewayAddress, key, namespace);
  for await (const one of reader.client.workflow.list()) assert.fail(`${one.workflowId} is in a new Namespace`);
  const refusal = await refusalOf(reader.client.workflow.start("anything", { taskQueue, workflowId: "not-mine" }));
  assert.equal(refusal.code, permissionDenied);
  assert.match(refusal.details, /temporal\.workflow\.start on namespace .* is needed.*Ask Platform team \(#platform/s);
});

onTemporal("nobody comes to a server's own Namespace by asking for one of its name", async (plane, { connection }) => {
  const { owner, accountId } = plane;
  const name = freshName();
  await registerNamespace(connection, { name: `${name}.${accountId}`, retentionDays: 2 });
  const accepted = await owner.cloud.createNamespace({ spec: specOf({ name }) });
  const { namespace } = accepted;
  const asked = async () => {
    await using caller = await connectToGateway(plane.gatewayAddress, plane.ownerKey, namespace);
    return (await refusalOf(caller.client.workflow.start("anything", { taskQueue, workflowId: "not-mine" }))).code;
  };
  assert.equal(await asked(), permissionDenied);
  assert.equal((await untilEnded(owner, accepted)).state, AsyncOperation_State.FAILED);
  assert.equal(await asked(), permissionDenied);
  await assert.rejects(changeNamespace(owner, namespace, { retentionDays: 8 }));
  assert.equal(await asked(), permissionDenied);
});

onTemporal(
  "a caller over HTTP gets a refusal's words, without details that its server could not write",
  async (plane) => {
    const { namespace } = await makeNamespace(plane.owner);
    const { key } = await withLevel(plane, namespace, "READ");
    await using reader = await connectToGateway(plane.gatewayAddress, key, namespace);
    const { connection } = reader;
    const terminate = () =>
      connection.workflowService.terminateWorkflowExecution({ namespace, workflowExecution: { workflowId: "one" } });
    const detailsOf = async (call: Promise<unknown>) => {
      const error: unknown = await call.catch((refused: unknown) => refused);
      assert.ok(isGrpcServiceError(error));
      assert.match(error.details, /temporal\.workflow\.terminate on namespace .* is needed/);
      return error.metadata.get("grpc-status-details-bin").length;
    };
    assert.equal(await detailsOf(terminate()), 1);
    // As grpc-gateway, which the Web UI's server is made with, names the headers that it passes on.
    assert.equal(await detailsOf(connection.withMetadata({ "grpcgateway-accept": "*/*" }, terminate)), 0);
  },
);

onTemporal("an operator reads, signals and cancels, and terminates nothing, nor through a batch", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  const operator = await withOperations(plane, namespace, [
    "temporal.batch.start",
    "temporal.workflow.cancel",
    "temporal.workflow.describe",
    "temporal.workflow.signal",
  ]);
  const writer = await withLevel(plane, namespace, "WRITE");
  await using asWriter = await connectToGateway(plane.gatewayAddress, writer.key, namespace);
  await using asOperator = await connectToGateway(plane.gatewayAddress, operator.key, namespace);
  await asWriter.client.workflow.start("count", { taskQueue: "nobody", workflowId: "stuck" });
  const stuck = asOperator.client.workflow.getHandle("stuck");
  assert.equal((await stuck.describe()).status.name, "RUNNING");
  await stuck.signal("add", 1);
  await stuck.cancel();
  const { code, details } = await refusalOf(stuck.terminate());
  assert.equal(code, permissionDenied);
  assert.match(details, /temporal\.workflow\.terminate/);
  const batch = asOperator.connection.workflowService.startBatchOperation({
    namespace,
    jobId: "all",
    reason: "a way around",
    visibilityQuery: "WorkflowId = 'stuck'",
    terminationOperation: { identity: "operator" },
  });
  assert.match((await refusalOf(batch)).details, /temporal\.workflow\.terminate/);
  await asWriter.client.workflow.getHandle("stuck").terminate();
});

onTemporal("a caller lists the Namespaces that it may describe, and no other one", async (plane) => {
  const own = await makeNamespace(plane.owner);
  const other = await makeNamespace(plane.owner);
  const { key } = await withLevel(plane, own.namespace, "READ");
  await using caller = await connectToGateway(plane.gatewayAddress, key, own.namespace);
  const { workflowService } = caller.connection;
  const { namespaces } = await workflowService.listNamespaces({});
  assert.deepEqual(
    namespaces.map(({ namespaceInfo }) => namespaceInfo?.name),
    [own.namespace],
  );
  assert.ok((await workflowService.getClusterInfo({})).serverVersion);
  assert.ok((await workflowService.getSystemInfo({})).capabilities);
  assert.equal(
    (await workflowService.describeNamespace({ namespace: own.namespace })).namespaceInfo?.name,
    own.namespace,
  );
  const notSeen = await refusalOf(workflowService.describeNamespace({ namespace: other.namespace }));
  const notThere = await refusalOf(workflowService.describeNamespace({ namespace: "nowhere.abc123" }));
  assert.equal(notSeen.code, permissionDenied);
  assert.equal(
    notSeen.details.replaceAll(other.namespace, "x"),
    notThere.details.replaceAll("nowhere.abc123", "x"),
    "a Namespace that is not seen can be told from one that does not exist",
  );
});

onTemporal("a call without a credential that counts is refused before anything else", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  for (const key of [
    "",
    "remit_key_nobody",
    plane.ownerKey.slice(0, -1),
    `${plane.ownerKey}, Bearer ${plane.ownerKey}`,
  ]) {
    await using caller = await connectToGateway(plane.gatewayAddress, key, namespace);
    const refusal = await refusalOf(caller.connection.workflowService.getClusterInfo({}));
    assert.equal(refusal.code, unauthenticated, key.slice(0, 12));
  }
});

onTemporal("life-cycle calls are the control plane's, for everybody, and the refusal says so", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  await using owner = await connectToGateway(plane.gatewayAddress, plane.ownerKey, namespace);
  const { workflowService, operatorService } = owner.connection;
  for (const call of [
    workflowService.registerNamespace({ namespace: "new" }),
    workflowService.updateNamespace({ namespace }),
    workflowService.deprecateNamespace({ namespace }),
    operatorService.deleteNamespace({ namespace }),
    operatorService.listNexusEndpoints({}),
  ])
    assert.match((await refusalOf(call)).details, /through the control plane/);
});

onTemporal("what is granted and revoked counts at once, and open polls end with it", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  const worker = await withOperations(plane, namespace, ["temporal.worker.poll", "temporal.namespace.describe"]);
  await using polling = await connectToGateway(plane.gatewayAddress, worker.key, namespace);
  const { workflowService } = polling.connection;
  const poll = () =>
    refusalOf(workflowService.pollActivityTaskQueue({ namespace, taskQueue: { name: "empty" }, identity: "test" }));

  const byRole = poll();
  const { customRole } = await plane.owner.cloud.getCustomRole({ roleId: worker.roleId });
  const name = customRole?.spec?.name ?? assert.fail("the role is gone");
  const resources = { resourceType: "namespaces", resourceIds: [namespace] };
  await plane.owner.cloud.updateCustomRole({
    roleId: worker.roleId,
    spec: { name, permissions: [{ actions: ["temporal.namespace.describe"], resources }] },
    resourceVersion: customRole?.resourceVersion ?? "",
  });
  assert.equal((await byRole).code, permissionDenied);
  assert.equal((await poll()).code, permissionDenied);

  const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: worker.keyId });
  await plane.owner.cloud.deleteApiKey({ keyId: worker.keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
  assert.equal((await refusalOf(workflowService.describeNamespace({ namespace }))).code, unauthenticated);
});

onTemporal("a role of nobody's, a Namespace of the system's: nothing opens them", async (plane) => {
  await using owner = await connectToGateway(plane.gatewayAddress, plane.ownerKey, "remit-system");
  const { workflowService } = owner.connection;
  for (const namespace of ["remit-system", "temporal-system", "default"])
    assert.equal((await refusalOf(workflowService.describeNamespace({ namespace }))).code, permissionDenied, namespace);
  const nobody = await makeServiceAccount(plane, {});
  await using without = await connectToGateway(plane.gatewayAddress, nobody.key, "remit-system");
  assert.deepEqual((await without.connection.workflowService.listNamespaces({})).namespaces, []);
});
