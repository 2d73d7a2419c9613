import assert from "node:assert/strict";
import { it } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { WantedAccessSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { TeamSpecSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { pino } from "pino";
import { receivePosts } from "../../../../tests/harness/receivers.ts";
import { Snapshots } from "../authorize/snapshots.ts";
import { createNotifier } from "../notify/notifier.ts";
import { migrate } from "../store/database.ts";
import { newId } from "../store/ids.ts";
import { openPGlite } from "../store/pglite.ts";
import { insertRequest, type RequestRow } from "../store/requests.ts";
import { insertTeam } from "../store/teams.ts";
import { fromGiven, insertTemporaryGrant, readTemporaryGrants } from "../store/temporary-grants.ts";
import { bootstrap } from "./bootstrap.ts";
import { followUp } from "./follow-up.ts";

const log = pino({ level: "silent" });
/** A Wednesday. */
const start = new Date("2026-11-25T10:00:00.000Z");
const after = (hours: number): Date => new Date(start.getTime() + hours * 3_600_000);

/** A store with its first owner, a receiver of messages, and a clock that is set. */
async function openStage() {
  await using stack = new AsyncDisposableStack();
  const database = stack.adopt(await openPGlite(null), (opened) => opened.close());
  await migrate(database.db);
  await bootstrap(database.db, "owner@example.com", start);
  const snapshots = stack.adopt(await Snapshots.start(database, log), (started) => started.stop());
  const webhook = stack.use(await receivePosts());
  const notify = createNotifier({ webhook: { url: webhook.url, secret: "secret" } });
  const clock = { now: start };
  const addresses = { console: "", grpc: "", mtls: "" };
  const deps = { database, snapshots, log, now: () => clock.now, audited: () => {}, notify, addresses };
  const { id: userId } = await database.db.selectFrom("users").select("id").executeTakeFirstOrThrow();
  const { id: project } = await database.db.selectFrom("projects").select("id").executeTakeFirstOrThrow();
  const kept = stack.move();
  return { database, webhook, clock, deps, userId, project, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function rowOf({ userId, project }: { readonly userId: string; readonly project: string }): RequestRow {
  const access = { case: "projectAccess", value: { projectId: project, role: "read" } } as const;
  return {
    id: newId(),
    version: 1,
    state: "pending",
    kind: "project-access",
    requester_id: userId,
    requester_name: "owner@example.com",
    subject: "read on project",
    wanted: toBinary(WantedAccessSchema, create(WantedAccessSchema, { wanted: access })),
    target_uid: project,
    reason: "",
    hours: 100,
    responsibility_id: "",
    approvals_needed: 1,
    renews_id: "",
    namespace_id: "",
    note: "",
    async_operation_id: "",
    created_at: start,
    lapses_at: after(14 * 24),
    ends_at: null,
    reminded_at: null,
    escalated_at: null,
    end_reminded_at: null,
  };
}

const eventsOf = (posts: readonly { readonly body: string }[]): string[] =>
  posts.map(({ body }) => (JSON.parse(body) as { event: string }).event);

it("may run at once and again: everybody is told once, and what ended is written down once", async () => {
  await using stage = await openStage();
  const { database, webhook, clock, deps, userId, project } = stage;
  const row = rowOf(stage);
  const granted: RequestRow = { ...row, id: newId(), state: "approved", ends_at: after(100) };
  const gives = { kind: "project-access", project, role: "read" } as const;
  await database.db.transaction().execute(async (tx) => {
    await insertRequest(tx, row, [{ userId, teamId: "team" }]);
    await insertRequest(tx, granted, []);
    const grant = { request_id: granted.id, principal_id: userId, expires_at: after(100), ...fromGiven(gives) };
    await insertTemporaryGrant(tx, grant);
  });
  const events: string[][] = [];
  for (const hours of [1, 23, 25, 80, 100, 101, 400, 401]) {
    clock.now = after(hours);
    const before = webhook.posts.length;
    await Promise.all([followUp(deps), followUp(deps)]);
    await followUp(deps);
    events.push(eventsOf(webhook.posts.slice(before)));
  }
  const { posts } = webhook;
  assert.deepEqual(events, [
    [],
    [],
    ["request.decision-due"],
    ["request.ends-soon"],
    ["request.ended"],
    [],
    ["request.lapsed"],
    [],
  ]);
  assert.equal(posts.length, 4);
  assert.deepEqual(await readTemporaryGrants(database.db, null), []);
  const audit = await database.db.selectFrom("audit_log").select("operation").orderBy("emit_time").execute();
  assert.deepEqual(
    audit.map(({ operation }) => operation),
    ["CreateAccount", "EndAccess", "LapseRequest"],
  );
});

it("waits for the working days of the team that decides, and turns to the next one after three of them", async () => {
  await using stage = await openStage();
  const { database, webhook, clock, deps, userId } = stage;
  const hours = { timeZone: "Asia/Dubai", days: ["sun", "mon", "tue", "wed", "thu"], from: "09:00", to: "17:00" };
  const team = { kind: "platform", state: 3, version: 1, async_operation_id: "", created_at: start, updated_at: null };
  const dubai = create(TeamSpecSchema, { name: "Dubai", kind: "platform", escalation: ["lead"], workingHours: hours });
  const lead = create(TeamSpecSchema, { name: "Lead", kind: "platform", contacts: { email: "lead@example.com" } });
  await database.db.transaction().execute(async (tx) => {
    await insertTeam(tx, { id: "dubai", spec: toBinary(TeamSpecSchema, dubai), ...team });
    await insertTeam(tx, { id: "lead", spec: toBinary(TeamSpecSchema, lead), ...team });
    await insertRequest(tx, rowOf(stage), [{ userId, teamId: "dubai" }]);
  });
  const events: Record<string, string[]> = {};
  // Asked for on Wednesday at 14:00 in Dubai: three hours of that day are left.
  for (const moment of ["26T09:59", "26T10:01", "27T12:00", "29T12:00", "30T09:59", "30T10:01"]) {
    clock.now = new Date(`2026-11-${moment}:00.000Z`);
    const before = webhook.posts.length;
    await followUp(deps);
    events[moment] = eventsOf(webhook.posts.slice(before));
  }
  assert.deepEqual(events, {
    "26T09:59": [],
    "26T10:01": ["request.decision-due"],
    "27T12:00": [],
    "29T12:00": [],
    "30T09:59": [],
    "30T10:01": ["request.escalated"],
  });
});
