import assert from "node:assert/strict";
import { describe } from "node:test";
import { sql } from "kysely";
import {
  advanceStream,
  insertAuditStream,
  isHealthy,
  listDueStreams,
  listStreamStates,
  noteStreamFailure,
  releaseStream,
  renewStream,
  type StreamLease,
  takeStream,
  updateAuditStream,
} from "../audit-streams.ts";
import type { Db } from "../database.ts";
import { type OpenStore, shareStore } from "./store-under-test.ts";

const at = new Date("2026-05-01T12:00:00.000Z");
const failure = { kind: "internal" as const, message: "away", at };

/** A stream behind record 3 of 10. */
async function makeStream(db: Db, id: string): Promise<void> {
  await db.updateTable("audit_head").set({ seq: 10 }).execute();
  const place = { id, name: id, kind: "webhook" as const, destination: "there" };
  await db.transaction().execute((tx) => insertAuditStream(tx, { ...place, enabled: true, seq: 3, at }));
}

const expire = (db: Db, id: string) =>
  sql`UPDATE audit_streams SET lease_until = clock_timestamp() - interval '1 second' WHERE id = ${id}`.execute(db);

const stateOf = async (db: Db, id: string) =>
  (await listStreamStates(db)).find((state) => state.id === id) ?? assert.fail(`there is no ${id}`);

export function describeAuditStreams(engine: string, open: OpenStore): void {
  describe(`audit streams on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("are taken by one process at a time, whoever asks at once", async ({ database, second }) => {
      const { db } = database;
      await makeStream(db, "once");
      const takers = [db, second?.db ?? db, db, second?.db ?? db];
      const taken = await Promise.all(takers.map((from, index) => takeStream(from, "once", `process ${index}`, 60)));
      const leases = taken.filter((lease): lease is StreamLease => lease !== null);
      assert.deepEqual(leases, [{ id: "once", fence: 1, seq: 3 }]);
      assert.equal((await listDueStreams(db)).includes("once"), false);
      await releaseStream(db, leases[0] ?? assert.fail("nobody has it"));
      assert.equal((await listDueStreams(db)).includes("once"), true);
    });

    onStore("are moved by nobody who was overtaken, and never back", async ({ database: { db } }) => {
      await makeStream(db, "fenced");
      const slow = (await takeStream(db, "fenced", "slow", 60)) ?? assert.fail("not taken");
      await expire(db, "fenced");
      const next = (await takeStream(db, "fenced", "next", 60)) ?? assert.fail("not taken");
      assert.equal(await advanceStream(db, next, 8, at), true);
      assert.equal(await advanceStream(db, slow, 9, at), false);
      assert.equal(await renewStream(db, slow, 60), false);
      await noteStreamFailure(db, slow, failure);
      await releaseStream(db, slow);
      assert.equal(await advanceStream(db, next, 7, at), false);
      const { seq, holder, failures } = await stateOf(db, "fenced");
      assert.deepEqual([seq, holder, failures], [8, "next", 0]);
    });

    onStore(
      "wait longer after each failure, and are tried at once when they are changed",
      async ({ database: { db } }) => {
        await makeStream(db, "failing");
        const pauses: number[] = [];
        for (let attempt = 0; attempt < 9; attempt++) {
          const lease = (await takeStream(db, "failing", "one", 60)) ?? assert.fail("not taken");
          await noteStreamFailure(db, lease, failure);
          assert.equal(await takeStream(db, "failing", "one", 60), null);
          const { rows } = await sql<{ pause: number }>`
          SELECT round(extract(epoch FROM next_attempt_at - clock_timestamp()))::int AS pause
          FROM audit_streams WHERE id = 'failing'`.execute(db);
          pauses.push(rows[0]?.pause ?? 0);
          if (attempt < 8) await sql`UPDATE audit_streams SET next_attempt_at = NULL WHERE id = 'failing'`.execute(db);
        }
        assert.ok(
          pauses.every((pause, index) => pause <= Math.min(60, 2 ** index)),
          pauses.join(),
        );
        assert.ok((pauses.at(-1) ?? 0) > (pauses[0] ?? 0), pauses.join());
        const state = await stateOf(db, "failing");
        assert.deepEqual([state.failures, state.last_error, state.failing_since], [9, "away", at]);
        assert.equal(isHealthy(state, at), false);
        const place = { id: "failing", name: "failing", kind: "webhook" as const, destination: "elsewhere" };
        await db.transaction().execute((tx) => updateAuditStream(tx, { ...place, enabled: true }));
        assert.deepEqual((await takeStream(db, "failing", "one", 60))?.seq, 3);
      },
    );

    onStore(
      "are late when a record waits too long, and not taken while they are disabled",
      async ({ database: { db } }) => {
        await makeStream(db, "late");
        const state = { ...(await stateOf(db, "late")), waiting_since: at };
        assert.equal(isHealthy(state, new Date(at.getTime() + 300_000)), true);
        assert.equal(isHealthy(state, new Date(at.getTime() + 300_001)), false);
        const place = { id: "late", name: "late", kind: "webhook" as const, destination: "there" };
        await db.transaction().execute((tx) => updateAuditStream(tx, { ...place, enabled: false }));
        assert.equal(await takeStream(db, "late", "one", 60), null);
        assert.equal(isHealthy(await stateOf(db, "late"), at), false);
      },
    );
  });
}
