import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe } from "node:test";
import type { Db } from "../database.ts";
import { classifyFailure } from "../failures.ts";
import { newId } from "../ids.ts";
import { insertRole, type OpenStore, type RoleRow, shareStore } from "./store-under-test.ts";

async function roundTrip(db: Db, change: Partial<RoleRow>) {
  const { id } = await insertRole(db, change);
  return db.selectFrom("custom_roles").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

/** Everything that JSON can say, and keys that are dangerous in JavaScript. */
const documents = [
  {},
  { a: 1, b: "two", c: null, d: [1, "2", null, { e: true }], f: 1e300, g: -0.5 },
  { "": "empty key", "a.b": 1, "\u043a": "\u0437", "\u2028": "\u2029", quote: "\"'\\", newline: "a\nb\tc" },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as unknown,
  { deep: Array.from({ length: 50 }).reduce<unknown>((inner) => [inner], 0) },
];

export function describeValues(engine: string, open: OpenStore): void {
  describe(`values on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore(
      "of bytes come back byte for byte, as Uint8Array, the empty ones included",
      async ({ database: { db } }) => {
        for (const spec of [
          new Uint8Array(),
          Uint8Array.from({ length: 256 }, (_, byte) => byte),
          randomBytes(100_000),
        ]) {
          const row = await roundTrip(db, { spec });
          assert.ok(row.spec instanceof Uint8Array);
          assert.equal(Buffer.compare(row.spec, spec), 0);
        }
      },
    );

    onStore("of bigint come back as exact numbers", async ({ database: { db } }) => {
      for (const version of [0, 1, -1, 2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
        assert.equal((await roundTrip(db, { version })).version, version);
      }
    });

    onStore("of timestamptz come back as Date, to the millisecond", async ({ database: { db } }) => {
      for (const time of [
        "1970-01-01T00:00:00.000Z",
        "2026-03-29T01:30:00.001Z",
        "1999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z",
        "0100-01-01T00:00:00.000Z",
      ]) {
        const row = await roundTrip(db, { created_at: new Date(time) });
        assert.ok(row.created_at instanceof Date);
        assert.equal(row.created_at.toISOString(), time);
      }
      assert.equal((await roundTrip(db, {})).updated_at, null);
    });

    onStore("of jsonb come back as the same document", async ({ database: { db } }) => {
      for (const document of documents) {
        const row = await roundTrip(db, { bindings: JSON.stringify(document) });
        assert.deepEqual(row.bindings, document);
      }
      assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    });

    onStore("of text come back unit for unit", async ({ database: { db } }) => {
      for (const text of [
        "",
        " ",
        "\u0001\u007f",
        "\u{1D4B3}\u{1F642}",
        "a\ufeff",
        "\u202Etxt",
        "e\u0301",
        "'; DROP TABLE users; --",
        "x".repeat(65_536),
      ]) {
        assert.equal((await roundTrip(db, { async_operation_id: text })).async_operation_id, text);
      }
    });

    onStore("that cannot be stored are refused instead of changed", async ({ database: { db } }) => {
      for (const change of [{ async_operation_id: "a\0b" }, { bindings: '{"a":"\\u0000"}' }, { bindings: "{" }]) {
        const id = newId();
        const failure: unknown = await insertRole(db, { id, ...change }).catch((error: unknown) => error);
        assert.equal(classifyFailure(failure).kind, "other");
        assert.equal((await db.selectFrom("custom_roles").where("id", "=", id).selectAll().execute()).length, 0);
      }
    });
  });
}
