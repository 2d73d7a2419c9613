import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dateInputValue, endOf } from "./key-lifetimes.ts";

const now = new Date("2026-03-01T10:20:30.456Z");

describe("how long a new key lives", () => {
  it("ends on a whole second, since some clients show no more", () => {
    assert.equal(endOf("90", "", now)?.toISOString(), "2026-05-30T10:20:30.000Z");
  });

  it("means a date with its whole day, where the person is", () => {
    const end = endOf("date", "2026-03-05", now);
    assert.equal(end === null ? "" : dateInputValue(end), "2026-03-05");
    assert.equal(end?.getHours(), 23);
  });

  it("has no end while no date is chosen", () => {
    assert.equal(endOf("date", "", now), null);
  });
});
