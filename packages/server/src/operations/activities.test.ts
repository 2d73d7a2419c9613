import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { ApplicationFailure } from "@temporalio/common";
import { sql } from "kysely";
import { pino } from "pino";
import { failedPrecondition, unavailable } from "../errors.ts";
import { migrate } from "../store/database.ts";
import { insertOperation } from "../store/operations.test-support.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { appliers, createActivities, toFailure } from "./activities.ts";
import type { ApplyContext } from "./applier.ts";

const resources = join(import.meta.dirname, "../resources");

describe("activities", () => {
  it("can carry out every RPC whose rule may ask for a Temporal server", () => {
    const asking = readdirSync(resources)
      .filter((file) => file.endsWith(".ts") && file !== "mutation.ts")
      .map((file) => readFileSync(join(resources, file), "utf8"))
      .filter((source) => source.includes("needsTemporal ="))
      .flatMap((source) => [...source.matchAll(/request: (\w+)Request,?\s*\): Promise<Outcome>/g)])
      .map(([, rpc]) => rpc);
    assert.ok(asking.length >= 7);
    assert.deepEqual(
      asking.filter((rpc) => !(String(rpc) in appliers)),
      [],
    );
  });

  it("pass on a reason that is written for callers, and nothing else", () => {
    assert.deepEqual(shown(toFailure(failedPrecondition("no room"))), ["no room", true]);
    assert.deepEqual(shown(toFailure(unavailable("away"))), ["away", false]);
    assert.deepEqual(shown(toFailure(new Error("password=1234"))), ["internal error", false]);
  });

  it("say nothing of the store's own errors, wherever they come from", async () => {
    const database = await openTestPGlite();
    const deps = { database, log: pino({ level: "silent" }), now: () => new Date() };
    const activities = createActivities({ deps } as unknown as ApplyContext, () => () => undefined);
    const refused = async (): Promise<void> => {
      for (const performing of [activities.carryOut("some-uid"), activities.giveUp("some-uid", "too late")]) {
        await assert.rejects(performing, (failure: ApplicationFailure) => {
          assert.deepEqual(shown(failure), ["internal error", false]);
          assert.equal(failure.cause, undefined);
          return true;
        });
      }
    };
    await refused();
    await migrate(database.db);
    await insertOperation(database.db, { uid: "some-uid" });
    await sql`ALTER TABLE operations DROP COLUMN finished_at, ADD CHECK (state = 'PENDING')`.execute(database.db);
    await refused();
    await database.close();
  });
});

const shown = (failure: ApplicationFailure) => [failure.message, failure.nonRetryable];
