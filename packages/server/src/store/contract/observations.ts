import assert from "node:assert/strict";
import { describe } from "node:test";
import { readFirstSeen, readKeptFindings, replaceFindings } from "../drift-findings.ts";
import { readSeenAccount, readSeenNamespaces, saveSeenAccount, saveSeenNamespace } from "../observations.ts";
import type { SeenAccount, SeenNamespace } from "../schema/observations.ts";
import { insertNamespace } from "./insert-namespace.ts";
import { type OpenStore, shareStore } from "./store-under-test.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 12, minute));

const seenWith = (pollers: number): SeenNamespace => ({
  taskQueues: [{ name: `"it's"`, pollers }],
  polled: JSON.parse('{"__proto__":"2026-05-01T12:00:00.000Z"}') as Record<string, string>,
});

const seenUntil = (until: string): SeenAccount => {
  const place = { seq: 1, hash: "00ff" };
  return { chain: { verified: place, again: place, until, broken: null } };
};

const finding = (id: string, risk: "high" | "low" = "high", accepted = false) => ({
  id,
  kind: "over-reach",
  risk,
  text: `of ${id}, "{},'`,
  accepted,
});

export function describeObservations(engine: string, open: OpenStore): void {
  describe(`observations on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("of a Namespace are the newest, and go with it", async ({ database: { db } }) => {
      const uid = await insertNamespace(db);
      const seen = async () => (await readSeenNamespaces(db)).get(uid);
      for (const [minute, kept] of [
        [5, 5],
        [5, 5],
        // A look that began earlier and ended later.
        [4, 5],
        [9, 9],
      ] as const) {
        await saveSeenNamespace(db, uid, seenWith(minute), at(minute));
        assert.deepEqual(await seen(), { seen: seenWith(kept), at: at(kept) });
      }
      await db.deleteFrom("namespaces").where("uid", "=", uid).execute();
      assert.equal(await seen(), undefined);
      await saveSeenNamespace(db, uid, seenWith(1), at(10));
      assert.equal(await seen(), undefined, "nobody makes it again");
    });

    onStore("made by a clock that was wrong give way", async ({ database: { db } }) => {
      const uid = await insertNamespace(db);
      await saveSeenNamespace(db, uid, seenWith(1), at(600));
      await saveSeenNamespace(db, uid, seenWith(2), at(1));
      assert.deepEqual((await readSeenNamespaces(db)).get(uid), { seen: seenWith(2), at: at(1) });
    });

    onStore("of the account say whether they were kept", async ({ database: { db } }) => {
      const save = (minute: number) =>
        db.transaction().execute((tx) => saveSeenAccount(tx, seenUntil(at(minute).toISOString()), at(minute)));
      assert.equal(await readSeenAccount(db), null);
      assert.deepEqual([await save(5), await save(4), await save(6)], [true, false, true]);
      assert.deepEqual(await readSeenAccount(db), seenUntil(at(6).toISOString()));
    });

    onStore("of drift are those of the last look, each with its first", async ({ database: { db } }) => {
      const replace = (findings: ReturnType<typeof finding>[], minute: number) =>
        db.transaction().execute((tx) => replaceFindings(tx, findings, at(minute)));
      await replace([], 0);
      await replace([finding("a"), finding("b", "high", true)], 1);
      assert.deepEqual(
        (await readKeptFindings(db)).map(({ accepted }) => accepted),
        [false, true],
      );
      await replace([finding("b", "low"), finding("c")], 2);
      const kept = await readKeptFindings(db);
      assert.deepEqual(kept, [
        { ...finding("b", "low"), first_seen: at(1), last_seen: at(2) },
        { ...finding("c"), first_seen: at(2), last_seen: at(2) },
      ]);
      assert.deepEqual(await readFirstSeen(db, ["a", "b"]), new Map([["b", at(1)]]));
      await replace([], 3);
      assert.deepEqual(await readKeptFindings(db), []);
    });
  });
}
