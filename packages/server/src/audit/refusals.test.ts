import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { pino } from "pino";
import { type Database, migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import type { AuditEvent } from "./append.ts";
import { RefusalRecorder } from "./refusals.ts";

const log = pino({ level: "silent" });

const refusal = (change: Partial<AuditEvent> = {}): AuditEvent => ({
  at: new Date(),
  operation: "DeleteNamespace",
  status: "PERMISSION_DENIED",
  principal: { type: "user", id: "u1", name: "u@example.com", apiKeyId: "k1" },
  forwardedFor: "127.0.0.1",
  asyncOperationId: "",
  details: { resource_type: "namespaces", resource_id: "n1" },
  ...change,
});

describe("refused attempts", () => {
  let database: Database;
  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
  });
  after(() => database.close());
  beforeEach(() => database.db.deleteFrom("audit_log").execute());

  const read = () => database.db.selectFrom("audit_log").selectAll().orderBy("emit_time").orderBy("log_id").execute();

  it("are recorded at once, with who, what and why", async () => {
    let nudged = 0;
    const recorder = new RefusalRecorder(database.db, log, () => (nudged += 1));
    await recorder.record(refusal());
    const [row, ...more] = await read();
    assert.deepEqual(more, []);
    assert.equal(row?.status, "PERMISSION_DENIED");
    assert.equal(row?.principal_id, "u1");
    assert.deepEqual(row?.details, { resource_type: "namespaces", resource_id: "n1" });
    assert.equal(nudged, 1);
    await recorder.stop();
  });

  it("that repeat become one more record with their count, however many there were", async () => {
    const recorder = new RefusalRecorder(database.db, log, () => undefined);
    for (let count = 0; count < 5_000; count++) await recorder.record(refusal());
    assert.equal((await read()).length, 1);
    await recorder.stop();
    const rows = await read();
    assert.deepEqual(
      rows.map(({ details }) => details.repeated),
      [undefined, 4_999],
    );
  });

  it("of somebody else, elsewhere, of another kind or about another thing are never counted together", async () => {
    const recorder = new RefusalRecorder(database.db, log, () => undefined);
    const different = [
      refusal(),
      refusal({ operation: "UpdateNamespace" }),
      refusal({ status: "UNAUTHENTICATED" }),
      refusal({ forwardedFor: "10.0.0.1" }),
      refusal({ principal: { ...refusal().principal, id: "u2" } }),
      refusal({ details: { resource_type: "namespaces", resource_id: "n2" } }),
    ];
    for (const event of different) await recorder.record(event);
    assert.equal((await read()).length, different.length);
    await recorder.stop();
    assert.equal((await read()).length, different.length);
  });

  it("begin anew in the next window", async () => {
    const recorder = new RefusalRecorder(database.db, log, () => undefined);
    await recorder.record(refusal());
    await recorder.flush();
    await recorder.record(refusal());
    assert.equal((await read()).length, 2);
    await recorder.stop();
  });

  it("in a flood that varies fill neither the memory nor the log beyond a bound, and none goes uncounted", async () => {
    const recorder = new RefusalRecorder(database.db, log, () => undefined);
    const attempts = 6_000;
    for (let count = 0; count < attempts; count++)
      await recorder.record(refusal({ details: { resource_id: `n${count}` } }));
    await recorder.stop();
    const rows = await read();
    assert.ok(rows.length < 5_010, `${rows.length} records`);
    assert.equal(
      rows.reduce((sum, { details }) => sum + Number(details.repeated ?? 1), 0),
      attempts,
    );
  });

  it("that cannot be recorded are refused all the same", async () => {
    const closed = await openTestPGlite();
    const recorder = new RefusalRecorder(closed.db, log, () => undefined);
    await recorder.record(refusal());
    await recorder.stop();
    await closed.close();
  });
});
