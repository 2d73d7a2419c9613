import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { KinesisSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/sink/v1/message_pb.ts";
import { type Kinesis, startKinesis } from "../../../../../tests/harness/kinesis.ts";
import { DeliveryError } from "./destination.ts";
import { openKinesis } from "./kinesis.ts";
import type { StreamRecord } from "./stream-record.ts";

const toRecord = (seq: number, json = `{"seq":${seq}}`): StreamRecord => ({
  seq,
  logId: `log-${seq}`,
  account: "acme01",
  json,
  toShortJson: () => `{"seq":${seq},"short":true}`,
});
const never = new AbortController().signal;
const credentials = { accessKeyId: "own", secretAccessKey: "own" };
const arnOf = (stream: string): string => `arn:aws:kinesis:us-east-1:000000000000:stream/${stream}`;
const toSpec = (destinationUri: string, roleName = "", region = "us-east-1") =>
  create(KinesisSpecSchema, { destinationUri, roleName, region });

describe("delivery to Kinesis", () => {
  let kinesis: Kinesis;
  before(async () => {
    kinesis = await startKinesis();
  });
  after(() => kinesis[Symbol.asyncDispose]());
  const open = (stream: string) =>
    openKinesis(toSpec(arnOf(stream)), "acme01", { endpoint: kinesis.endpoint, credentials, assumeRole: false });

  it("keeps the order over all shards, and sends what is too long without its details", async () => {
    await kinesis.createStream("order", 3);
    const destination = await open("order");
    const long = `"${"x".repeat(1_000_001)}"`;
    await destination.send([toRecord(1), toRecord(2, long), toRecord(3)], never);
    await destination.send([toRecord(4)], never);
    await destination.close();
    assert.deepEqual(await kinesis.read("order"), ['{"seq":1}', '{"seq":2,"short":true}', '{"seq":3}', '{"seq":4}']);
  });

  it("says how many records were taken before the stream went away, and leaves no gap among them", async () => {
    await kinesis.createStream("breaks", 1);
    const destination = await open("breaks");
    await destination.send([toRecord(0)], never);
    const stopping = new AbortController();
    const records = Array.from({ length: 200 }, (_, index) => toRecord(index + 1));
    // Not all of them: it stops once it has begun.
    const watched = {
      ...toRecord(60),
      get json() {
        stopping.abort();
        return '{"seq":60}';
      },
    };
    const sending = destination.send(
      records.map((record) => (record.seq === 60 ? watched : record)),
      stopping.signal,
    );
    const error = await sending.then(
      () => assert.fail("it was not stopped"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof DeliveryError);
    assert.equal(error.acknowledged, 59);
    const there = await kinesis.read("breaks");
    assert.deepEqual(
      there.slice(0, 60),
      [toRecord(0), ...records.slice(0, 59)].map(({ json }) => json),
    );
    // What was under way may have arrived all the same: it comes again.
    assert.ok(there.length <= 61);
    await destination.close();
  });

  it("assumes the sink's role with the account as external id, in the account of the stream", async (t) => {
    const asked: URLSearchParams[] = [];
    const signedFor: (string | undefined)[] = [];
    const sts = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push(new URLSearchParams(body));
        signedFor.push(/Credential=own\/\d+\/([^/]+)\/sts\//.exec(request.headers.authorization ?? "")?.[1]);
        response.writeHead(200, { "content-type": "text/xml" }).end(assumed);
      });
    }).listen(0, "127.0.0.1");
    await once(sts, "listening");
    process.env.AWS_ENDPOINT_URL_STS = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
    t.after(() => {
      delete process.env.AWS_ENDPOINT_URL_STS;
      sts.closeAllConnections();
      sts.close();
    });
    await kinesis.createStream("role", 1);
    const options = { endpoint: kinesis.endpoint, credentials, assumeRole: true };
    const destination = await openKinesis(toSpec(arnOf("role"), "audit-writer", "aws-us-east-1"), "acme01", options);
    await destination.send([toRecord(1)], never);
    await destination.close();
    assert.deepEqual(
      asked.map((form) => [form.get("Action"), form.get("RoleArn"), form.get("ExternalId")]),
      [["AssumeRole", "arn:aws:iam::000000000000:role/audit-writer", "acme01"]],
    );
    // Some clients name Temporal's region.
    assert.deepEqual(signedFor, ["us-east-1"]);
    assert.deepEqual(await kinesis.read("role"), ['{"seq":1}']);
  });

  it("says what of a sink cannot be, before anything is sent", async () => {
    const options = { credentials, assumeRole: true };
    for (const [spec, said] of [
      [toSpec("https://evil.example/"), /destination_uri/],
      [create(KinesisSpecSchema, { destinationUri: "audit", region: "us-east-1.evil.example/" }), /region/],
      [create(KinesisSpecSchema, { destinationUri: "audit" }), /region/],
      [toSpec("audit", "role-of-nobody"), /role_name/],
    ] as const) {
      await assert.rejects(openKinesis(spec, "acme01", options), (error) => {
        assert.ok(error instanceof DeliveryError);
        assert.equal(error.kind, "configuration");
        return said.test(error.message);
      });
    }
  });
});

const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIATEST</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
