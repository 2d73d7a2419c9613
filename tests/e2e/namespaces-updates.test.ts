// Updates of a namespace that need no Temporal server, and those that wait for one.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@remit/protocol";
import { NamespaceSpec_SearchAttributeType as Type } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { findFreePort } from "../../tools/free-port.ts";
import { startTemporalDevServer, temporalIsMissing } from "../../tools/temporal-dev-server.ts";
import { makeCertificate } from "../harness/certificates.ts";
import { startPlane } from "../harness/control-plane.ts";
import { makeNamespace, readNamespace, specOf, withChange } from "../harness/namespaces.ts";
import { fulfilled, untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused, refusedField } from "../harness/refusals.ts";

describe("an update of a namespace", () => {
  const onTemporal = sharePlaneOnTemporal();

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
