import assert from "node:assert/strict";
import { after, describe } from "node:test";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  type AuditLogSinkSpecSchema,
  AuditLogSink_Health as Health,
} from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { parseLines, withoutRepeats } from "../harness/audit-lines.ts";
import type { Caller } from "../harness/control-plane.ts";
import { startKinesis } from "../harness/kinesis.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { readProof } from "../harness/read-proof.ts";
import { receivePosts } from "../harness/receivers.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import { remitAs } from "../harness/run-remit.ts";
import { untilAsync } from "../harness/until.ts";

type Spec = MessageInitShape<typeof AuditLogSinkSpecSchema>;

const toKinesis = (name: string, destinationUri: string, enabled = true): Spec => ({
  name,
  enabled,
  sinkType: { case: "kinesisSink", value: { roleName: "test-role", destinationUri, region: "us-east-1" } },
});
const toPubSub = (name: string, enabled = true): Spec => ({
  name,
  enabled,
  sinkType: { case: "pubSubSink", value: { serviceAccountId: "sa", topicName: "topic", gcpProjectId: "project" } },
});

async function readSink({ cloud }: Caller, name: string) {
  const { sink } = await cloud.getAccountAuditLogSink({ name });
  return sink ?? assert.fail("GetAccountAuditLogSink answered without a sink");
}

const kinesis = await startKinesis();
const webhook = await receivePosts();

describe("audit log sinks", () => {
  after(async () => {
    await kinesis[Symbol.asyncDispose]();
    await webhook[Symbol.asyncDispose]();
  });
  const onPlane = sharePlane({
    roles: new Set(["api", "operations", "gateway"]),
    gateway: { metrics: { host: "127.0.0.1", port: 0 } },
    limits: { auditLogSinksPerAccount: 6 },
    audit: {
      streams: [{ kind: "webhook", name: "siem", url: webhook.url, secret: "shared" }],
      sinks: {
        kinesis: {
          endpoint: kinesis.endpoint,
          credentials: { accessKeyId: "test", secretAccessKey: "test" },
          assumeRole: false,
        },
        pubsub: { endpoint: "http://127.0.0.1:1", impersonate: false },
      },
    },
  });

  onPlane("are made without the place being there, and read as they were sent", async ({ owner }) => {
    for (const spec of [toKinesis("first", "test-uri"), toPubSub("second")]) {
      const { asyncOperation } = await owner.cloud.createAccountAuditLogSink({ spec });
      assert.equal(asyncOperation?.state, AsyncOperation_State.FULFILLED);
    }
    const sink = await readSink(owner, "first");
    assert.deepEqual([sink.name, sink.state, sink.spec?.enabled], ["first", ResourceState.ACTIVE, true]);
    assert.ok(sink.resourceVersion);
    assert.deepEqual(sink.spec?.sinkType.value, {
      $typeName: "temporal.api.cloud.sink.v1.KinesisSpec",
      roleName: "test-role",
      destinationUri: "test-uri",
      region: "us-east-1",
    });
    const one = await owner.cloud.getAccountAuditLogSinks({ pageSize: 1 });
    const rest = await owner.cloud.getAccountAuditLogSinks({ pageSize: 1, pageToken: one.nextPageToken });
    assert.deepEqual([one.sinks[0]?.name, rest.sinks[0]?.name, rest.nextPageToken], ["first", "second", ""]);
    await refused(owner.cloud.createAccountAuditLogSink({ spec: toPubSub("first") }), Code.AlreadyExists, "first");
  });

  onPlane("are refused where they say too little, and nothing is made", async ({ owner: { cloud } }) => {
    const create = (spec?: Spec) => cloud.createAccountAuditLogSink(spec === undefined ? {} : { spec });
    await refusedField(create(), "spec");
    await refusedField(create(toPubSub("")), "spec.name");
    for (const name of ["a/b", "a,b", " a", "a\nb"]) await refusedField(create(toPubSub(name)), "spec.name");
    await refusedField(create({ name: "nowhere", enabled: true }), "spec");
    await refusedField(create(toKinesis("nowhere", "")), "spec.kinesis_sink.destination_uri");
    const value = { serviceAccountId: "sa", topicName: "", gcpProjectId: "p" };
    await refusedField(create({ name: "n", sinkType: { case: "pubSubSink", value } }), "spec.pub_sub_sink.topic_name");
    await refused(cloud.getAccountAuditLogSink({ name: "nowhere" }), Code.NotFound);
  });

  onPlane("are changed and deleted at the version that was read, and their names are free again", async ({ owner }) => {
    const { cloud } = owner;
    await cloud.createAccountAuditLogSink({ spec: toPubSub("changed") });
    const { resourceVersion } = await readSink(owner, "changed");
    const update = (spec: Spec, version = resourceVersion) =>
      cloud.updateAccountAuditLogSink({ spec, resourceVersion: version });
    await refused(update(toPubSub("changed")), Code.InvalidArgument, "nothing to change");
    await refused(update(toPubSub("missing")), Code.NotFound);
    await refusedField(update(toKinesis("changed", "a"), ""), "resource_version");
    await update(toPubSub("changed", false));
    await refused(update(toPubSub("changed")), Code.FailedPrecondition, "version");
    assert.equal((await readSink(owner, "changed")).spec?.enabled, false);
    const stale = cloud.deleteAccountAuditLogSink({ name: "changed", resourceVersion });
    await refused(stale, Code.FailedPrecondition, "version");
    const again = await readSink(owner, "changed");
    await cloud.deleteAccountAuditLogSink({ name: "changed", resourceVersion: again.resourceVersion });
    await refused(cloud.getAccountAuditLogSink({ name: "changed" }), Code.NotFound);
    const gone = cloud.deleteAccountAuditLogSink({ name: "changed", resourceVersion: again.resourceVersion });
    await refused(gone, Code.NotFound);
    await cloud.createAccountAuditLogSink({ spec: toPubSub("changed") });
    for (const name of ["4", "5", "6"]) await cloud.createAccountAuditLogSink({ spec: toPubSub(name) });
    const error = await refused(cloud.createAccountAuditLogSink({ spec: toPubSub("7") }), Code.FailedPrecondition);
    assert.match(error.message, /auditLogSinksPerAccount/);
    for (const name of ["4", "5", "6"]) {
      const { resourceVersion: version } = await readSink(owner, name);
      await cloud.deleteAccountAuditLogSink({ name, resourceVersion: version });
    }
  });

  onPlane("say when they are validated what the place says, with a name or without", async ({ owner: { cloud } }) => {
    const validate = (spec: Spec) => cloud.validateAccountAuditLogSink({ spec });
    await refused(validate(toKinesis("", "missing")), Code.FailedPrecondition, "ResourceNotFoundException");
    await refused(validate(toKinesis("x", "not a stream")), Code.FailedPrecondition, "destination_uri");
    const nowhere = { roleName: "", destinationUri: "there", region: "evil.example/#" };
    await refused(
      validate({ sinkType: { case: "kinesisSink", value: nowhere } }),
      Code.FailedPrecondition,
      "the region of the sink",
    );
    await refused(validate(toPubSub("")), Code.FailedPrecondition, "nothing can be delivered");
    await kinesis.createStream("there", 1);
    await validate(toKinesis("", "there"));
    assert.deepEqual(await kinesis.read("there"), ["{}"]);
  });

  onPlane("bring what is done from then on, say how it goes, and go on where they were stopped", async ({ owner }) => {
    await kinesis.createStream("records", 2);
    await owner.cloud.createAccountAuditLogSink({ spec: toKinesis("records", "records") });
    const wanted = async (operation: string, name: string) =>
      parseLines(await kinesis.read("records")).find(
        (line) => line.operation === operation && line.raw_details.resource_id === name,
      );
    const created = await untilAsync(() => wanted("CreateAccountAuditLogSink", "records"));
    assert.equal(created.status, "OK");
    const sink = await untilAsync(async () => {
      const now = await readSink(owner, "records");
      return now.health === Health.OK ? now : undefined;
    });
    assert.ok(sink.lastSucceededTime !== undefined && sink.errorMessage === "");
    const disabled = toKinesis("records", "records", false);
    await owner.cloud.updateAccountAuditLogSink({ spec: disabled, resourceVersion: sink.resourceVersion });
    await owner.cloud.createAccountAuditLogSink({ spec: toPubSub("meanwhile") });
    const { resourceVersion } = await readSink(owner, "records");
    await owner.cloud.updateAccountAuditLogSink({ spec: toKinesis("records", "records"), resourceVersion });
    await untilAsync(() => wanted("CreateAccountAuditLogSink", "meanwhile"));
    const broken = await untilAsync(async () => {
      const now = await readSink(owner, "first");
      return now.health === Health.ERROR_USER_CONFIGURATION ? now : undefined;
    });
    assert.match(broken.errorMessage, /ResourceNotFoundException/);
  });

  onPlane("show how far each place is, the streams of the settings among them", async ({ owner, accountId }) => {
    const { streams } = await untilAsync(async () => {
      const answer = await owner.activity.getAuditStreams({});
      const siem = answer.streams.find(({ fromSettings }) => fromSettings);
      return siem !== undefined && siem.lagRecords === 0n ? answer : undefined;
    });
    const siem = streams.at(-1) ?? assert.fail("there are no streams");
    assert.deepEqual([siem.name, siem.kind, siem.healthy, siem.errorMessage], ["siem", "webhook", true, ""]);
    assert.equal(siem.destination, new URL(webhook.url).origin);
    const first = streams.find(({ name }) => name === "first");
    assert.deepEqual([first?.kind, first?.misconfigured, first?.fromSettings], ["kinesis", true, false]);
    assert.ok((first?.lagRecords ?? 0n) > 0n);
    const lines = withoutRepeats(
      parseLines(webhook.posts.flatMap(({ body }) => body.split("\n").filter((line) => line !== ""))),
    );
    assert.deepEqual([lines[0]?.remit.seq, lines[0]?.remit.account], [1, accountId]);
  });

  onPlane("tell the command line and Prometheus how they are, and evidence goes by it", async (plane) => {
    const { owner } = plane;
    await plane.plane.observe();
    const proofIs = (state: string, why: RegExp) =>
      untilAsync(async () => {
        const proof = await readProof(owner, "audit-log");
        return proof.state === state && why.test(proof.why) ? proof : undefined;
      });
    await proofIs("red", /Records do not arrive at .*first/);
    const remit = remitAs(plane, plane.ownerKey);
    const { exitCode, out } = await remit(["audit", "streams"]);
    assert.equal(exitCode, 1, "records do not arrive somewhere");
    assert.match(out, /^siem +webhook +settings +healthy +nothing/m);
    assert.match(out, /^first +kinesis +sink +failing +\d+ records/m);
    assert.match(out, /^first: ResourceNotFoundException/m);
    const { streams } = JSON.parse((await remit(["audit", "streams", "-o", "json"])).out) as {
      streams: { name: string }[];
    };
    assert.ok(streams.some(({ name }) => name === "records"));

    const port = plane.plane.gateway?.metricsPort ?? assert.fail("there are no metrics");
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(metrics, /^remit_audit_sink_lag_seconds\{sink="first",kind="kinesis"\} [1-9\d.]+$/m);
    assert.match(metrics, /^remit_audit_sink_lag_records\{sink="siem",kind="webhook"\} 0$/m);

    for (const { name, resourceVersion, spec } of (await owner.cloud.getAccountAuditLogSinks({})).sinks) {
      if (name === "records" || spec === undefined) continue;
      await owner.cloud.updateAccountAuditLogSink({ spec: { ...spec, enabled: false }, resourceVersion });
    }
    await proofIs("green", /2 healthy sinks/);
    assert.equal(
      await untilAsync(async () => ((await remit(["audit", "streams"])).exitCode === 0 ? true : undefined)),
      true,
    );
  });
});
