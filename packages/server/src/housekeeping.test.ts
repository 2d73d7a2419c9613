import assert from "node:assert/strict";
import { it } from "node:test";
import { pino } from "pino";
import { startHousekeeping } from "./housekeeping.ts";
import { migrate } from "./store/database.ts";
import { insertOperation } from "./store/operations.test-support.ts";
import { openTestPGlite } from "./store/pglite.test-support.ts";

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
