import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Db } from "../database.ts";
import { classifyFailure, type Failure } from "../failures.ts";
import { newId } from "../ids.ts";
import { insertRole, type OpenStore, shareStore } from "./store-under-test.ts";

async function failureOf(work: Promise<unknown>): Promise<Failure | "succeeded"> {
  try {
    await work;
    return "succeeded";
  } catch (error) {
    return classifyFailure(error);
  }
}

const insertUser = (db: Db, email: string) =>
  db
    .insertInto("users")
    .values({
      id: newId(),
      email,
      version: 1,
      state: 1,
      spec: new Uint8Array(),
      async_operation_id: "",
      created_at: new Date(),
      updated_at: null,
      invited_at: null,
      invitation_expires_at: null,
      accepted_at: null,
    })
    .execute();

export function describeUniqueness(engine: string, open: OpenStore): void {
  describe(`unique names on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("are reported with the name of the index that refused", async ({ database: { db } }) => {
      const { id, name } = await insertRole(db);
      assert.deepEqual(await failureOf(insertRole(db, { name })), {
        kind: "duplicate",
        constraint: "custom_roles_name",
      });
      assert.deepEqual(await failureOf(insertRole(db, { id })), { kind: "duplicate", constraint: "custom_roles_pkey" });
      await insertUser(db, "someone@example.com");
      assert.deepEqual(await failureOf(insertUser(db, "Someone@Example.com")), {
        kind: "duplicate",
        constraint: "users_email",
      });
    });

    onStore("are given to exactly one of many who ask at once", async ({ database, second }) => {
      const name = newId();
      const dbs = [database.db, (second ?? database).db];
      const ends = await Promise.all(
        Array.from({ length: 12 }, (_, index) => failureOf(insertRole(dbs[index % 2] as Db, { name }))),
      );
      assert.equal(ends.filter((end) => end === "succeeded").length, 1);
      const lost = { kind: "duplicate", constraint: "custom_roles_name" } as const;
      for (const end of ends) if (end !== "succeeded") assert.deepEqual(end, lost);
    });

    onStore(
      "differ by case, by Unicode form and by letters that some locale takes for equal",
      async ({ database: { db } }) => {
        const names = [
          "role",
          "Role",
          "ROLE",
          "\u00e9",
          "e\u0301",
          "\u00df",
          "ss",
          "\ufb01",
          "fi",
          "I",
          "\u0131",
          "\u0130",
          "i",
          "a\u200bb",
          "ab",
          "\u00c5",
          "\u212b",
          "A\u030a",
        ];
        for (const name of names) await insertRole(db, { name });
        for (const name of names) {
          const rows = await db.selectFrom("custom_roles").select("name").where("name", "=", name).execute();
          assert.deepEqual(rows, [{ name }]);
        }
      },
    );

    onStore(
      "that are missing in another table are refused, and nobody mistakes that for a duplicate",
      async ({ database: { db } }) => {
        const orphan = db
          .insertInto("group_members")
          .values({ group_id: newId(), user_id: newId(), created_at: new Date() });
        assert.deepEqual(await failureOf(orphan.execute()), { kind: "other" });
      },
    );
  });
}
