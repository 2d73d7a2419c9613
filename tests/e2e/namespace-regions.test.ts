// Regions that one Temporal server stands for, as in development: adding one, deleting one and failing over change our own
// records, are done when they are accepted, and follow the same rules as with a server each.
import assert from "node:assert/strict";
import { it } from "node:test";
import { Code } from "@connectrpc/connect";
import { NamespaceRegionStatus_State } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { type Caller, startPlane } from "../harness/control-plane.ts";
import { makeNamespace, readNamespace, specOf } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused } from "../harness/refusals.ts";

const onTemporal = sharePlaneOnTemporal();
const [east, west, canada] = ["aws-us-east-1", "aws-us-west-2", "aws-ca-central-1"] as const;

onTemporal("a region is added, becomes the active one and the other one goes, each at once", async ({ owner }) => {
  const made = await makeNamespace(owner);
  const { namespace } = made;
  const { cloud } = owner;
  const added = await cloud.addNamespaceRegion({ namespace, region: west, resourceVersion: made.resourceVersion });
  assert.equal(added.asyncOperation?.state, AsyncOperation_State.FULFILLED);
  const both = await readNamespace(owner, namespace);
  assert.notEqual(both.resourceVersion, made.resourceVersion);
  assert.deepEqual(both.spec?.regions, [east, west]);
  assert.deepEqual(
    both.replicas.map(({ id, isPrimary }) => [id, isPrimary]),
    [
      [east, true],
      [west, false],
    ],
  );
  const failedOver = await cloud.failoverNamespaceRegion({ namespace, region: west });
  assert.equal(failedOver.asyncOperation?.state, AsyncOperation_State.FULFILLED);
  const after = await readNamespace(owner, namespace);
  assert.equal(after.activeRegion, west);
  const { ACTIVE, PASSIVE } = NamespaceRegionStatus_State;
  assert.deepEqual([after.regionStatus[east]?.state, after.regionStatus[west]?.state], [PASSIVE, ACTIVE]);
  await cloud.deleteNamespaceRegion({ namespace, region: east, resourceVersion: after.resourceVersion });
  const left = await readNamespace(owner, namespace);
  assert.deepEqual(
    [left.activeRegion, left.spec?.regions, left.replicas.map(({ region }) => region)],
    [west, [west], [west]],
  );
});

onTemporal("what cannot be is refused with its reason, and changes nothing", async ({ owner }) => {
  const { namespace } = await makeNamespace(owner, { replicas: [{ region: east }, { region: west }] });
  const before = await readNamespace(owner, namespace);
  const { resourceVersion } = before;
  const { cloud } = owner;
  const { InvalidArgument, AlreadyExists, NotFound, FailedPrecondition } = Code;
  const refusals: [Code, RegExp, () => Promise<unknown>][] = [
    [InvalidArgument, /region: is required/, () => cloud.addNamespaceRegion({ namespace, resourceVersion })],
    [
      InvalidArgument,
      /region: .*not a region here/,
      () => cloud.addNamespaceRegion({ namespace, region: "aws-x", resourceVersion }),
    ],
    [InvalidArgument, /resource_version: is required/, () => cloud.addNamespaceRegion({ namespace, region: canada })],
    [
      FailedPrecondition,
      /resource_version: /,
      () => cloud.addNamespaceRegion({ namespace, region: canada, resourceVersion: "1" }),
    ],
    [AlreadyExists, /already exists/, () => cloud.addNamespaceRegion({ namespace, region: west, resourceVersion })],
    [
      FailedPrecondition,
      /has 2 regions/,
      () => cloud.addNamespaceRegion({ namespace, region: canada, resourceVersion }),
    ],
    [InvalidArgument, /region: is required/, () => cloud.deleteNamespaceRegion({ namespace, resourceVersion })],
    [InvalidArgument, /resource_version: is required/, () => cloud.deleteNamespaceRegion({ namespace, region: west })],
    [NotFound, /not found/, () => cloud.deleteNamespaceRegion({ namespace, region: canada, resourceVersion })],
    [
      FailedPrecondition,
      /is the active region/,
      () => cloud.deleteNamespaceRegion({ namespace, region: east, resourceVersion }),
    ],
    [InvalidArgument, /region: is required/, () => cloud.failoverNamespaceRegion({ namespace })],
    [
      InvalidArgument,
      /is not a region of the namespace/,
      () => cloud.failoverNamespaceRegion({ namespace, region: canada }),
    ],
    [InvalidArgument, /nothing to change/, () => cloud.failoverNamespaceRegion({ namespace, region: east })],
  ];
  for (const [code, says, call] of refusals) await refused(call(), code, says);
  assert.deepEqual(await readNamespace(owner, namespace), before);
});

it("refuses a Namespace in regions whose Temporal servers are not connected", async () => {
  const address = "127.0.0.1:1";
  await using plane = await startPlane({
    temporal: { servers: { default: { address }, far: { address }, near: { address, clusterAddress: address } } },
    regions: [
      { id: east, server: "default" },
      { id: west, server: "far" },
      { id: canada, server: "near" },
    ],
  });
  const create = ({ cloud }: Caller, ...regions: string[]) =>
    cloud.createNamespace({ spec: specOf({ replicas: regions.map((region) => ({ region })) }) });
  await refused(
    create(plane.owner, east, west),
    Code.FailedPrecondition,
    /aws-us-east-1 and aws-us-west-2 are not connected/,
  );
  await refused(create(plane.owner, west, canada), Code.FailedPrecondition, /are not connected/);
});
