// Namespaces from creation to deletion, with a real Temporal server behind them.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  NamespaceRegionStatus_State,
  NamespaceSpec_SearchAttributeType as Type,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { describeNamespace, registerNamespace } from "../../packages/server/src/temporal/namespaces.ts";
import { addSearchAttributes, listSearchAttributes } from "../../packages/server/src/temporal/search-attributes.ts";
import {
  changeNamespace,
  freshName,
  makeNamespace,
  readNamespace,
  removeNamespace,
  specOf,
  withChange,
} from "../harness/namespaces.ts";
import { fulfilled, untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused } from "../harness/refusals.ts";

describe("a namespace's life", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal(
    "is active on its server, under its id, when its creation is fulfilled",
    async ({ owner, accountId }, { connection }) => {
      const made = await makeNamespace(owner, {
        retentionDays: 5,
        description: "Orders",
        searchAttributes: { Customer: Type.KEYWORD },
      });
      assert.equal(made.namespace, `${made.spec?.name}.${accountId}`);
      assert.equal(made.state, ResourceState.ACTIVE);
      assert.equal(made.stateDeprecated, "active");
      const found = await describeNamespace(connection, made.namespace);
      assert.deepEqual([found?.retentionDays, found?.description], [5, "Orders"]);
      assert.deepEqual(await listSearchAttributes(connection, made.namespace), { Customer: "Keyword" });
    },
  );

  onTemporal("shows both members of each deprecated pair, whichever was sent", async ({ owner }) => {
    const old = await makeNamespace(owner, {
      replicas: [],
      regions: ["aws-us-west-2"],
      customSearchAttributes: { Tags: "keyword_list" },
    });
    const modern = await makeNamespace(owner, {
      replicas: [{ region: "aws-us-west-2" }],
      searchAttributes: { Tags: Type.KEYWORD_LIST },
    });
    for (const { spec, replicas, regionStatus, activeRegion } of [old, modern]) {
      assert.deepEqual(spec?.regions, ["aws-us-west-2"]);
      assert.deepEqual(
        spec?.replicas.map(({ region }) => region),
        ["aws-us-west-2"],
      );
      assert.deepEqual(spec?.searchAttributes, { Tags: Type.KEYWORD_LIST });
      assert.deepEqual(spec?.customSearchAttributes, { Tags: "keyword_list" });
      assert.deepEqual(
        replicas.map(({ region, isPrimary }) => [region, isPrimary]),
        [["aws-us-west-2", true]],
      );
      assert.equal(regionStatus["aws-us-west-2"]?.state, NamespaceRegionStatus_State.ACTIVE);
      assert.equal(activeRegion, "aws-us-west-2");
    }
  });

  onTemporal(
    "has a changed retention on its server when the update is fulfilled",
    async ({ owner }, { connection }) => {
      const made = await makeNamespace(owner);
      const changed = await changeNamespace(owner, made.namespace, {
        retentionDays: 90,
        searchAttributes: { Region: Type.TEXT },
      });
      assert.equal(changed.state, ResourceState.ACTIVE);
      assert.equal(changed.spec?.retentionDays, 90);
      assert.notEqual(changed.resourceVersion, made.resourceVersion);
      assert.ok(changed.lastModifiedTime);
      assert.equal((await describeNamespace(connection, made.namespace))?.retentionDays, 90);
      assert.deepEqual(await listSearchAttributes(connection, made.namespace), { Region: "Text" });
    },
  );

  onTemporal(
    "renames a search attribute without moving the version, and the next update may send the old one",
    async ({ owner }, { connection }) => {
      const made = await makeNamespace(owner, { searchAttributes: { Customer: Type.KEYWORD, Total: Type.INT } });
      const { namespace, resourceVersion } = made;
      const names = { existingCustomSearchAttributeName: "Customer", newCustomSearchAttributeName: "Buyer" };
      await fulfilled(owner, owner.cloud.renameCustomSearchAttribute({ namespace, resourceVersion, ...names }));
      const renamed = await readNamespace(owner, namespace);
      assert.equal(renamed.resourceVersion, resourceVersion);
      assert.deepEqual(renamed.spec?.searchAttributes, { Buyer: Type.KEYWORD, Total: Type.INT });
      assert.deepEqual(await listSearchAttributes(connection, namespace), { Buyer: "Keyword", Total: "Int" });
      const both = { Buyer: Type.KEYWORD, Customer: Type.KEYWORD, Total: Type.INT };
      const spec = withChange(made, { searchAttributes: both });
      await fulfilled(owner, owner.cloud.updateNamespace({ namespace, resourceVersion, spec }));
      assert.deepEqual((await readNamespace(owner, namespace)).spec?.searchAttributes, both);
      await refused(
        owner.cloud.renameCustomSearchAttribute({
          namespace,
          resourceVersion: (await readNamespace(owner, namespace)).resourceVersion,
          existingCustomSearchAttributeName: "Nothing",
          newCustomSearchAttributeName: "Something",
        }),
        Code.NotFound,
      );
    },
  );

  onTemporal(
    "refuses search attributes that its server has no room for, before anything is started",
    async ({ owner }) => {
      const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`Key${index}`, Type.KEYWORD]));
      const spec = specOf({ searchAttributes: eleven });
      await refused(owner.cloud.createNamespace({ spec }), Code.InvalidArgument, /at most 10 of type Keyword/);
      const { namespaces } = await owner.cloud.getNamespaces({ name: spec.name ?? "" });
      assert.deepEqual(namespaces, []);
    },
  );

  onTemporal(
    "is gone when its deletion is fulfilled, and its name can be used again at once",
    async ({ owner }, { connection }) => {
      const made = await makeNamespace(owner);
      const name = made.spec?.name ?? "";
      const before = await describeNamespace(connection, made.namespace);
      await removeNamespace(owner, made.namespace);
      await refused(owner.cloud.getNamespace({ namespace: made.namespace }), Code.NotFound);
      assert.deepEqual((await owner.cloud.getNamespaces({ name })).namespaces, []);
      const again = await makeNamespace(owner, { name, retentionDays: 3 });
      assert.equal(again.namespace, made.namespace);
      assert.notEqual(again.resourceVersion, made.resourceVersion);
      const after = await describeNamespace(connection, again.namespace);
      assert.notEqual(after?.id, before?.id);
      assert.equal(after?.retentionDays, 3);
    },
  );

  onTemporal("refuses deletion while it is protected", async ({ owner }) => {
    const { namespace, resourceVersion } = await makeNamespace(owner, { lifecycle: { enableDeleteProtection: true } });
    await refused(owner.cloud.deleteNamespace({ namespace, resourceVersion }), Code.FailedPrecondition, /protected/);
    await changeNamespace(owner, namespace, { lifecycle: { enableDeleteProtection: false } });
    await removeNamespace(owner, namespace);
  });

  onTemporal(
    "fails to be created where somebody else's namespace has the name, and leaves that one alone",
    async ({ owner, accountId }, { connection }) => {
      const name = freshName();
      const foreign = await registerNamespace(connection, { name: `${name}.${accountId}`, retentionDays: 2 });
      const accepted = await owner.cloud.createNamespace({ spec: specOf({ name }) });
      const operation = await untilEnded(owner, accepted);
      assert.equal(operation.state, AsyncOperation_State.FAILED);
      assert.match(operation.failureReason, /already exists/);
      const failed = await readNamespace(owner, accepted.namespace);
      assert.equal(failed.state, ResourceState.ACTIVATION_FAILED);
      await refused(
        changeNamespace(owner, failed.namespace, { retentionDays: 8 }),
        Code.FailedPrecondition,
        /already exists/,
      );
      await removeNamespace(owner, failed.namespace);
      assert.equal((await describeNamespace(connection, failed.namespace))?.id, foreign.id);
    },
  );

  onTemporal(
    "keeps what was applied when an update fails, says why, and is repaired by the next one",
    async ({ owner }, { connection }) => {
      const { namespace } = await makeNamespace(owner);
      await addSearchAttributes(connection, namespace, { Total: "Int" });
      const before = await readNamespace(owner, namespace);
      const spec = withChange(before, { retentionDays: 30, searchAttributes: { Total: Type.KEYWORD } });
      const operation = await untilEnded(
        owner,
        await owner.cloud.updateNamespace({ namespace, spec, resourceVersion: before.resourceVersion }),
      );
      assert.equal(operation.state, AsyncOperation_State.FAILED);
      assert.match(operation.failureReason, /"Total" is Int/);
      const failed = await readNamespace(owner, namespace);
      assert.equal(failed.state, ResourceState.UPDATE_FAILED);
      assert.equal(failed.spec?.retentionDays, 7);
      assert.deepEqual(failed.spec?.searchAttributes, {});
      const repaired = await changeNamespace(owner, namespace, { searchAttributes: { Total: Type.INT } });
      assert.equal(repaired.state, ResourceState.ACTIVE);
      assert.deepEqual(repaired.spec?.searchAttributes, { Total: Type.INT });
    },
  );

  onTemporal(
    "answers a repeated creation with the first one, and another request under its key not at all",
    async ({ owner }) => {
      const spec = specOf();
      const asyncOperationId = `make-${spec.name}`;
      const first = await fulfilled(owner, owner.cloud.createNamespace({ spec, asyncOperationId }));
      const second = await owner.cloud.createNamespace({ spec, asyncOperationId });
      assert.equal(second.namespace, first.namespace);
      assert.equal(second.asyncOperation?.id, asyncOperationId);
      assert.equal(second.asyncOperation?.state, AsyncOperation_State.FULFILLED);
      await refused(owner.cloud.createNamespace({ spec: specOf(), asyncOperationId }), Code.InvalidArgument);
      await refused(owner.cloud.createNamespace({ spec }), Code.AlreadyExists);
    },
  );
});
