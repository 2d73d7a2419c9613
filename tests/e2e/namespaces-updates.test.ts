// Updates of a namespace that need no Temporal server, and those that wait for one.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@remit/protocol";
import {
  Capacity_ProvisionedSchema,
  Capacity_Request_State,
  CapacitySpec_ProvisionedSchema,
  NamespaceSpec_SearchAttributeType as Type,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { deleteNamespace, registerNamespace } from "../../packages/server/src/temporal/namespaces.ts";
import { findFreePort } from "../../tools/free-port.ts";
import { startTemporalDevServer, temporalIsMissing } from "../../tools/temporal-dev-server.ts";
import { makeCertificate } from "../harness/certificates.ts";
import { startPlane } from "../harness/control-plane.ts";
import { changeNamespace, makeNamespace, readNamespace, specOf, withChange } from "../harness/namespaces.ts";
import { fulfilled, untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused, refusedField } from "../harness/refusals.ts";

describe("an update of a namespace", () => {
  const onTemporal = sharePlaneOnTemporal({ gateway: {} });

  onTemporal("of what is ours alone is fulfilled in its own answer", async ({ owner }) => {
    const made = await makeNamespace(owner);
    const { namespace, resourceVersion } = made;
    const spec = withChange(made, {
      codecServer: { endpoint: "https://codec.example" },
      fairness: { taskQueueFairnessEnabled: true },
    });
    const { asyncOperation } = await owner.cloud.updateNamespace({ namespace, spec, resourceVersion });
    assert.equal(asyncOperation?.state, AsyncOperation_State.FULFILLED);
    const after = await readNamespace(owner, namespace);
    assert.equal(after.state, ResourceState.ACTIVE);
    assert.equal(after.spec?.codecServer?.endpoint, "https://codec.example");
    assert.equal(after.asyncOperationId, asyncOperation.id);
  });

  onTemporal(
    "that changes nothing is refused in the words that clients look for, whichever members it uses",
    async ({ owner }) => {
      const made = await makeNamespace(owner, { searchAttributes: { Customer: Type.KEYWORD } });
      const { namespace, resourceVersion } = made;
      const unchanged = [
        withChange(made, {}),
        withChange(made, { replicas: [] }),
        withChange(made, { replicas: [], regions: [] }),
        withChange(made, { regions: [] }),
        withChange(made, { searchAttributes: {} }),
        withChange(made, { customSearchAttributes: {} }),
        withChange(made, { lifecycle: {}, codecServer: {}, highAvailability: {}, mtlsAuth: {} }),
        withChange(made, { name: "" }),
      ];
      for (const spec of unchanged) {
        await refused(
          owner.cloud.updateNamespace({ namespace, spec, resourceVersion }),
          Code.InvalidArgument,
          "nothing to change",
        );
      }
      assert.equal((await readNamespace(owner, namespace)).resourceVersion, resourceVersion);
    },
  );

  onTemporal(
    "to an explicit default of fairness or capacity is a change, and switching them off again is too",
    async ({ owner }) => {
      const made = await makeNamespace(owner);
      const { namespace } = made;
      const change = {
        fairness: { taskQueueFairnessEnabled: false },
        capacitySpec: { spec: { case: "onDemand" as const, value: {} } },
      };
      await fulfilled(
        owner,
        owner.cloud.updateNamespace({
          namespace,
          spec: withChange(made, change),
          resourceVersion: made.resourceVersion,
        }),
      );
      const set = await readNamespace(owner, namespace);
      assert.equal(set.spec?.fairness?.taskQueueFairnessEnabled, false);
      assert.equal(set.spec?.capacitySpec?.spec.case, "onDemand");
      assert.equal(set.capacity?.currentMode.case, "onDemand");
      const spec = withChange(set, {});
      delete spec.fairness;
      delete spec.capacitySpec;
      await fulfilled(owner, owner.cloud.updateNamespace({ namespace, spec, resourceVersion: set.resourceVersion }));
      const unset = await readNamespace(owner, namespace);
      assert.deepEqual(
        [unset.spec?.fairness, unset.spec?.capacitySpec, unset.capacity],
        [undefined, undefined, undefined],
      );
    },
  );

  onTemporal("of capacity is a request that comes to its end, and what is left then holds", async ({ owner }) => {
    const made = await makeNamespace(owner);
    const { namespace } = made;
    const onDemand = await owner.cloud.getNamespaceCapacityInfo({ namespace });
    assert.equal(onDemand.capacityInfo?.currentCapacity?.currentMode.case, "onDemand");
    const { onDemand: limit, provisioned } = onDemand.capacityInfo?.modeOptions ?? {};
    assert.deepEqual([limit?.apsLimit, provisioned?.validTruValues], [500, [2, 3, 4, 6, 8, 10, 12]]);
    const provision = async (value: number) => {
      const before = await readNamespace(owner, namespace);
      const spec = withChange(before, { capacitySpec: { spec: { case: "provisioned", value: { value } } } });
      return owner.cloud.updateNamespace({ namespace, spec, resourceVersion: before.resourceVersion });
    };
    await refusedField(provision(5), "spec.capacity_spec.provisioned.value");
    const { asyncOperation } = await provision(2);
    await untilEnded(owner, { asyncOperation });
    const { capacity, limits } = await readNamespace(owner, namespace);
    assert.deepEqual(capacity?.currentMode.value, create(Capacity_ProvisionedSchema, { currentValue: 2 }));
    assert.equal(limits?.actionsPerSecondLimit, 1_000);
    const request = capacity?.latestRequest;
    assert.equal(request?.state, Capacity_Request_State.CAPACITY_REQUEST_COMPLETED);
    assert.equal(request?.asyncOperationId, asyncOperation?.id);
    assert.deepEqual(request?.spec?.spec.value, create(CapacitySpec_ProvisionedSchema, { value: 2 }));
    assert.ok(request?.startTime !== undefined && request.endTime !== undefined);
    const { capacityInfo } = await owner.cloud.getNamespaceCapacityInfo({ namespace });
    assert.deepEqual(capacityInfo?.currentCapacity, capacity);
    // What changes beside it is no request for capacity.
    await changeNamespace(owner, namespace, { retentionDays: 9 });
    assert.deepEqual((await readNamespace(owner, namespace)).capacity, capacity);
  });

  onTemporal("that fails says so of the capacity that was asked for with it", async ({ owner }, { connection }) => {
    const { namespace } = await makeNamespace(owner);
    await deleteNamespace(connection, namespace);
    await registerNamespace(connection, { name: namespace, retentionDays: 3 });
    const before = await readNamespace(owner, namespace);
    const spec = withChange(before, {
      retentionDays: 9,
      capacitySpec: { spec: { case: "provisioned", value: { value: 3 } } },
    });
    await untilEnded(
      owner,
      await owner.cloud.updateNamespace({ namespace, spec, resourceVersion: before.resourceVersion }),
    );
    const { capacity } = await readNamespace(owner, namespace);
    assert.equal(capacity?.currentMode.case, "onDemand");
    assert.equal(capacity?.latestRequest?.state, Capacity_Request_State.CAPACITY_REQUEST_FAILED);
  });

  onTemporal("leads to where this deployment's gateway is", async ({ owner, gatewayAddress }) => {
    const { endpoints } = await makeNamespace(owner);
    assert.equal(endpoints?.grpcAddress, gatewayAddress);
    assert.equal(endpoints?.mtlsGrpcAddress, "", "there is no port with TLS here");
  });

  onTemporal("is refused for what cannot be changed so", async ({ owner }) => {
    const made = await makeNamespace(owner, { searchAttributes: { Customer: Type.KEYWORD } });
    const { namespace, resourceVersion } = made;
    const refusals: readonly (readonly [string, Parameters<typeof withChange>[1]])[] = [
      ["spec.name", { name: "other" }],
      ["spec.retention_days", { retentionDays: 0 }],
      ['spec.search_attributes["Customer"]', { searchAttributes: {}, customSearchAttributes: { Other: "keyword" } }],
      ['spec.search_attributes["Customer"]', { searchAttributes: { Customer: Type.TEXT } }],
      ["spec", { apiKeyAuth: { enabled: false } }],
      ["spec.replicas[1].region", { replicas: [{ region: "aws-us-east-1" }, { region: "nowhere" }] }],
    ];
    for (const [field, change] of refusals) {
      await refusedField(
        owner.cloud.updateNamespace({ namespace, spec: withChange(made, change), resourceVersion }),
        field,
      );
    }
    const moved = withChange(made, { replicas: [{ region: "aws-us-west-2" }] });
    await refused(
      owner.cloud.updateNamespace({ namespace, spec: moved, resourceVersion }),
      Code.FailedPrecondition,
      "active region",
    );
    await refusedField(owner.cloud.updateNamespace({ namespace, resourceVersion }), "spec");
    await refusedField(
      owner.cloud.updateNamespace({ namespace, spec: withChange(made, { retentionDays: 9 }) }),
      "resource_version",
    );
    const stale = owner.cloud.updateNamespace({
      namespace,
      spec: withChange(made, { retentionDays: 9 }),
      resourceVersion: "1",
    });
    await refused(stale, Code.FailedPrecondition, `version ${resourceVersion}`);
    await refused(
      owner.cloud.updateNamespace({ namespace: "nothing.abc", spec: specOf(), resourceVersion }),
      Code.NotFound,
    );
  });

  onTemporal("by a caller of an older API keeps what that version cannot say", async ({ owner, as, ownerKey }) => {
    const made = await makeNamespace(owner, {
      description: "Orders",
      fairness: { taskQueueFairnessEnabled: true },
      encryptionValidation: { metadataKey: "encoding" },
    });
    const terraform = as(ownerKey, { "temporal-cloud-api-version": "v0.17.1" });
    const spec = withChange(made, { replicas: [], regions: ["aws-us-east-1"], retentionDays: 14, description: "" });
    delete spec.fairness;
    delete spec.encryptionValidation;
    const { namespace, resourceVersion } = made;
    await fulfilled(terraform, terraform.cloud.updateNamespace({ namespace, spec, resourceVersion }));
    const after = await readNamespace(owner, namespace);
    assert.equal(after.spec?.retentionDays, 14);
    assert.equal(after.spec?.description, "Orders");
    assert.equal(after.spec?.encryptionValidation?.metadataKey, "encoding");
    assert.equal(after.spec?.fairness, undefined, "fairness is older than the caller, so leaving it out clears it");
  });

  onTemporal("takes the last certificate authority away by leaving mTLS out", async ({ owner }) => {
    const made = await makeNamespace(owner, {
      mtlsAuth: { enabled: true, acceptedClientCa: Buffer.from(await makeCertificate()) },
    });
    const spec = withChange(made, {});
    delete spec.mtlsAuth;
    const { namespace, resourceVersion } = made;
    await fulfilled(owner, owner.cloud.updateNamespace({ namespace, spec, resourceVersion }));
    assert.equal((await readNamespace(owner, namespace)).spec?.mtlsAuth, undefined);
  });
});

describe("while Temporal is away", () => {
  it("the control plane starts and answers, changes wait one at a time, and all of them end when it is back", async (t) => {
    const missing = temporalIsMissing();
    if (missing !== null) return t.skip(missing);
    const port = await findFreePort();
    await using plane = await startPlane({ temporalAddress: `127.0.0.1:${port}` });
    const { owner } = plane;
    const created = await owner.cloud.createNamespace({ spec: specOf() });
    assert.equal(created.asyncOperation?.state, AsyncOperation_State.PENDING);
    const { namespace } = created;
    assert.equal((await readNamespace(owner, namespace)).state, ResourceState.ACTIVATING);
    const { resourceVersion, spec } = await readNamespace(owner, namespace);
    const meanwhile = [
      owner.cloud.updateNamespace({ namespace, resourceVersion, ...(spec && { spec: { ...spec, retentionDays: 9 } }) }),
      owner.cloud.deleteNamespace({ namespace, resourceVersion }),
      owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { team: "orders" } }),
    ];
    for (const call of meanwhile) {
      const error = await refused(call, Code.FailedPrecondition, created.asyncOperation.id);
      assert.equal(error.findDetails(ErrorInfoSchema)[0]?.reason, "CHANGE_IN_PROGRESS");
    }
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "meanwhile" } });
    assert.ok((await owner.cloud.getProject({ projectId })).project);

    let server = await startTemporalDevServer({ port });
    try {
      assert.equal((await untilEnded(owner, created)).state, AsyncOperation_State.FULFILLED);
      await server.stop();
      const active = await readNamespace(owner, namespace);
      assert.equal(active.state, ResourceState.ACTIVE);
      const changed = withChange(active, { retentionDays: 21 });
      const updated = await owner.cloud.updateNamespace({
        namespace,
        spec: changed,
        resourceVersion: active.resourceVersion,
      });
      const updating = await readNamespace(owner, namespace);
      assert.equal(updating.state, ResourceState.UPDATING);
      assert.equal(updating.spec?.retentionDays, 7, "reads show what is applied");
      assert.notEqual(updating.resourceVersion, active.resourceVersion);
      // A server that lost everything: the namespace is made again on the way.
      server = await startTemporalDevServer({ port });
      assert.equal((await untilEnded(owner, updated)).state, AsyncOperation_State.FULFILLED);
      assert.equal((await readNamespace(owner, namespace)).spec?.retentionDays, 21);
    } finally {
      await server.stop();
    }
  });
});
