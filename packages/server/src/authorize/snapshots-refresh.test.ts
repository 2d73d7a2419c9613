import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { pino } from "pino";
import { sharePostgres } from "../../../../tests/harness/databases.ts";
import { migrate } from "../store/database.ts";
import { openPostgres } from "../store/postgres.ts";
import { Snapshots } from "./snapshots.ts";

describe("a process's view of the policy", () => {
  const freshPostgres = sharePostgres();

  it("is refreshed for whoever asks, however many ask after that", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using stack = new AsyncDisposableStack();
    stack.use(fresh);
    const opened = await openPostgres({ url: fresh.url, onError: () => undefined });
    const database = stack.adopt(opened, () => opened.close());
    await migrate(database.db);
    await database.db
      .insertInto("account")
      .values({
        id: "abc123",
        version: 1,
        spec: new Uint8Array(),
        async_operation_id: "",
        default_project: "p",
        created_at: new Date(),
        updated_at: null,
      })
      .execute();
    const snapshots = stack.adopt(await Snapshots.start(database, pino({ level: "silent" })), (each) => each.stop());
    const asking = new AbortController();
    const others = (async () => {
      for (; !asking.signal.aborted; await turn()) void snapshots.refresh().catch(() => {});
    })();
    const first = snapshots.refresh().then(() => "refreshed");
    const outcome = await Promise.race([first, sleep(10_000, "still waiting", { signal: asking.signal })]);
    asking.abort();
    await others;
    assert.equal(outcome, "refreshed");
  });
});
