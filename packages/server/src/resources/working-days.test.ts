import assert from "node:assert/strict";
import { it } from "node:test";
import { workingDaysBefore } from "./working-days.ts";

const before = (now: string, days: number): string => workingDaysBefore(new Date(now), days).toISOString();

it("counts a working day as one from Tuesday to Friday", () => {
  assert.equal(before("2026-11-25T10:00:00.000Z", 1), "2026-11-24T10:00:00.000Z");
  assert.equal(before("2026-11-27T10:00:00.000Z", 3), "2026-11-24T10:00:00.000Z");
});

it("leaves weekends out: on Monday what came on Friday has waited a day", () => {
  assert.equal(before("2026-11-30T10:00:00.000Z", 1), "2026-11-27T10:00:00.000Z");
  assert.equal(before("2026-11-29T10:00:00.000Z", 1), "2026-11-26T23:59:59.999Z");
});
