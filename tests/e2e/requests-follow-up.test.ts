// What happens about a request as time goes by, on a real Temporal server; and that access ends without one.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Code } from "@connectrpc/connect";
import { Client } from "@temporalio/client";
import { followUpScheduleId } from "../../packages/server/src/operations/follow-up-schedule.ts";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { startTemporalDevServer, temporalIsMissing } from "../../tools/temporal-dev-server.ts";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { specOf } from "../harness/namespaces.ts";
import type { Connection } from "../harness/plane-for-file.ts";
import { type MailReceiver, receiveMails, receivePosts, type WebhookReceiver } from "../harness/receivers.ts";
import { refused } from "../harness/refusals.ts";
import { ask, makeClock, makeDeciders, makeDeveloper, onNamespace, readRequest } from "../harness/requests.ts";
import { makeTeam } from "../harness/teams.ts";

const secret = "shared with the receiver";
const console = "https://remit.example";

interface Stage extends AsyncDisposable {
  readonly plane: TestPlane;
  readonly clock: ReturnType<typeof makeClock>;
  readonly webhook: WebhookReceiver;
  readonly mail: MailReceiver;
  /** Runs the schedule now and again until it holds, as the schedule itself would, only sooner. */
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
}

async function openStage(
  address: string,
  answers: { readonly statuses?: number[]; readonly refusals?: number } = {},
): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const clock = makeClock();
  const webhook = stack.use(await receivePosts(answers.statuses));
  const mail = stack.use(await receiveMails(answers.refusals));
  const notify = { webhook: { url: webhook.url, secret }, mail: { url: mail.url, from: "remit@example.com" } };
  const addresses = { console, grpc: "" };
  const plane = stack.use(await startPlane({ temporalAddress: address, now: clock.now, notify, addresses }));
  const connection = connectTemporal({ address });
  stack.defer(() => connection.close());
  const kept = stack.move();
  return {
    plane,
    clock,
    webhook,
    mail,
    until: (holds) => triggerUntil(connection, plane.accountId, holds),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function triggerUntil(
  connection: Connection,
  accountId: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const { schedule } = new Client({ connection, namespace: "remit-system" });
  const handle = schedule.getHandle(followUpScheduleId(accountId));
  for (const end = Date.now() + 60_000; !(await holds()); await sleep(300)) {
    if (Date.now() > end) throw new Error("follow-up does not bring it about");
    // It is made a moment after the worker, once its namespace is known everywhere.
    await handle.trigger().catch(() => undefined);
  }
}

const eventsOf = ({ posts }: WebhookReceiver): string[] =>
  posts.map(({ body }) => (JSON.parse(body) as { event: string }).event);

describe("follow-up", () => {
  it("tells people by webhook and mail, reminds them, and records what ended and lapsed", async (t: TestContext) => {
    const server = await temporalForTest();
    if (typeof server === "string") return t.skip(server);
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.stop());
    const { plane, clock, webhook, mail, until } = stack.use(await openStage(server.address));
    const contacts = { email: "lead@example.com" };
    await makeTeam(plane.owner, "lead", { name: "Head of Platform", kind: "platform", contacts });
    const { members } = await makeDeciders(plane, ["lead"]);
    const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    const developer = await makeDeveloper(plane);
    const granted = await ask(developer, onNamespace(namespace), 96);
    const ignored = await ask(developer, onNamespace(namespace, "write"));
    await until(() => webhook.posts.length === 2 && mail.mails.length === 4);
    const post = webhook.posts.find(({ body }) => body.includes(granted));
    assert.ok(post !== undefined);
    const [, time = "", signature = ""] = /^t=(\d+),v1=(\w+)$/.exec(String(post.headers["x-remit-signature"])) ?? [];
    assert.equal(signature, createHmac("sha256", secret).update(`${time}.${post.body}`).digest("hex"));
    const said = JSON.parse(post.body) as Record<string, unknown>;
    assert.deepEqual([said.event, said.link], ["request.requested", `${console}/requests/${granted}`]);
    // Lines that were folded for the way are unfolded by whoever shows them.
    const letters = mail.mails.map(({ message }) => message.replaceAll("=\r\n", ""));
    const letter = letters.find((message) => message.includes(granted)) ?? "";
    assert.ok(letter.includes(`${console}/requests/${granted}`) && letter.includes("an incident"));
    assert.equal(new Set(mail.mails.flatMap(({ to }) => to)).size, 2, "each approver gets a letter of their own");
    await members[0].requests.approveRequest({ requestId: granted });
    await until(() => eventsOf(webhook).includes("request.approved"));

    clock.passHours(95);
    await until(() => eventsOf(webhook).includes("request.ends-soon"));
    assert.ok(eventsOf(webhook).includes("request.decision-due"), "four days hold a working day");
    clock.passHours(2);
    await until(() => eventsOf(webhook).includes("request.ended"));
    clock.passHours(5 * 24);
    await until(() => eventsOf(webhook).includes("request.escalated"));
    await until(() => mail.mails.some(({ to }) => to.includes("lead@example.com")));
    clock.passHours(14 * 24);
    await until(() => eventsOf(webhook).includes("request.lapsed"));
    const counted = eventsOf(webhook).filter((event) => event !== "request.requested");
    assert.deepEqual(counted.sort(), [
      "request.approved",
      "request.decision-due",
      "request.ended",
      "request.ends-soon",
      "request.escalated",
      "request.lapsed",
    ]);
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const system = logs.filter(({ principal }) => principal?.type === "system");
    const told = system.map(({ operation, rawDetails }) => [operation, JSON.stringify(rawDetails)] as const);
    assert.ok(told.some(([operation, details]) => operation === "EndAccess" && details.includes(granted)));
    assert.ok(told.some(([operation, details]) => operation === "LapseRequest" && details.includes(ignored)));
    assert.equal((await readRequest(developer, granted)).note, "its time was over");
  });

  it("tries again what was not taken, and follows no redirect", async (t: TestContext) => {
    const server = await temporalForTest();
    if (typeof server === "string") return t.skip(server);
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.stop());
    const stage = stack.use(await openStage(server.address, { statuses: [500, 302], refusals: 1 }));
    const { plane, clock, webhook, mail, until } = stage;
    await makeDeciders(plane);
    const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    await ask(await makeDeveloper(plane), onNamespace(namespace));
    await until(() => webhook.posts.length === 1);
    clock.passHours(1);
    await until(() => webhook.posts.length === 2 && mail.mails.length === 2);
    clock.passHours(1);
    await until(() => webhook.posts.length === 3);
    const deliveries = new Set(webhook.posts.map(({ headers }) => headers["x-remit-delivery"]));
    assert.equal(deliveries.size, 1, "each attempt is known by the same id");
    clock.passHours(96);
    await until(() => eventsOf(webhook).includes("request.decision-due"));
    assert.equal(eventsOf(webhook).filter((event) => event === "request.requested").length, 3);
  });
});

describe("with Temporal stopped", () => {
  it("access is granted, and ends on time", async (t: TestContext) => {
    const missing = temporalIsMissing();
    if (missing !== null) return t.skip(missing);
    const server = await startTemporalDevServer();
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.stop());
    const { plane, clock, until } = stack.use(await openStage(server.address));
    const { members } = await makeDeciders(plane);
    const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    const developer = await makeDeveloper(plane);
    const early = await ask(developer, onNamespace(namespace), 5);
    await members[0].requests.approveRequest({ requestId: early });
    await until(async () => (await readRequest(developer, early)).state === "approved");
    await server.stop();
    const late = await ask(developer, onNamespace(namespace, "write"), 8);
    await members[1].requests.approveRequest({ requestId: late });
    clock.passHours(5);
    assert.equal((await readRequest(developer, early)).state, "ended");
    await developer.cloud.getNamespace({ namespace });
    clock.passHours(3);
    assert.equal((await readRequest(developer, late)).state, "ended");
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
  });
});
