// Export sinks as clients make and change them.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { create, type MessageInitShape, toJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  type ExportSink,
  ExportSinkSpecSchema,
  ExportSink_Health as Health,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Caller } from "../harness/control-plane.ts";
import { makeNamespace, removeNamespace } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import { startS3 } from "../harness/s3.ts";

type Spec = MessageInitShape<typeof ExportSinkSpecSchema>;

const s3 = await startS3(["exports"]);
after(() => s3[Symbol.asyncDispose]());

const toS3: Spec = {
  name: "to-s3",
  enabled: true,
  s3: { bucketName: "test-bucket", region: "us-east-1", roleName: "test-role", awsAccountId: "123456789012" },
};
const toGcs: Spec = {
  name: "to-gcs",
  gcs: { saId: "test-sa", bucketName: "test-bucket", gcpProjectId: "test-project", region: "us-central1" },
};
const toAzure: Spec = {
  name: "to-azure",
  enabled: true,
  azureBlob: { tenantId: "0-1", storageAccount: "account1", containerName: "exports", resourceGroup: "My group (1)" },
  filter: { disableStandaloneActivityExport: false },
};

async function read({ cloud }: Caller, namespace: string, name: string): Promise<ExportSink> {
  const { sink } = await cloud.getNamespaceExportSink({ namespace, name });
  if (sink === undefined) throw new Error("GetNamespaceExportSink answered without a sink");
  return sink;
}

async function make({ cloud }: Caller, namespace: string, spec: Spec): Promise<void> {
  const { asyncOperation } = await cloud.createNamespaceExportSink({ namespace, spec });
  assert.equal(asyncOperation?.state, AsyncOperation_State.FULFILLED);
}

/** One for all tests that leave it alone: to make one takes a moment. */
let shared: Promise<string> | undefined;
const share = (caller: Caller): Promise<string> => {
  shared ??= makeNamespace(caller).then(({ namespace }) => namespace);
  return shared;
};

describe("export sinks", () => {
  const onTemporal = sharePlaneOnTemporal({ exports: { s3: s3.options } });

  onTemporal("come back exactly as they were sent, whatever their buckets are", async ({ owner }) => {
    const namespace = await share(owner);
    for (const spec of [toS3, toGcs, toAzure]) await make(owner, namespace, spec);
    for (const spec of [toS3, toGcs, toAzure]) {
      const sink = await read(owner, namespace, spec.name ?? "");
      const [sent, got] = [create(ExportSinkSpecSchema, spec), create(ExportSinkSpecSchema, sink.spec)];
      assert.deepEqual(toJson(ExportSinkSpecSchema, got), toJson(ExportSinkSpecSchema, sent));
      assert.deepEqual([sink.state, sink.health, sink.name], [ResourceState.ACTIVE, Health.UNSPECIFIED, spec.name]);
      assert.ok(sink.resourceVersion);
    }
    const first = await owner.cloud.getNamespaceExportSinks({ namespace, pageSize: 2 });
    const rest = await owner.cloud.getNamespaceExportSinks({ namespace, pageToken: first.nextPageToken });
    const names = [first, rest].map(({ sinks }) => sinks.map(({ name }) => name));
    assert.deepEqual(names, [["to-azure", "to-gcs"], ["to-s3"]]);
    await refused(owner.cloud.createNamespaceExportSink({ namespace, spec: toS3 }), Code.AlreadyExists);
  });

  onTemporal("are changed and deleted by who read them, and by nobody else", async ({ owner }) => {
    const namespace = await share(owner);
    await make(owner, namespace, { ...toS3, name: "changed" });
    const { resourceVersion } = await read(owner, namespace, "changed");
    const before = { ...toS3, name: "changed" };
    const update = (spec: Spec, version = resourceVersion) =>
      owner.cloud.updateNamespaceExportSink({ namespace, spec, resourceVersion: version });
    await refused(update(before), Code.InvalidArgument, "nothing to change");
    await refused(update({ ...before, enabled: false }, "1"), Code.FailedPrecondition, "resource_version");
    await refused(update({ ...toS3, name: "other" }), Code.NotFound);
    await update({ ...toGcs, name: "changed", enabled: true });
    const moved = await read(owner, namespace, "changed");
    assert.deepEqual([moved.spec?.s3, moved.spec?.gcs?.saId, moved.spec?.enabled], [undefined, "test-sa", true]);
    const gone = { namespace, name: "changed" };
    await refused(owner.cloud.deleteNamespaceExportSink({ ...gone, resourceVersion }), Code.FailedPrecondition);
    await owner.cloud.deleteNamespaceExportSink({ ...gone, resourceVersion: moved.resourceVersion });
    await refused(owner.cloud.getNamespaceExportSink(gone), Code.NotFound);
    await make(owner, namespace, before);
  });

  onTemporal("are refused where they lead nowhere, or could lead elsewhere", async ({ owner }) => {
    const namespace = await share(owner);
    const refusedAt = (spec: Spec, field: string) =>
      refusedField(owner.cloud.createNamespaceExportSink({ namespace, spec }), field);
    await refusedAt({ ...toS3, name: "a/b" }, "spec.name");
    await refusedAt({ ...toS3, name: "a,b" }, "spec.name");
    await refusedAt({ name: "none" }, "spec");
    await refusedAt({ ...toS3, gcs: toGcs.gcs ?? {} }, "spec");
    for (const bucketName of ["", "x", "evil.example/", "a..b", "user@host", "arn:aws:s3:::b", "a b", "b?x=y", "b#"])
      await refusedAt({ ...toS3, s3: { ...toS3.s3, bucketName } }, "spec.s3.bucket_name");
    await refusedAt({ ...toS3, s3: { ...toS3.s3, region: "evil.example/#" } }, "spec.s3.region");
    await refusedAt({ ...toGcs, gcs: { ...toGcs.gcs, bucketName: "../../b" } }, "spec.gcs.bucket_name");
    const azure = { ...toAzure.azureBlob, storageAccount: "evil.example" };
    await refusedAt({ ...toAzure, azureBlob: azure }, "spec.azure_blob.storage_account");
    await refused(owner.cloud.createNamespaceExportSink({ namespace: "no.such", spec: toS3 }), Code.NotFound);
  });

  onTemporal("keep what an older caller cannot say, and let it move them", async ({ as, ownerKey, owner }) => {
    const namespace = await share(owner);
    const filter = { disableStandaloneActivityExport: true };
    await make(owner, namespace, { ...toAzure, name: "newer", filter });
    const { resourceVersion } = await read(owner, namespace, "newer");
    const older = as(ownerKey, { "temporal-cloud-api-version": "v0.17.1" }).cloud;
    await older.updateNamespaceExportSink({ namespace, spec: { name: "newer" }, resourceVersion });
    const kept = await read(owner, namespace, "newer");
    assert.deepEqual([kept.spec?.azureBlob?.storageAccount, kept.spec?.enabled], ["account1", false]);
    assert.equal(kept.spec?.filter?.disableStandaloneActivityExport, true);
    const spec = { ...toS3, name: "newer" };
    await older.updateNamespaceExportSink({ namespace, spec, resourceVersion: kept.resourceVersion });
    const moved = await read(owner, namespace, "newer");
    assert.deepEqual([moved.spec?.azureBlob, moved.spec?.s3?.bucketName], [undefined, "test-bucket"]);
  });

  onTemporal("go with their Namespace", async ({ owner }) => {
    const { namespace, spec } = await makeNamespace(owner);
    await make(owner, namespace, toS3);
    await removeNamespace(owner, namespace);
    await makeNamespace(owner, { name: spec?.name ?? "" });
    assert.deepEqual((await owner.cloud.getNamespaceExportSinks({ namespace })).sinks, []);
  });

  onTemporal("say when they are validated what is wrong with them, and leave nothing behind", async ({ owner }) => {
    const namespace = await share(owner);
    const validate = (bucketName: string) =>
      owner.cloud.validateNamespaceExportSink({ namespace, spec: { s3: { ...toS3.s3, bucketName } } });
    await validate("exports");
    await refused(validate("nowhere"), Code.FailedPrecondition, 'S3 bucket "nowhere" does not exist (NoSuchBucket)');
    await refusedField(owner.cloud.validateNamespaceExportSink({ namespace, spec: { name: "x" } }), "spec");
    assert.deepEqual(await s3.list("exports"), []);
  });
});
