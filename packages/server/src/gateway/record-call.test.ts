import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { pino } from "pino";
import type { AuditEvent } from "../audit/append.ts";
import { type Database, migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { CallRecorder } from "./record-call.ts";

const log = pino({ level: "silent" });

const termination = (workflow: string): AuditEvent => ({
  at: new Date(),
  operation: "TerminateWorkflowExecution",
  status: "OK",
  principal: { type: "user", id: "u1", name: "u@example.com", apiKeyId: "k1" },
  forwardedFor: "127.0.0.1",
  asyncOperationId: "",
  details: { namespace: "orders.a1b2c3", workflow_id: workflow },
});

describe("records of calls", () => {
  let database: Database;
  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
  });
  after(() => database.close());
  beforeEach(() => database.db.deleteFrom("audit_log").execute());

  const workflows = async () =>
    (await database.db.selectFrom("audit_log").select("details").orderBy("log_id").execute()).map(
      ({ details }) => details.workflow_id,
    );

  it("are there when the call goes on, and calls that come together share their transactions", async () => {
    let commits = 0;
    const recorder = new CallRecorder(database.db, log, () => (commits += 1));
    const ids = Array.from({ length: 300 }, (_, index) => `workflow-${index}`);
    await Promise.all(ids.map((id) => recorder.record(termination(id))));
    assert.deepEqual(new Set(await workflows()), new Set(ids));
    assert.ok(commits < 10, `${commits} transactions`);
    await recorder.record(termination("later"));
    assert.equal((await workflows()).length, 301);
  });

  it("that cannot be written refuse their own call and no other", async () => {
    const recorder = new CallRecorder(database.db, log, () => undefined);
    const outcomes = await Promise.allSettled(
      ["first", "good", "with \u0000 in it", "good too"].map((id) => recorder.record(termination(id))),
    );
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["fulfilled", "fulfilled", "rejected", "fulfilled"],
    );
    assert.deepEqual(new Set(await workflows()), new Set(["first", "good", "good too"]));
  });

  it("under way are written before the process ends", async () => {
    const recorder = new CallRecorder(database.db, log, () => undefined);
    const recorded = recorder.record(termination("last"));
    await recorder.stop();
    assert.deepEqual(await workflows(), ["last"]);
    await recorded;
  });
});
