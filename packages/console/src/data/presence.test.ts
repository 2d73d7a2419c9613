import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { watchPresence } from "./presence.ts";

describe("watchPresence", () => {
  it("takes who opened the page, moved or typed for present, and nobody after half a minute without", () => {
    const page = new EventTarget();
    let time = 0;
    const isThere = watchPresence(page, () => time);
    assert.ok(isThere());
    time = 30_000;
    assert.ok(!isThere());
    page.dispatchEvent(new Event("keydown"));
    assert.ok(isThere());
    time = 60_000;
    assert.ok(!isThere());
    page.dispatchEvent(new Event("focus"));
    assert.ok(!isThere());
  });
});
