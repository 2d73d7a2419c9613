// Promises about transactions that run at the same time; an engine of one connection runs them one after another.
import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Database } from "../database.ts";
import { classifyFailure } from "../failures.ts";
import { lockPolicy } from "../policy-lock.ts";
import { bumpPolicy, untilWaiting } from "./policy-lock.ts";
import { insertRole, type OpenStore, shareStore } from "./store-under-test.ts";

export function describeConcurrency(engine: string, open: OpenStore): void {
  describe(`transactions at once on ${engine}`, () => {
    const onEither = shareStore(open);
    const onStore = (promise: string, prove: (both: { database: Database; second: Database }) => Promise<void>): void =>
      onEither(promise, async ({ database, second }) => {
        assert.ok(second, "an engine for several processes gives a second handle");
        await prove({ database, second });
      });

    onStore("share the policy version when they only depend on it", async ({ database, second }) => {
      await database.db.transaction().execute(async (tx) => {
        const { version } = await lockPolicy(tx, "share");
        // Would wait for ever for the transaction around it, if the two locks excluded each other.
        assert.equal((await second.db.transaction().execute((other) => lockPolicy(other, "share"))).version, version);
      });
    });

    onStore("do not move the policy version while another shares it", async ({ database, second }) => {
      let writer: Promise<void> | undefined;
      const order: string[] = [];
      await database.db.transaction().execute(async (tx) => {
        await lockPolicy(tx, "share");
        writer = bumpPolicy(second.db).then(() => void order.push("moved"));
        await untilWaiting(database.db, 1);
        order.push("released");
      });
      await writer;
      assert.deepEqual(order, ["released", "moved"]);
    });

    onStore("read the newest policy version after they waited for it", async ({ database, second }) => {
      let waiter: Promise<number> | undefined;
      const moved = await database.db.transaction().execute(async (tx) => {
        const version = (await lockPolicy(tx, "update")).version + 1;
        waiter = second.db.transaction().execute(async (other) => (await lockPolicy(other, "share")).version);
        await untilWaiting(database.db, 1);
        await tx.updateTable("policy_version").set({ version }).execute();
        return version;
      });
      assert.equal(await waiter, moved);
    });

    onStore("that wait for each other end with a conflict for one of them", async ({ database, second }) => {
      const [a, b] = [await insertRole(database.db), await insertRole(database.db)];
      const reached: (() => void)[] = [];
      const both = Promise.all([0, 1].map(() => new Promise<void>((resolve) => reached.push(resolve))));
      const lockInTurn = (from: number, db: typeof database.db, ids: readonly string[]) =>
        db.transaction().execute(async (tx) => {
          for (const [step, id] of ids.entries()) {
            await tx.selectFrom("custom_roles").select("id").where("id", "=", id).forUpdate().execute();
            if (step === 0) reached[from]?.();
            await both;
          }
        });
      const ends = await Promise.allSettled([
        lockInTurn(0, database.db, [a.id, b.id]),
        lockInTurn(1, second.db, [b.id, a.id]),
      ]);
      const failures = ends.flatMap((end) => (end.status === "rejected" ? [classifyFailure(end.reason).kind] : []));
      assert.deepEqual(failures, ["conflict"]);
    });
  });
}
