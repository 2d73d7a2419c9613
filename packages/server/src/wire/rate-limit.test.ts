import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { limitOf, RateLimit, shareOf } from "./rate-limit.ts";

const ofTen = () => new RateLimit(() => 10, 0);

describe("RateLimit", () => {
  it("lets a key use a second's worth at once, and says when there is more", () => {
    const limit = ofTen();
    for (let used = 0; used < 10; used++) assert.equal(limit.take("orders", 1, 0), 0);
    assert.equal(limit.take("orders", 1, 0), 100);
    assert.equal(limit.take("orders", 1, 99), 1);
    assert.equal(limit.take("orders", 1, 100), 0);
  });

  it("takes nothing from whoever is refused: waiting as told is enough", () => {
    const limit = ofTen();
    limit.take("orders", 10, 0);
    for (let tries = 0; tries < 50; tries++) assert.ok(limit.take("orders", 1, 50) > 0);
    assert.equal(limit.take("orders", 1, 100), 0);
  });

  it("keeps keys apart: one that is used up takes nothing from another", () => {
    const limit = ofTen();
    limit.take("orders", 10, 0);
    assert.ok(limit.take("orders", 1, 0) > 0);
    assert.equal(limit.take("payments", 10, 0), 0);
  });

  it("never saves up more than a second's worth", () => {
    const limit = ofTen();
    limit.take("orders", 1, 0);
    assert.equal(limit.take("orders", 10, 60_000), 0);
    assert.ok(limit.take("orders", 1, 60_000) > 0);
  });

  it("lets through what costs more than a second's worth, and makes it wait for as long as that takes", () => {
    const limit = ofTen();
    assert.equal(limit.take("orders", 30, 0), 0);
    assert.equal(limit.take("orders", 1, 0), 2_100);
    assert.equal(limit.take("orders", 30, 1_000), 2_000);
    assert.equal(limit.take("orders", 30, 3_000), 0);
  });

  it("has no limit where the rate is 0", () => {
    const limit = new RateLimit(() => 0, 0);
    for (let used = 0; used < 1_000; used++) assert.equal(limit.take("orders", 1, 0), 0);
    assert.equal(limit.size, 0);
  });

  it("forgets keys that rest, and no other", () => {
    const limit = ofTen();
    for (let address = 0; address < 1_000; address++) limit.take(`10.0.0.${address}`, 1, 0);
    limit.take("busy", 10, 10_900);
    limit.take("busy", 10, 11_000);
    assert.equal(limit.size, 1);
    assert.ok(limit.take("busy", 10, 11_000) > 0);
  });
});

describe("a limit", () => {
  it("is shared by those who have it: none is left with nothing, and no limit stays none", () => {
    assert.deepEqual([shareOf(10, 4), shareOf(2, 4), shareOf(0, 4)], [2.5, 1, 0]);
  });

  it("is what every one may use, or so many units of one's own", () => {
    assert.deepEqual([limitOf(null, 500, 100), limitOf(2, 500, 100), limitOf(null, null, 100)], [500, 200, null]);
  });
});
