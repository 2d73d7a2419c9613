import assert from "node:assert/strict";
import { it } from "node:test";
import { pino } from "pino";
import { startHousekeeping, tidy } from "./housekeeping.ts";
import { migrate } from "./store/database.ts";
import { insertOperation } from "./store/operations.test-support.ts";
import { openTestPGlite } from "./store/pglite.test-support.ts";
import { insertSession } from "./store/sessions.ts";

it("erases right after the start what expired while nothing ran, and nothing before its end", async () => {
  const database = await openTestPGlite();
  await migrate(database.db);
  const secret = new Uint8Array([1]);
  await insertOperation(database.db, { uid: "over", secret, secret_expires_at: new Date(Date.now() - 1) });
  await insertOperation(database.db, { uid: "open", secret, secret_expires_at: new Date(Date.now() + 3_600_000) });
  await startHousekeeping({
    db: database.db,
    log: pino({ level: "silent" }),
    sessionIdleMs: 60_000,
    now: () => new Date(),
  })();
  const rows = await database.db.selectFrom("operations").select(["uid", "secret"]).orderBy("uid").execute();
  assert.deepEqual(
    rows.map((row) => [row.uid, row.secret === null]),
    [
      ["open", false],
      ["over", true],
    ],
  );
  await database.close();
});

it("forgets the sessions that have ended by either of their bounds, and no others", async () => {
  const database = await openTestPGlite();
  const { db } = database;
  await migrate(db);
  const now = new Date();
  const [before, after] = [new Date(now.getTime() - 61_000), new Date(now.getTime() + 1)];
  const make = (id: string, times: { last_used_at: Date; expires_at: Date }) =>
    db.transaction().execute((tx) =>
      insertSession(tx, {
        ...times,
        id,
        token_digest: new Uint8Array(Buffer.from(id)),
        principal_id: "u",
        principal_kind: "user",
        api_key_id: null,
        created_at: before,
      }),
    );
  await make("idle", { last_used_at: before, expires_at: after });
  await make("over", { last_used_at: now, expires_at: now });
  await make("open", { last_used_at: now, expires_at: after });
  await tidy(db, 60_000, now);
  const left = await db.selectFrom("sessions").select("id").execute();
  assert.deepEqual(left, [{ id: "open" }]);
  await database.close();
});
