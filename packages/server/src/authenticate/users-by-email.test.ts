import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pino } from "pino";
import { Snapshots } from "../authorize/snapshots.ts";
import { bootstrap } from "../resources/bootstrap.ts";
import { recoverOwner } from "../resources/host-commands.ts";
import { publishPolicy } from "../resources/publish-policy.ts";
import { migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { UsersByEmail } from "./users-by-email.ts";

const now = new Date("2026-01-01T00:00:00Z");

describe("users by their e-mail addresses", () => {
  it("are found in any spelling of plain letters, as soon as they are there and as long as they are active", async (t) => {
    const database = await openTestPGlite();
    await migrate(database.db);
    await bootstrap(database.db, "Kim@example.com", now);
    const options = { pollMs: 600_000, staleAfterMs: 600_000 };
    const snapshots = await Snapshots.start(database, pino({ level: "silent" }), options);
    t.after(async () => {
      await snapshots.stop();
      await database.close();
    });
    const users = await UsersByEmail.start(snapshots);
    const kim = users.find("kim@EXAMPLE.com");
    assert.notEqual(kim, null);
    assert.equal(users.find("\u212Aim@example.com"), null, "the Kelvin sign is no k");
    assert.equal(users.find(""), null);
    const { userId } = await recoverOwner(database, "late@example.com", now);
    await snapshots.refresh();
    assert.equal(users.find("late@example.com"), userId);
    await database.db.transaction().execute(async (tx) => {
      await tx.deleteFrom("users").where("id", "=", userId).execute();
      await publishPolicy(tx, [{ kind: "principal", id: userId }]);
    });
    await snapshots.refresh();
    assert.equal(users.find("late@example.com"), null);
    assert.equal(users.find("kim@example.com"), kim);
  });
});
