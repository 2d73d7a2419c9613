import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RemitError } from "../errors.ts";
import { maxPageBytes, parsePage, toPage } from "./paging.ts";

const isInvalid = (error: unknown): boolean => error instanceof RemitError && error.reason === "INVALID_FIELD";

describe("pages", () => {
  it("reads size 0 as 100 and refuses more than 1000 or less than 0", () => {
    assert.equal(parsePage("things", 0, "").size, 100);
    assert.equal(parsePage("things", 1000, "").size, 1000);
    assert.throws(() => parsePage("things", 1001, ""), isInvalid);
    assert.throws(() => parsePage("things", -1, ""), isInvalid);
  });

  it("continues after the last item that was sent", () => {
    const page = toPage(parsePage("things", 2, ""), ["a", "b", "c"], (item) => [item]);
    assert.deepEqual(page.items, ["a", "b"]);
    assert.deepEqual(parsePage("things", 2, page.nextPageToken).after, ["b"]);
  });

  it("ends with an empty token", () => {
    assert.equal(toPage(parsePage("things", 2, ""), ["a", "b"], (item) => [item]).nextPageToken, "");
  });

  it("ends a page early when its rows are large, with a token for the rest and never without an item", () => {
    const walk = (rows: readonly { id: string; spec: Uint8Array }[]): number[] => {
      const sizes: number[] = [];
      for (let token = "", done = 0; sizes.length === 0 || token !== ""; ) {
        const page = toPage(parsePage("things", 1000, token), rows.slice(done, done + 1001), ({ id }) => [id]);
        sizes.push(page.items.length);
        token = page.nextPageToken;
        done += page.items.length;
      }
      return sizes;
    };
    const rowsOf = (count: number, bytes: number) =>
      Array.from({ length: count }, (_, index) => ({ id: String(index), spec: new Uint8Array(bytes) }));
    assert.deepEqual(walk(rowsOf(5, maxPageBytes / 2 - 100)), [2, 2, 1]);
    assert.deepEqual(walk(rowsOf(2, maxPageBytes * 2)), [1, 1]);
    assert.deepEqual(walk(rowsOf(1000, 500)), [1000]);
  });

  it("refuses a token of another list, and every kind of nonsense", () => {
    const { nextPageToken } = toPage(parsePage("things", 1, ""), ["a", "b"], (item) => [item]);
    for (const token of [
      nextPageToken,
      "x",
      "[]",
      Buffer.from("[1,2]").toString("base64url"),
      nextPageToken.slice(1),
    ]) {
      assert.throws(() => parsePage("others", 1, token), isInvalid, token);
    }
  });
});
