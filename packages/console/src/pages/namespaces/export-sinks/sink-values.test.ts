import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { ExportSinkSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { fieldsOf, kindOf, kinds, toSinkSpec, toSinkValues, toWireField } from "./sink-values.ts";

const [s3, gcs, azureBlob] = [
  { bucketName: "b", region: "us-east-1", roleName: "r", awsAccountId: "123456789012", kmsArn: "arn:x" },
  { saId: "sa", bucketName: "b", gcpProjectId: "p", region: "us-central1" },
  { tenantId: "t", storageAccount: "a", containerName: "c", region: "eastus", subscriptionId: "s", resourceGroup: "g" },
];
const filter = { disableStandaloneActivityExport: true };

describe("the form of an export sink", () => {
  for (const destination of [{ s3 }, { gcs }, { azureBlob }]) {
    it(`gives back what it was given, and what it does not show: ${Object.keys(destination)[0]}`, () => {
      const spec = create(ExportSinkSpecSchema, { name: "sink", enabled: true, filter, ...destination });
      assert.deepEqual(toSinkSpec(toSinkValues(spec), spec), spec);
    });
  }

  it("has a field for everything that a destination says", () => {
    const spec = create(ExportSinkSpecSchema, { s3, gcs, azureBlob });
    for (const { value } of kinds) {
      const said = Object.keys(spec[value] ?? {}).filter((name) => !name.startsWith("$"));
      assert.deepEqual(fieldsOf[value].map(({ name }) => name).sort(), said.sort());
    }
  });

  it("sends one destination, without the spaces around what was typed", () => {
    const before = create(ExportSinkSpecSchema, { name: "sink", s3 });
    const values = { ...toSinkValues(before), kind: "azureBlob" as const };
    const fields = { ...values.fields, azureBlob: { storageAccount: " account ", containerName: "c" } };
    const moved = toSinkSpec({ ...values, fields }, before);
    assert.equal(kindOf(moved), "azureBlob");
    assert.deepEqual([moved.s3, moved.azureBlob?.storageAccount], [undefined, "account"]);
  });

  it("finds the field that a refusal names", () => {
    assert.equal(toWireField("azureBlob", "storageAccount"), "spec.azure_blob.storage_account");
    assert.equal(toWireField("s3", "awsAccountId"), "spec.s3.aws_account_id");
  });
});
