import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toAwsRegion, toPartition, toRoleArn, toServiceAccount } from "./identities.ts";

describe("what a sink names", () => {
  it("becomes a role of its partition, and a region as AWS calls it", () => {
    assert.deepEqual(["us-east-1", "cn-north-1", "us-gov-west-1"].map(toPartition), ["aws", "aws-cn", "aws-us-gov"]);
    assert.equal(toRoleArn("aws", "123456789012", "r"), "arn:aws:iam::123456789012:role/r");
    assert.equal(toRoleArn("aws-cn", "123456789012", "/path/r"), "arn:aws-cn:iam::123456789012:role/path/r");
    assert.deepEqual(["aws-us-west-2", "us-west-2", ""].map(toAwsRegion), ["us-west-2", "us-west-2", "us-east-1"]);
  });

  it("becomes a service account by its id and its project, or by its address", () => {
    assert.equal(toServiceAccount("sa", "p"), "sa@p.iam.gserviceaccount.com");
    assert.equal(toServiceAccount("sa@p.iam.gserviceaccount.com", ""), "sa@p.iam.gserviceaccount.com");
  });
});
