import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Db } from "../database.ts";
import { classifyFailure } from "../failures.ts";
import { newId } from "../ids.ts";
import { claimNotifications, insertNotifications, markDelivered } from "../notifications.ts";
import {
  insertRequest,
  listRequests,
  lockOverdueRequests,
  lockWaitingRequests,
  type RequestRow,
  readRequest,
  readWaitedFor,
  updateRequest,
} from "../requests.ts";
import { fromGiven, insertTemporaryGrant, readTemporaryGrants } from "../temporary-grants.ts";
import { type OpenStore, shareStore } from "./store-under-test.ts";

const start = new Date("2026-11-25T10:00:00.000Z");
const after = (hours: number): Date => new Date(start.getTime() + hours * 3_600_000);

const rowOf = (change: Partial<RequestRow> = {}): RequestRow => ({
  id: newId(),
  version: 1,
  state: "pending",
  kind: "namespace-access",
  requester_id: newId(),
  requester_name: "dev@example.com",
  subject: "read on namespace a.b",
  wanted: new Uint8Array(),
  target_uid: "",
  reason: "",
  hours: 8,
  responsibility_id: "",
  approvals_needed: 1,
  renews_id: "",
  namespace_id: "",
  note: "",
  async_operation_id: "",
  created_at: start,
  lapses_at: after(10),
  ends_at: null,
  reminded_at: null,
  escalated_at: null,
  end_reminded_at: null,
  ...change,
});

async function insert(db: Db, change: Partial<RequestRow> = {}): Promise<RequestRow> {
  const row = rowOf(change);
  await db.transaction().execute((tx) => insertRequest(tx, row, [{ userId: "approver", teamId: "team" }]));
  return row;
}

async function insertUser(db: Db): Promise<string> {
  const id = newId();
  const dates = { created_at: start, updated_at: null, invited_at: null, invitation_expires_at: null };
  const rest = { version: 1, state: 1, spec: new Uint8Array(), async_operation_id: "", accepted_at: null };
  await db
    .insertInto("users")
    .values({ id, email: `${id}@example.com`, ...dates, ...rest })
    .execute();
  return id;
}

export function describeRequests(engine: string, open: OpenStore): void {
  describe(`requests on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("read as of a moment, whatever their row was left at", async ({ database: { db } }) => {
      const pending = await insert(db);
      const granted = await insert(db, { state: "approved", ends_at: after(5) });
      const stateAt = async (id: string, now: Date) => (await readRequest(db, id, now))?.state;
      assert.deepEqual(
        [await stateAt(pending.id, after(9)), await stateAt(pending.id, after(10))],
        ["pending", "lapsed"],
      );
      assert.deepEqual(
        [await stateAt(granted.id, after(4)), await stateAt(granted.id, after(5))],
        ["approved", "ended"],
      );
      const page = { list: "x", size: 10, after: null };
      const filter = { seenBy: granted.requester_id, toDecideBy: null, state: "ended" };
      assert.equal((await listRequests(db, page, filter, after(4))).items.length, 0);
      assert.equal((await listRequests(db, page, filter, after(5))).items.length, 1);
      const overdue = await db.transaction().execute((tx) => lockOverdueRequests(tx, after(5), 10));
      assert.deepEqual(
        overdue.map(({ id, state }) => [id, state]),
        [[granted.id, "ended"]],
      );
    });

    onStore(
      "have waited when it was long enough for a team that decides, until the step is taken",
      async ({ database }) => {
        const { db } = database;
        const [soon, late] = [newId(), newId()];
        const decided = async (...teamIds: string[]): Promise<string> => {
          const row = rowOf();
          const approvers = teamIds.map((teamId) => ({ userId: "approver", teamId }));
          await db.transaction().execute((tx) => insertRequest(tx, row, approvers));
          return row.id;
        };
        const [bySoon, byLate, byBoth] = [await decided(soon), await decided(late), await decided(late, soon)];
        const waiting = (before: ReadonlyMap<string, Date>, now = after(3)) =>
          db.transaction().execute(async (tx) => {
            const rows = await lockWaitingRequests(tx, "reminded_at", before, now, 10);
            return rows.map(({ id }) => id);
          });
        const before = new Map([
          [soon, start],
          [late, after(-1)],
        ]);
        assert.deepEqual(await waiting(before), [bySoon, byBoth].sort());
        assert.deepEqual(await waiting(new Map()), []);
        assert.deepEqual(await waiting(before, after(10)), []);
        const ours = async () => (await readWaitedFor(db, "reminded_at", after(3))).filter((id) => before.has(id));
        assert.deepEqual(await ours(), [soon, late].sort());
        for (const id of [bySoon, byBoth, byLate])
          await db.transaction().execute((tx) => updateRequest(tx, id, { reminded_at: start }));
        assert.deepEqual([await waiting(before), await ours()], [[], []]);
      },
    );

    onStore("wait once for one thing and person", async ({ database: { db } }) => {
      const { requester_id } = await insert(db);
      await insert(db);
      await insert(db, { requester_id, subject: "another" });
      await insert(db, { requester_id, state: "declined" });
      const failure = await insert(db, { requester_id }).then(() => null, classifyFailure);
      assert.deepEqual(failure, { kind: "duplicate", constraint: "requests_pending" });
    });

    onStore("leave no grant behind when their holder goes", async ({ database: { db } }) => {
      const principal_id = await insertUser(db);
      const project = { id: newId(), display_name: newId(), version: 1, state: 1, spec: new Uint8Array() };
      const dates = { async_operation_id: "", created_at: start, updated_at: null };
      await db
        .insertInto("projects")
        .values({ ...project, ...dates })
        .execute();
      const { id: request_id } = await insert(db, { requester_id: principal_id, state: "approved" });
      const gives = { kind: "project-access", project: project.id, role: "read" } as const;
      await db
        .transaction()
        .execute((tx) =>
          insertTemporaryGrant(tx, { request_id, principal_id, expires_at: after(1), ...fromGiven(gives) }),
        );
      assert.equal((await readTemporaryGrants(db, [principal_id])).length, 1);
      await db.deleteFrom("users").where("id", "=", principal_id).execute();
      assert.deepEqual(await readTemporaryGrants(db, [principal_id]), []);
    });
  });

  describe(`messages that wait on ${engine}`, () => {
    const onStore = shareStore(open);
    const message = () => ({
      id: newId(),
      channel: "webhook" as const,
      recipient: "",
      event: "x",
      payload: JSON.stringify({ list: ["a"] }),
      created_at: start,
      next_attempt_at: start,
      attempts: 0,
      delivered_at: null,
      given_up_at: null,
      last_error: "",
    });

    onStore("are taken by one at a time, and again when who took them is gone", async ({ database, second }) => {
      const { db } = database;
      const messages = Array.from({ length: 6 }, message);
      await db.transaction().execute((tx) => insertNotifications(tx, messages));
      const claim = (from: Db, now: Date) => claimNotifications(from, now, after(1), 3);
      const both = await Promise.all([claim(db, start), claim((second ?? database).db, start)]);
      const taken = both.flat();
      assert.deepEqual(new Set(taken.map(({ id }) => id)), new Set(messages.map(({ id }) => id)));
      assert.deepEqual(taken[0]?.payload, { list: ["a"] });
      assert.deepEqual(await claim(db, start), []);
      for (const { id } of taken.slice(1)) await markDelivered(db, id, start);
      const again = await claim(db, after(1));
      assert.deepEqual(
        again.map(({ id, attempts }) => [id, attempts]),
        [[taken[0]?.id, 2]],
      );
    });
  });
}
