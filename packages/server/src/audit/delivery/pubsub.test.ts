import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AuditLogSinkSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { type PubSub, startPubSub } from "../../../../../tests/harness/pubsub.ts";
import { DeliveryError, type SinkDestination } from "./destination.ts";
import { createProbe, openSink } from "./open-sink.ts";
import type { StreamRecord } from "./stream-record.ts";

const toSpec = (topicName: string) =>
  create(AuditLogSinkSpecSchema, {
    sinkType: { case: "pubSubSink", value: { serviceAccountId: "sa", topicName, gcpProjectId: "project" } },
  });
const toRecord = (seq: number, json = `{"seq":${seq}}`): StreamRecord => ({
  seq,
  logId: `log-${seq}`,
  account: "acme01",
  json,
  toShortJson: () => `{"seq":${seq},"short":true}`,
});
const never = new AbortController().signal;

describe("delivery to Pub/Sub", () => {
  let server: PubSub | string = "not started";
  before(async () => {
    server = await startPubSub(["projects/project/topics/audit"]);
  });
  after(async () => {
    if (typeof server !== "string") await server[Symbol.asyncDispose]();
  });
  const onServer = (promise: string, prove: (server: PubSub) => Promise<void>): void =>
    void it(promise, async (t: TestContext) => (typeof server === "string" ? t.skip(server) : prove(server)));
  const optionsOf = ({ endpoint }: PubSub) => ({
    kinesis: { assumeRole: false },
    pubsub: { endpoint, impersonate: true },
  });
  const open = (on: PubSub, topic = "audit"): Promise<SinkDestination> =>
    openSink(toSpec(topic), "acme01", optionsOf(on));

  onServer(
    "publishes in order under the account's ordering key, and what is too long without its details",
    async (on) => {
      const destination = await open(on);
      await destination.send([toRecord(1), toRecord(2, `"${"x".repeat(9_000_001)}"`), toRecord(3)], never);
      await destination.send([toRecord(4)], never);
      await destination.close();
      const published = await on.read();
      assert.deepEqual(
        published.map(({ key, data }) => [key, data]),
        [1, 2, 3, 4].map((seq) => ["acme01", seq === 2 ? '{"seq":2,"short":true}' : `{"seq":${seq}}`]),
      );
    },
  );

  onServer("tells a topic that is not there from one that takes an empty object", async (on) => {
    await createProbe("acme01", optionsOf(on))(toSpec("projects/project/topics/audit"));
    assert.equal((await on.read()).at(-1)?.data, "{}");
    const missing = createProbe("acme01", optionsOf(on))(toSpec("missing"));
    await assert.rejects(missing, (error) => error instanceof DeliveryError && error.kind === "configuration");
  });

  it("knows a name that no topic can have, and a server that is away", async () => {
    const away = { kinesis: { assumeRole: false }, pubsub: { endpoint: "http://127.0.0.1:1", impersonate: true } };
    const probe = createProbe("acme01", away);
    await assert.rejects(
      probe(toSpec("a/b")),
      (error) => error instanceof DeliveryError && error.kind === "configuration",
    );
    await assert.rejects(
      probe(toSpec("audit")),
      (error) => error instanceof DeliveryError && error.kind === "internal",
    );
  });
});
