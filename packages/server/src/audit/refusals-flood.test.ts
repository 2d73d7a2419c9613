import assert from "node:assert/strict";
import { it } from "node:test";
import { pino } from "pino";
import { migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import type { AuditEvent } from "./append.ts";
import { RefusalRecorder } from "./refusals.ts";

const refusal = (principalId: string, resourceId: string): AuditEvent => ({
  at: new Date(),
  operation: "GetNamespace",
  status: "PERMISSION_DENIED",
  principal: { type: "user", id: principalId, name: principalId, apiKeyId: "" },
  forwardedFor: "127.0.0.1",
  asyncOperationId: "",
  details: { resource_type: "namespaces", resource_id: resourceId },
});

it("keeps the refusals of one caller apart however many another one causes", async (t) => {
  const database = await openTestPGlite();
  t.after(() => database.close());
  await migrate(database.db);
  const recorder = new RefusalRecorder(database.db, pino({ level: "silent" }), () => undefined);
  for (let count = 0; count < 5_500; count++) await recorder.record(refusal("flood", `n${count}`));
  await recorder.record(refusal("quiet", "payroll"));
  await recorder.record(refusal("quiet", "payments"));
  const rows = await database.db.selectFrom("audit_log").selectAll().where("principal_id", "=", "quiet").execute();
  assert.deepEqual(new Set(rows.map(({ details }) => details.resource_id)), new Set(["payments", "payroll"]));
  await recorder.stop();
});

it("names nobody in what it counts together of many callers", async (t) => {
  const database = await openTestPGlite();
  t.after(() => database.close());
  await migrate(database.db);
  const recorder = new RefusalRecorder(database.db, pino({ level: "silent" }), () => undefined);
  const callers = 5_020;
  for (let count = 0; count < callers; count++) await recorder.record(refusal(`u${count}`, "payroll"));
  await recorder.stop();
  const rows = await database.db.selectFrom("audit_log").selectAll().execute();
  const together = rows.filter(({ operation }) => operation === "RefusedCalls");
  assert.deepEqual(
    together.map(({ principal_type, principal_id, principal_name, x_forwarded_for, details }) => [
      [principal_type, principal_id, principal_name, x_forwarded_for],
      details.resource_id ?? null,
      Number(details.repeated ?? 1),
    ]),
    [
      [["anonymous", "", "", ""], null, 1],
      [["anonymous", "", "", ""], null, 19],
    ],
  );
  assert.equal(new Set(rows.map(({ principal_id }) => principal_id).filter(Boolean)).size, 5_000);
});
