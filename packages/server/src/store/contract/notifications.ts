import assert from "node:assert/strict";
import { describe } from "node:test";
import { sql } from "kysely";
import type { Database, Db } from "../database.ts";
import { newId } from "../ids.ts";
import { type OpenStore, shareStore } from "./store-under-test.ts";

const notify = (db: Db, channel: string, payload: string) => sql`SELECT pg_notify(${channel}, ${payload})`.execute(db);

interface Heard extends AsyncDisposable {
  readonly payloads: readonly string[];
  /** Resolves when the payload was heard; never, when it is not. */
  until(payload: string): Promise<void>;
}

async function hear(database: Database, channel: string): Promise<Heard> {
  const payloads: string[] = [];
  let wake = (): void => {};
  const stop = await database.listen(channel, (payload) => {
    payloads.push(payload);
    wake();
  });
  return {
    payloads,
    until: async (payload) => {
      while (!payloads.includes(payload)) await new Promise<void>((resolve) => (wake = resolve));
    },
    [Symbol.asyncDispose]: stop,
  };
}

export function describeNotifications(engine: string, open: OpenStore): void {
  describe(`notifications on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("arrive after the commit, from any process, and not before", async ({ database, second }) => {
      const channel = `c${newId()}`;
      await using heard = await hear(database, channel);
      await (second ?? database).db.transaction().execute(async (tx) => {
        await notify(tx, channel, "in a transaction");
        if (second === null) return;
        await notify(database.db, channel, "meanwhile");
        await heard.until("meanwhile");
      });
      await heard.until("in a transaction");
      assert.deepEqual(heard.payloads, second === null ? ["in a transaction"] : ["meanwhile", "in a transaction"]);
    });

    onStore("of a transaction that was rolled back never arrive", async ({ database, second }) => {
      const channel = `c${newId()}`;
      await using heard = await hear(database, channel);
      const { db } = second ?? database;
      const refused = db.transaction().execute(async (tx) => {
        await notify(tx, channel, "rolled back");
        throw new Error("refused");
      });
      await assert.rejects(refused);
      await notify(db, channel, "after it");
      await heard.until("after it");
      assert.deepEqual(heard.payloads, ["after it"]);
    });

    onStore("end when the listener stops", async ({ database }) => {
      const channel = `c${newId()}`;
      await using still = await hear(database, channel);
      const ended = await hear(database, channel);
      await ended[Symbol.asyncDispose]();
      await notify(database.db, channel, "once");
      await still.until("once");
      assert.deepEqual(ended.payloads, []);
    });
  });
}
