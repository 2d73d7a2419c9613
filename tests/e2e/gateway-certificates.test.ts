// Client certificates on the gateway's TLS port, with Temporal's own worker and client: each Namespace says whom it takes.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Issued, issue } from "../harness/client-certificates.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { type ClientTls, connectToGateway, startGatewayWorker } from "../harness/gateway-clients.ts";
import { refusalOf, refusalOrNull, withLevel } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";

const permissionDenied = 7;
const unauthenticated = 16;
const taskQueue = "orders";
const workflowsPath = fileURLToPath(
  new URL("../../packages/server/src/gateway/transport/testing/workflows.ts", import.meta.url),
);
const activities = { echo: async (text: string) => text };

const serverRoot = await issue("CN=Gateway root", { ca: true });
const server = await issue("CN=gateway", { issuer: serverRoot, alternatives: [{ type: "dns", value: "localhost" }] });
const authority = await issue("CN=Clients of orders", { ca: true });
const good = await issue("CN=worker,O=Orders", { issuer: authority });

const onTemporal = sharePlaneOnTemporal({
  gateway: { tls: { host: "127.0.0.1", port: 0 }, audit: ["temporal.workflow.terminate"] },
  gatewayIdentity: { cert: server.pem, key: server.keyPem },
});

const addressOf = ({ plane }: TestPlane): string => `127.0.0.1:${plane.gateway?.addresses[1]?.port}`;
const withCertificate = (certificate: Issued): ClientTls => ({ serverCa: serverRoot.pem, certificate });

/** Accepts certificates of the authority whose common name is `worker`. */
const makeOrders = (plane: TestPlane, more = {}) =>
  makeNamespace(plane.owner, {
    mtlsAuth: {
      enabled: true,
      acceptedClientCa: Buffer.from(authority.pem),
      certificateFilters: [{ commonName: "worker" }],
    },
    ...more,
  });

onTemporal("a worker and a client live by their certificate alone, and the audit log names it", async (plane) => {
  const { namespace } = await makeOrders(plane);
  const address = addressOf(plane);
  const tls = withCertificate(good);
  await using _worker = await startGatewayWorker({
    address,
    key: null,
    tls,
    namespace,
    taskQueue,
    workflowsPath,
    activities,
  });
  await using caller = await connectToGateway(address, null, namespace, tls);
  const { workflow } = caller.client;
  assert.equal(await workflow.execute("echoOnce", { taskQueue, workflowId: "echo", args: ["hello"] }), "hello");
  await workflow.start("count", { taskQueue, workflowId: "count" });
  await workflow.getHandle("count").terminate("enough");

  const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
  const record = logs.find(({ operation }) => operation === "TerminateWorkflowExecution");
  assert.match(record?.principal?.name ?? "", /^certificate:[0-9a-f]{64}$/);
  assert.equal(record?.principal?.type, "certificate");
  assert.equal(`certificate:${record?.principal?.id}`, record?.principal?.name);
  assert.equal(record?.principal?.apiKeyId, "");
  assert.equal(record?.rawDetails?.workflow_id, "count");
});

onTemporal("a certificate that the Namespace does not accept is a stranger's", async (plane) => {
  const { namespace } = await makeOrders(plane);
  const dayMs = 86_400_000;
  const [from, until] = [new Date(Date.now() - 2 * dayMs), new Date(Date.now() - dayMs)];
  const other = await issue("CN=Clients of orders", { ca: true });
  const strangers = {
    "of another authority of the same name": await issue("CN=worker", { issuer: other }),
    "that no filter takes": await issue("CN=intruder", { issuer: authority }),
    "that has expired": await issue("CN=worker", { issuer: authority, from, until }),
    "that is not valid yet": await issue("CN=worker", { issuer: authority, from: new Date(Date.now() + dayMs / 2) }),
    "signed by itself": await issue("CN=worker"),
    "of somebody whom a leaf signed": await issue("CN=worker", { issuer: good }),
  };
  for (const [what, certificate] of Object.entries(strangers)) {
    await using caller = await connectToGateway(addressOf(plane), null, namespace, withCertificate(certificate));
    const { workflowService } = caller.connection;
    for (const call of [workflowService.describeNamespace({ namespace }), workflowService.getSystemInfo({})])
      assert.equal((await refusalOf(call)).code, unauthenticated, what);
  }
  await using none = await connectToGateway(addressOf(plane), null, namespace, { serverCa: serverRoot.pem });
  assert.equal((await refusalOf(none.connection.workflowService.getSystemInfo({}))).code, unauthenticated);
});

onTemporal("a certificate opens no Namespace but those that accept it, and nothing of the account", async (plane) => {
  const { namespace } = await makeOrders(plane);
  const closed = await makeNamespace(plane.owner);
  const elsewhere = await issue("CN=Clients of payments", { ca: true });
  const others = await makeNamespace(plane.owner, {
    mtlsAuth: { enabled: true, acceptedClientCa: Buffer.from(elsewhere.pem) },
  });
  await using caller = await connectToGateway(addressOf(plane), null, namespace, withCertificate(good));
  const { workflowService, operatorService } = caller.connection;
  assert.equal((await workflowService.describeNamespace({ namespace })).namespaceInfo?.name, namespace);
  for (const name of [closed.namespace, others.namespace, "nowhere.a1b2c3"])
    assert.equal(
      (await refusalOf(workflowService.describeNamespace({ namespace: name }))).code,
      permissionDenied,
      name,
    );
  const { namespaces } = await workflowService.listNamespaces({});
  const names = namespaces.map(({ namespaceInfo }) => namespaceInfo?.name);
  assert.ok(names.includes(namespace));
  for (const name of [closed.namespace, others.namespace]) assert.ok(!names.includes(name), name);
  const added = operatorService.addSearchAttributes({ namespace, searchAttributes: { Region: 2 } });
  assert.equal((await refusalOf(added)).code, permissionDenied);
});

onTemporal("an API key beside a certificate decides alone, whatever the certificate would open", async (plane) => {
  const { namespace } = await makeOrders(plane);
  const elsewhere = await makeNamespace(plane.owner);
  const closed = await makeOrders(plane, { apiKeyAuth: { enabled: false } });
  const { key } = await withLevel(plane, elsewhere.namespace, "READ");
  await using caller = await connectToGateway(addressOf(plane), key, namespace, withCertificate(good));
  const { workflowService } = caller.connection;
  assert.equal((await refusalOf(workflowService.describeNamespace({ namespace }))).code, permissionDenied);
  assert.equal(await refusalOrNull(workflowService.describeNamespace({ namespace: elsewhere.namespace })), null);

  await using broken = await connectToGateway(addressOf(plane), "remit_key_nobody", namespace, withCertificate(good));
  const refused = broken.connection.workflowService.describeNamespace({ namespace });
  assert.equal((await refusalOf(refused)).code, unauthenticated);

  await using owner = await connectToGateway(addressOf(plane), plane.ownerKey, namespace, withCertificate(good));
  const notTaken = owner.connection.workflowService.describeNamespace({ namespace: closed.namespace });
  assert.match((await refusalOf(notTaken)).details, /takes no API keys/);
});
