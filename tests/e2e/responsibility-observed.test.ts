// What is seen of the running platform, and what the reports make of it.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  type AccessSchema,
  NamespaceAccess_Permission as Permission,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { Client } from "@temporalio/client";
import { pino } from "pino";
import { followUpScheduleId } from "../../packages/server/src/operations/follow-up-schedule.ts";
import { observeScheduleId } from "../../packages/server/src/operations/observe-schedule.ts";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { json, startCodecServer } from "../harness/codec-servers.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { sharePostgres } from "../harness/databases.ts";
import { changeNamespace, makeNamespace, specOf } from "../harness/namespaces.ts";
import { observePlane } from "../harness/observed-plane.ts";
import { sharePlane, sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { readProof } from "../harness/read-proof.ts";
import { receivePosts } from "../harness/receivers.ts";
import { makeTeam, platformTeam } from "../harness/teams.ts";
import { startWorker } from "../harness/workers.ts";

const onDemand = { drift: { everyMinutes: 0 } };

/** Looks again and again: what a server tells of itself follows with a delay. */
async function observeUntil({ plane }: TestPlane, holds: () => Promise<boolean>): Promise<void> {
  for (;;) {
    await plane.observe();
    if (await holds()) return;
    await sleep(100);
  }
}

describe("what is seen of Workers", () => {
  const onTemporal = sharePlaneOnTemporal(onDemand);

  onTemporal("shows that a team's are there, and when they went", async (plane, { address, connection }) => {
    const { owner } = plane;
    const { namespace } = await makeNamespace(owner);
    await makeTeam(owner, "orders", { name: "Orders", kind: "application", owns: { namespaces: [namespace] } });
    const proof = () => readProof(owner, "worker-deployments", "orders");
    assert.deepEqual([(await proof()).state, /nobody looked at/.test((await proof()).why)], ["unknown", true]);

    const client = new Client({ connection, namespace });
    await client.workflow.start("orders", { taskQueue: "orders", workflowId: "first" });
    await observeUntil(plane, async () => (await proof()).state === "red");
    assert.equal((await proof()).why, `${namespace} has no poller on orders.`);

    await using worker = await startWorker({ address, namespace, taskQueue: "orders", buildId: "b1" });
    await observeUntil(plane, async () => (await proof()).state === "green");
    assert.equal((await proof()).why, "1 Namespace with a poller on every task queue.");
    const versioning = () => readProof(owner, "worker-versioning", "orders");
    await observeUntil(plane, async () => /no current version of shop/.test((await versioning()).why));
    const version = { namespace, deploymentName: "shop", buildId: "b1", ignoreMissingTaskQueues: true };
    await connection.workflowService.setWorkerDeploymentCurrentVersion(version);
    await observeUntil(plane, async () => (await versioning()).state === "green");

    // Nothing that runs names the queue any more: that it was polled is remembered.
    await client.workflow.getHandle("first").terminate();
    await worker[Symbol.asyncDispose]();
    const later = new Date(Date.now() + 180_000);
    await plane.plane.observe(later);
    assert.equal((await proof()).why, `${namespace} has no poller on orders.`);
    const { rows } = await owner.responsibility.getEvidence({ responsibilityId: "worker-health" });
    assert.deepEqual([rows[0]?.state, rows[0]?.since && timestampMs(rows[0].since)], ["red", later.getTime()]);
  });

  onTemporal("tells nothing of a namesake that somebody else has on the server", async (plane, { connection }) => {
    const { owner } = plane;
    const { namespace } = await makeNamespace(owner);
    await makeTeam(owner, "theirs", { name: "Theirs", kind: "application", owns: { namespaces: [namespace] } });
    const proof = () => readProof(owner, "worker-deployments", "theirs");
    await plane.plane.observe();
    assert.equal((await proof()).state, "amber");
    const updateInfo = { data: { "remit.uid": "another" } };
    await connection.workflowService.updateNamespace({ namespace, updateInfo });
    await observeUntil(plane, async () => (await proof()).state === "unknown");
  });
});

describe("what is seen of codec servers", () => {
  it("is what they answer when they may be asked, since when, and nothing when they may not", async (t: TestContext) => {
    const server = await temporalForTest();
    if (typeof server === "string") return t.skip(server);
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.stop());
    const [codec, other] = [stack.use(await startCodecServer()), stack.use(await startCodecServer())];
    const codecServers = {
      probe: [codec.origin],
      ca: codec.ca,
      webOrigin: "https://temporal.example",
      timeoutMs: 60_000,
    };
    const plane = stack.use(await startPlane({ temporalAddress: server.address, ...onDemand, codecServers }));
    const { owner } = plane;
    const { namespace } = await makeNamespace(owner, { codecServer: { endpoint: `${codec.origin}/orders` } });
    await makeTeam(owner, "orders", { name: "Orders", kind: "application", owns: { namespaces: [namespace] } });
    const seen = async (now = new Date()) => {
      await plane.plane.observe(now);
      const { state, why } = await readProof(owner, "codec-server", "orders");
      return [state, why.replace(codec.origin, "ORIGIN").replace(other.origin, "OTHER").replace(namespace, "It")];
    };
    assert.equal((await readProof(owner, "codec-server", "orders")).state, "unknown");
    const noPages = "It has a codec server (ORIGIN) that pages of the Web UI may not call (CORS).";
    assert.deepEqual(await seen(), ["amber", noPages]);
    codec.allow({ "access-control-allow-origin": "*", "access-control-allow-headers": "*" });
    assert.deepEqual(await seen(), ["green", "1 Namespace with a codec server that answers."]);
    assert.equal(codec.calls[0]?.path, "/orders/decode");
    assert.ok(codec.calls.every(({ headers }) => headers["x-namespace"] === namespace || headers.origin !== undefined));

    const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
    const dateOf = (time: Date) => time.toISOString().slice(0, 10);
    codec.answerWith(json(502, {}));
    const broken = hours(24);
    const fails = `It has a codec server (ORIGIN) that has answered 502 and decoded nothing since ${dateOf(broken)}.`;
    assert.deepEqual(await seen(broken), ["red", fails]);
    assert.deepEqual(await seen(hours(72)), ["red", fails]);
    codec.answerWith(json(401, {}));
    const refuses =
      "It has a codec server (ORIGIN) that answers 401: it asks for credentials, which the Namespace does not pass.";
    assert.deepEqual(await seen(hours(72)), ["amber", refuses]);

    await changeNamespace(owner, namespace, { codecServer: { endpoint: other.origin } });
    assert.equal((await readProof(owner, "codec-server", "orders")).state, "unknown");
    const setting = "has one at OTHER, which the setting codecServers.probe does not list";
    assert.deepEqual(await seen(hours(72)), [
      "unknown",
      `It is not known whether the codec server that is set answers: It ${setting}.`,
    ]);
    assert.deepEqual(other.calls, []);
  });
});

describe("the platform", () => {
  it("is looked at by a schedule, and whoever answers for it is told what is new", async (t: TestContext) => {
    const server = await temporalForTest();
    if (typeof server === "string") return t.skip(server);
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.stop());
    const webhook = stack.use(await receivePosts());
    const notify = { webhook: { url: webhook.url, secret: "shared with the receiver" } };
    const plane = stack.use(await startPlane({ temporalAddress: server.address, notify }));
    const { owner, accountId } = plane;
    await makeTeam(owner, "platform", platformTeam);
    const { namespace } = await makeNamespace(owner);
    await makeUser(plane, {
      accountAccess: { role: Role.READ },
      namespaceAccesses: { [namespace]: { permission: Permission.ADMIN } },
    });
    const connection = connectTemporal({ address: server.address });
    stack.defer(() => connection.close());
    const { schedule } = new Client({ connection, namespace: "remit-system" });
    const handle = schedule.getHandle(observeScheduleId(accountId));
    // Messages are sent by the follow-up of requests.
    const both = [handle, schedule.getHandle(followUpScheduleId(accountId))];
    while (webhook.posts.length === 0) {
      // Schedules come with the worker, which comes when the server answers.
      await Promise.all(both.map((one) => one.trigger().catch(() => {})));
      await sleep(200);
    }
    const { event, recipients, findings } = JSON.parse(webhook.posts[0]?.body ?? "") as {
      readonly event: string;
      readonly recipients: readonly string[];
      readonly findings: readonly { readonly kind: string }[];
    };
    assert.deepEqual([event, recipients], ["drift.found", ["platform@example.com"]]);
    assert.ok(findings.some(({ kind }) => kind === "over-reach"));
    assert.match((await readProof(owner, "audit-log")).why, /whole up to/);
    const { spec } = await handle.describe();
    assert.deepEqual(
      spec.intervals?.map(({ every }) => every),
      [300_000],
    );
    const report = await owner.responsibility.getDrift({ pageSize: 1000 });
    assert.ok(report.findings.every(({ since }) => since !== undefined));
  });
});

describe("findings that are kept", () => {
  const lines: { readonly msg: string; readonly count?: number }[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const onPlane = sharePlane({ ...onDemand, log });

  onPlane("say since when they have been there, and are told once when they are of high risk", async (plane) => {
    const { owner, accountId } = plane;
    const spec = specOf();
    await owner.cloud.createNamespace({ spec });
    await makeTeam(owner, "platform", platformTeam);
    await plane.plane.observe();
    const access = {
      accountAccess: { role: Role.READ },
      namespaceAccesses: { [`${spec.name}.${accountId}`]: { permission: Permission.ADMIN } },
    };
    const intruder = await makeUser(plane, access);
    const find = async () => {
      const { findings } = await owner.responsibility.getDrift({ pageSize: 1000 });
      return findings.find(({ kind, subject }) => kind === "over-reach" && subject?.id === intruder.id);
    };
    const give = async (wanted: MessageInitShape<typeof AccessSchema>) => {
      const { user } = await owner.cloud.getUser({ userId: intruder.id });
      const spec = { email: user?.spec?.email ?? "", access: wanted };
      await owner.cloud.updateUser({ userId: intruder.id, spec, resourceVersion: user?.resourceVersion ?? "" });
    };
    const told = () => lines.filter(({ msg }) => msg.startsWith("new findings of high risk"));
    lines.length = 0;
    const found = await find();
    assert.equal(found?.risk, "high");
    assert.equal(found?.since, undefined, "no look has met it yet");

    const first = new Date();
    await plane.plane.observe(first);
    await plane.plane.observe();
    const sinceOf = async () => {
      const since = (await find())?.since;
      return since && timestampMs(since);
    };
    assert.equal(await sinceOf(), first.getTime());
    assert.deepEqual(
      told().map(({ count }) => count),
      [1],
    );

    await give({ accountAccess: { role: Role.READ } });
    await plane.plane.observe();
    assert.equal(await find(), undefined);
    await give(access);
    assert.equal(await sinceOf(), undefined, "it was gone, so it is new");
    await plane.plane.observe();
    assert.ok(Number(await sinceOf()) > first.getTime());
    assert.equal(told().length, 2);
  });

  onPlane("are told once more when somebody no longer accepts them", async (plane) => {
    const { owner } = plane;
    const { findings } = await owner.responsibility.getDrift({ pageSize: 1000 });
    const high = findings.filter(({ risk }) => risk === "high");
    const findingId = high[0]?.id ?? "";
    const told = () => lines.filter(({ msg }) => msg.startsWith("new findings of high risk")).map(({ count }) => count);
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    const accept = (until: Date) =>
      owner.responsibility.acknowledgeDrift({ findingId, reason: "for a while", until: timestampFromDate(until) });
    await plane.plane.observe();
    lines.length = 0;

    await accept(inHours(1));
    await plane.plane.observe();
    assert.deepEqual(told(), [], "accepted");
    await plane.plane.observe(inHours(2));
    assert.deepEqual(told(), [1], "its time is over");
    await plane.plane.observe(inHours(3));
    assert.deepEqual(told(), [1], "once");

    await accept(inHours(48));
    await plane.plane.observe(inHours(4));
    await owner.responsibility.withdrawAcknowledgement({ findingId });
    await plane.plane.observe(inHours(5));
    await plane.plane.observe(inHours(6));
    assert.deepEqual(told(), [1, 1], "taken back");
  });
});

describe("what is seen of the audit chain", () => {
  const freshDatabase = sharePostgres();

  it("shows that it is whole, and when a record was changed long after it was verified", async (t: TestContext) => {
    const fresh = await freshDatabase();
    if (typeof fresh === "string") return t.skip(fresh);
    await using plane = await observePlane(fresh, onDemand);
    const { owner, database } = plane;
    const proof = () => readProof(owner, "audit-log");
    assert.match((await proof()).why, /nobody verified it/);
    await makeTeam(owner, "platform", platformTeam);
    await plane.plane.observe();
    assert.match((await proof()).why, /^The audit chain is whole up to \d{4}-\d\d-\d\d/);

    // Records are chained right after the commit.
    const change = async (from: string, to: string) => {
      for (;;) {
        const query = database.db.updateTable("audit_log").set({ operation: to }).where("operation", "=", from);
        const { numUpdatedRows } = await query.where("chain_seq", "is not", null).executeTakeFirstOrThrow();
        if (numUpdatedRows === 1n) return;
        await sleep(50);
      }
    };
    await change("CreateTeam", "DeleteTeam");
    await plane.plane.observe();
    const broken = await proof();
    assert.deepEqual([broken.state, broken.why], ["red", "The audit chain is broken."]);
    await plane.plane.observe();
    assert.equal((await proof()).state, "red");
    await change("DeleteTeam", "CreateTeam");
    await plane.plane.observe();
    assert.match((await proof()).why, /^The audit chain is whole up to/);
  });
});
