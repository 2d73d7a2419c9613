// From where a Namespace may be reached: its connectivity rules, set through the API, on ports behind private endpoints.
import assert from "node:assert/strict";
import { proxyHeader, tlvs } from "../../packages/server/src/gateway/transport/testing/proxy-headers.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { connectToGateway } from "../harness/gateway-clients.ts";
import { type Refusal, refusalOrNull } from "../harness/gateway-roles.ts";
import { changeNamespace, makeNamespace } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { openPrivateEndpoint } from "../harness/private-endpoint.ts";

const permissionDenied = 7;
const unavailable = 14;
const onTemporal = sharePlaneOnTemporal({
  gateway: { private: [{ host: "127.0.0.1", port: 0, tls: false }], audit: ["temporal.workflow.terminate"] },
});

const client = "10.1.2.3";
const through = (...all: Buffer[]): Buffer => proxyHeader({ address: client, tlvs: all });
/** A balancer's other TLVs stand beside the id. */
const endpoints: Readonly<Record<string, { readonly id: string; readonly header: Buffer; readonly wrong: Buffer }>> = {
  "AWS PrivateLink": {
    id: "vpce-0a1b2c3d",
    header: through(tlvs.aws("vpce-0a1b2c3d")),
    wrong: through(tlvs.aws("vpce-0a1b2c3e")),
  },
  "Azure Private Link": { id: "305419896", header: through(tlvs.azure(305_419_896)), wrong: through(tlvs.azure(1)) },
  "Google Private Service Connect": {
    id: "9007199254740993",
    header: through(tlvs.google(9_007_199_254_740_993n)),
    wrong: through(tlvs.google(9_007_199_254_740_992n)),
  },
};

/** @param connectionId null: a public one */
async function makeRule({ owner }: TestPlane, connectionId: string | null): Promise<string> {
  const { connectivityRuleId } =
    connectionId === null
      ? await owner.cloud.createConnectivityRule({ spec: { connectionType: { case: "publicRule", value: {} } } })
      : await owner.cloud.createConnectivityRule({
          spec: { connectionType: { case: "privateRule", value: { connectionId, region: "aws-us-east-1" } } },
        });
  return connectivityRuleId;
}

async function describeAt(plane: TestPlane, address: string, namespace: string): Promise<Refusal | null> {
  await using caller = await connectToGateway(address, plane.ownerKey, namespace);
  return await refusalOrNull(caller.connection.workflowService.describeNamespace({ namespace }));
}

/** By the private port, behind a balancer that sends this. */
async function describeThrough(plane: TestPlane, header: Buffer, namespace: string): Promise<Refusal | null> {
  const port = plane.plane.gateway?.addresses[1]?.port ?? assert.fail("no private port");
  await using endpoint = await openPrivateEndpoint(port, header);
  return await describeAt(plane, endpoint.address, namespace);
}

for (const [cloud, { id, header, wrong }] of Object.entries(endpoints))
  onTemporal(`a Namespace with a rule for ${cloud} is reached through that endpoint alone`, async (plane) => {
    const rule = await makeRule(plane, id);
    const { namespace } = await makeNamespace(plane.owner, { connectivityRuleIds: [rule] });
    assert.equal(await describeThrough(plane, header, namespace), null);
    const byWrong = await describeThrough(plane, wrong, namespace);
    assert.equal(byWrong?.code, permissionDenied);
    assert.match(byWrong?.details ?? "", /do not name the private endpoint/);
    for (const other of Object.values(endpoints))
      if (other.id !== id)
        assert.equal((await describeThrough(plane, other.header, namespace))?.code, permissionDenied);
    assert.equal((await describeThrough(plane, through(), namespace))?.code, permissionDenied, "without an id");
    const byPublic = await describeAt(plane, plane.gatewayAddress, namespace);
    assert.equal(byPublic?.code, permissionDenied);
    assert.match(byPublic?.details ?? "", /let nobody in from the public side/);
  });

onTemporal("rules that are attached and detached count at once, for polls that are open, too", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  const { id = "", header = Buffer.alloc(0) } = endpoints["AWS PrivateLink"] ?? {};
  assert.equal(await describeAt(plane, plane.gatewayAddress, namespace), null);
  assert.equal(await describeThrough(plane, header, namespace), null, "without rules it is open from everywhere");
  await using caller = await connectToGateway(plane.gatewayAddress, plane.ownerKey, namespace);
  const { connection } = caller;
  const poll = refusalOrNull(
    connection.withDeadline(Date.now() + 120_000, () =>
      connection.workflowService.pollActivityTaskQueue({ namespace, taskQueue: { name: "empty" } }),
    ),
  );
  while (plane.plane.gateway?.openCalls() === 0) await new Promise((resolve) => setTimeout(resolve, 10));

  await changeNamespace(plane.owner, namespace, { connectivityRuleIds: [await makeRule(plane, `${id}-own`)] });
  assert.equal((await poll)?.code, permissionDenied);
  assert.equal((await describeAt(plane, plane.gatewayAddress, namespace))?.code, permissionDenied);
  assert.equal((await describeThrough(plane, header, namespace))?.code, permissionDenied);
  await changeNamespace(plane.owner, namespace, { connectivityRuleIds: [] });
  while ((await describeAt(plane, plane.gatewayAddress, namespace)) !== null);
});

onTemporal("a public rule admits the public side, and no private endpoint that is not named", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner, { connectivityRuleIds: [await makeRule(plane, null)] });
  const { header = Buffer.alloc(0) } = endpoints["AWS PrivateLink"] ?? {};
  assert.equal(await describeAt(plane, plane.gatewayAddress, namespace), null);
  assert.equal((await describeThrough(plane, header, namespace))?.code, permissionDenied);
});

onTemporal("a private port closes connections without a PROXY header, and a public one takes none", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  const { header = Buffer.alloc(0) } = endpoints["AWS PrivateLink"] ?? {};
  assert.equal((await describeThrough(plane, Buffer.alloc(0), namespace))?.code, unavailable);
  const twoIds = through(tlvs.aws("vpce-0a1b2c3d"), tlvs.aws("vpce-0a1b2c3e"));
  assert.equal((await describeThrough(plane, twoIds, namespace))?.code, unavailable);
  const port = plane.plane.gateway?.addresses[0]?.port ?? assert.fail("no public port");
  await using forged = await openPrivateEndpoint(port, header);
  assert.equal((await describeAt(plane, forged.address, namespace))?.code, unavailable);
});

onTemporal("the audit log says where a call came from: the address that the balancer names", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  const port = plane.plane.gateway?.addresses[1]?.port ?? assert.fail("no private port");
  await using endpoint = await openPrivateEndpoint(port, through(tlvs.aws("vpce-0a1b2c3d")));
  await using caller = await connectToGateway(endpoint.address, plane.ownerKey, namespace);
  await caller.client.workflow.start("any", { taskQueue: "nobody", workflowId: "from-afar" });
  await caller.client.workflow.getHandle("from-afar").terminate();
  const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
  const record = logs.find(({ rawDetails }) => rawDetails?.workflow_id === "from-afar");
  assert.equal(record?.xForwardedFor, client);
});
