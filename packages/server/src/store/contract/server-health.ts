import assert from "node:assert/strict";
import { describe } from "node:test";
import { sql } from "kysely";
import type { Db } from "../database.ts";
import { newId } from "../ids.ts";
import { readServerHealth, removeWatcher, saveServerHealth } from "../server-health.ts";
import { type OpenStore, shareStore } from "./store-under-test.ts";

const lifeSeconds = 30;

/** As if the process had found it so for a minute. */
async function foundFor(db: Db, server: string, watcher: string, healthy: boolean): Promise<void> {
  await saveServerHealth(db, { server, watcher, healthy }, lifeSeconds);
  await sql`UPDATE server_health SET since = now() - interval '1 minute' WHERE server = ${server}
    AND watcher = ${watcher}`.execute(db);
  await saveServerHealth(db, { server, watcher, healthy }, lifeSeconds);
}

async function read(db: Db, server: string): Promise<{ healthy: boolean | null; isOld: boolean } | null> {
  const found = (await readServerHealth(db, lifeSeconds)).find((each) => each.server === server);
  return found === undefined ? null : { healthy: found.healthy, isOld: found.seconds > 55 };
}

export function describeServerHealth(engine: string, open: OpenStore): void {
  describe(`the health of servers on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("lasts as long as it stays the same, and begins anew when it changes", async ({ database: { db } }) => {
      const [server, watcher] = [newId(), newId()];
      await foundFor(db, server, watcher, false);
      assert.deepEqual(await read(db, server), { healthy: false, isOld: true });
      await saveServerHealth(db, { server, watcher, healthy: true }, lifeSeconds);
      assert.deepEqual(await read(db, server), { healthy: true, isOld: false });
    });

    onStore("is what all who watch agree on, for as long as they all do", async ({ database: { db } }) => {
      const [server, first, second] = [newId(), newId(), newId()];
      await foundFor(db, server, first, false);
      await saveServerHealth(db, { server, watcher: second, healthy: true }, lifeSeconds);
      assert.deepEqual((await read(db, server))?.healthy, null);
      await saveServerHealth(db, { server, watcher: second, healthy: false }, lifeSeconds);
      assert.deepEqual(await read(db, server), { healthy: false, isOld: false });
      await removeWatcher(db, second);
      assert.deepEqual(await read(db, server), { healthy: false, isOld: true });
    });

    onStore(
      "counts nobody who has said nothing for long, and nothing from before its silence",
      async ({ database: { db } }) => {
        const [server, watcher] = [newId(), newId()];
        await foundFor(db, server, watcher, false);
        await sql`UPDATE server_health SET seen_at = now() - interval '40 seconds' WHERE server = ${server}`.execute(
          db,
        );
        assert.equal(await read(db, server), null);
        await saveServerHealth(db, { server, watcher, healthy: false }, lifeSeconds);
        assert.deepEqual(await read(db, server), { healthy: false, isOld: false });
      },
    );
  });
}
