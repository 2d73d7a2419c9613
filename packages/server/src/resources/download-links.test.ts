import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { createDownloadLinks } from "./download-links.ts";

const report = "0123456789abcdef0123456789abcdef";
const links = createDownloadLinks(randomBytes(32));
const expiresAt = new Date("2027-03-10T12:05:00Z");
const before = new Date("2027-03-10T12:04:59.999Z");
const queryOf = (link: string): URLSearchParams => new URL(link, "https://remit.example").searchParams;
const good = () => queryOf(links.sign(report, expiresAt));

describe("a link to a file", () => {
  it("is good until it ends, and not a moment longer", () => {
    assert.equal(links.isGood(report, good(), before), true);
    assert.equal(links.isGood(report, good(), expiresAt), false);
  });

  const changes: readonly (readonly [string, (query: URLSearchParams) => void])[] = [
    ["a later end", (query) => query.set("expires", String(Number(query.get("expires")) + 60))],
    ["the same end written otherwise", (query) => query.set("expires", `0${query.get("expires")}`)],
    ["an end that is no number", (query) => query.set("expires", "1e99")],
    ["two ends", (query) => query.append("expires", "9999999999")],
    ["two signatures", (query) => query.append("signature", query.get("signature") ?? "")],
    ["no signature", (query) => query.delete("signature")],
    ["half a signature", (query) => query.set("signature", (query.get("signature") ?? "").slice(0, 20))],
    ["a signature with a character more", (query) => query.set("signature", `${query.get("signature")}A`)],
    ["a signature of zeros", (query) => query.set("signature", Buffer.alloc(32).toString("base64url"))],
  ];
  for (const [what, change] of changes) {
    it(`is not good with ${what}`, () => {
      const query = good();
      change(query);
      // The number is the same, and only what was signed counts.
      const isSame = what === "the same end written otherwise";
      assert.equal(links.isGood(report, query, before), isSame);
    });
  }

  it("is good for its report alone, and in its deployment alone", () => {
    assert.equal(links.isGood(report.replace("0", "1"), good(), before), false);
    assert.equal(createDownloadLinks(randomBytes(32)).isGood(report, good(), before), false);
  });
});
