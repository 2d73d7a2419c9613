import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Db } from "../database.ts";
import { nextVersion } from "../ids.ts";
import { bumpPolicy } from "./policy-lock.ts";
import { type OpenStore, shareStore } from "./store-under-test.ts";

export function describeVersions(engine: string, open: OpenStore): void {
  describe(`versions on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore(
      "of the policy are handed out one by one to writers that read before they write",
      async ({ database, second }) => {
        const before = await database.db.selectFrom("policy_version").select("version").executeTakeFirstOrThrow();
        const writers = Array.from({ length: 20 }, (_, index) =>
          bumpPolicy(index % 2 === 0 ? database.db : (second ?? database).db),
        );
        await Promise.all(writers);
        const after = await database.db.selectFrom("policy_version").select("version").executeTakeFirstOrThrow();
        assert.equal(after.version, before.version + 20);
      },
    );

    onStore("of resources never repeat, not even when what took them was rolled back", async ({ database, second }) => {
      const taken: number[] = [];
      const take = (db: Db, fail: boolean): Promise<void> =>
        db.transaction().execute(async (tx) => {
          taken.push(await nextVersion(tx));
          if (fail) throw new Error("refused");
        });
      const takers = Array.from({ length: 40 }, (_, index) =>
        take(index % 2 === 0 ? database.db : (second ?? database).db, index % 3 === 0),
      );
      await Promise.allSettled(takers);
      assert.equal(taken.length, 40);
      assert.equal(new Set(taken).size, 40);
      assert.ok(taken.every(Number.isSafeInteger));
    });
  });
}
