// Exports to servers that are not ours: an S3-compatible gateway, a GCS-compatible server and Azure's emulator.
import assert from "node:assert/strict";
import { after, describe, it, type TestContext } from "node:test";
import { Code } from "@connectrpc/connect";
import { ExportSink_Health as Health } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { completeWorkflow, readHistory, untilVisible } from "../harness/closed-workflows.ts";
import { readExported, toPlain } from "../harness/exported.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused } from "../harness/refusals.ts";
import { azureAccount, bucket, startSinkServers } from "../harness/sink-servers.ts";

const servers = await startSinkServers();

const destinations = {
  s3: (bucketName: string) => ({ s3: { bucketName, region: "us-east-1", roleName: "exporter" } }),
  gcs: (bucketName: string) => ({ gcs: { bucketName, saId: "exporter", gcpProjectId: "test" } }),
  azure: (containerName: string) => ({ azureBlob: { storageAccount: azureAccount, containerName } }),
};
const kinds = ["s3", "gcs", "azure"] as const;

describe("exports to object stores", () => {
  if (typeof servers === "string") {
    it("are in each what the server tells", (t: TestContext) => t.skip(servers));
    return;
  }
  after(() => servers[Symbol.asyncDispose]());
  const onTemporal = sharePlaneOnTemporal({ exports: { ...servers.options, everyMinutes: 60 } });

  onTemporal("are in each what the server tells", async ({ owner, plane }, { connection }) => {
    const { namespace } = await makeNamespace(owner);
    for (const kind of kinds) {
      const validate = (name: string) =>
        owner.cloud.validateNamespaceExportSink({ namespace, spec: destinations[kind](name) });
      await validate(bucket);
      await refused(validate("nowhere"), Code.FailedPrecondition, "does not exist");
      const spec = { name: kind, enabled: true, ...destinations[kind](bucket) };
      await owner.cloud.createNamespaceExportSink({ namespace, spec });
    }
    const run = await completeWorkflow(connection, namespace, "everywhere", { ü: "x".repeat(100_000) });
    await untilVisible(connection, namespace, 1);
    await plane.exportNow();
    await plane.exportNow();
    const told = toPlain(await readHistory(connection, namespace, run));
    for (const kind of kinds) {
      const [[key, bytes] = ["", new Uint8Array()], ...others] = await servers.readAll[kind]();
      assert.deepEqual(others, []);
      assert.ok(key.startsWith(`temporal-workflow-history/export/${namespace}/20`), key);
      assert.deepEqual(readExported(bytes).map(toPlain), [told]);
      const { sink } = await owner.cloud.getNamespaceExportSink({ namespace, name: kind });
      assert.deepEqual([sink?.health, sink?.errorMessage], [Health.OK, ""]);
    }
  });
});
