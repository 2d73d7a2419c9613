import assert from "node:assert/strict";
import { describe } from "node:test";
import { listCustomRoles } from "../custom-roles.ts";
import type { Reader } from "../database.ts";
import { parsePage } from "../paging.ts";
import { insertRole, type OpenStore, shareStore } from "./store-under-test.ts";

/** Ids that a locale would sort together, ignore, or take for equal. */
const ids = [
  "a",
  "A",
  "b",
  "B",
  "\u00e9",
  "e\u0301",
  "e",
  "z",
  "_",
  "-",
  "a-b",
  "a_b",
  "ab",
  "a b",
  "\u00df",
  "ss",
  "10",
  "9",
  "1",
  "~",
  "\u00c5",
  "\u{1F600}",
  "\uFF21",
];

/** Bytewise: the order of UTF-8, which is not that of UTF-16. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

async function walk(
  reader: Reader,
  size: number,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const seen: string[] = [];
  for (let token = ""; ; await between()) {
    const page = await listCustomRoles(reader, parsePage("roles", size, token), null);
    seen.push(...page.items.map(({ id }) => id));
    if (page.nextPageToken === "") return seen;
    assert.equal(page.items.length, size);
    token = page.nextPageToken;
  }
}

export function describePages(engine: string, open: OpenStore): void {
  describe(`pages on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore(
      "of every size give each item once, in the order of its bytes whatever the locale",
      async ({ database: { db } }) => {
        for (const id of ids) await insertRole(db, { id });
        const expected = ids.toSorted(byBytes);
        for (let size = 1; size <= ids.length + 1; size++)
          assert.deepEqual(await walk(db, size), expected, `size ${size}`);
      },
    );

    onStore(
      "miss none of the items that were there all the time, whatever comes and goes meanwhile",
      async ({ database: { db } }) => {
        const before = await walk(db, 1000);
        const added: string[] = [];
        const disturb = async (): Promise<void> => {
          await db
            .deleteFrom("custom_roles")
            .where("id", "in", [...added.splice(0), ""])
            .execute();
          added.push((await insertRole(db)).id, (await insertRole(db, { id: `0${added.length}` })).id);
        };
        const seen = await walk(db, 2, disturb);
        assert.deepEqual(
          seen.filter((id) => before.includes(id)),
          before,
        );
        assert.equal(new Set(seen).size, seen.length);
      },
    );
  });
}
