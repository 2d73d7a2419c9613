import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { collectPage } from "./collect-page.ts";
import { parsePage } from "./paging.ts";

const rows = Array.from({ length: 1_700 }, (_, index) => String(index).padStart(5, "0"));
const source = (keep?: (row: string) => boolean) => ({
  read: (after: readonly string[] | null, limit: number) =>
    Promise.resolve(rows.filter((row) => row > (after?.[0] ?? "")).slice(0, limit)),
  keyOf: (row: string) => [row],
  keep,
});

async function readAll(pageSize: number, keep?: (row: string) => boolean): Promise<string[][]> {
  const pages: string[][] = [];
  for (let token = "", more = true; more; more = token !== "") {
    const page = await collectPage(parsePage("list", pageSize, token), source(keep));
    pages.push(page.items);
    token = page.nextPageToken;
  }
  return pages;
}

describe("a page of what a filter keeps", () => {
  it("is full although what is kept lies far apart, and nothing is lost or told twice", async () => {
    const keep = (row: string) => row.endsWith("00");
    const pages = await readAll(5, keep);
    assert.deepEqual(pages.flat(), rows.filter(keep));
    assert.deepEqual(
      pages.map(({ length }) => length),
      [5, 5, 5, 2],
    );
  });

  it("is empty with no token when nothing is kept", async () => {
    assert.deepEqual(await readAll(5, () => false), [[]]);
  });

  it("reads plain lists without a filter", async () => {
    assert.deepEqual((await readAll(1000)).flat(), rows);
  });
});
