import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { WorkingHours } from "./model.ts";
import { workingDaysBefore } from "./working-time.ts";

const unsaid: WorkingHours = { timeZone: "", days: [], from: "", to: "" };
const berlin: WorkingHours = {
  timeZone: "Europe/Berlin",
  days: ["mon", "tue", "wed", "thu", "fri"],
  from: "09:00",
  to: "17:00",
};
const kolkata: WorkingHours = { ...berlin, timeZone: "Asia/Kolkata", from: "09:30", to: "18:00" };
const dubai: WorkingHours = { ...berlin, timeZone: "Asia/Dubai", days: ["sun", "mon", "tue", "wed", "thu"] };

/** Minutes are enough to read. */
const before = (now: string, days: number, hours: WorkingHours): string =>
  new Date(workingDaysBefore(Date.parse(`${now}Z`), days, hours)).toISOString().slice(0, 16);

describe("working days of a team that does not say its hours", () => {
  it("are days of Monday to Friday, by UTC", () => {
    assert.equal(before("2026-11-25T10:00", 1, unsaid), "2026-11-24T10:00");
    assert.equal(before("2026-11-27T10:00", 3, unsaid), "2026-11-24T10:00");
  });

  it("leave weekends out: on Monday what came on Friday has waited a day", () => {
    assert.equal(before("2026-11-30T10:00", 1, unsaid), "2026-11-27T10:00");
    assert.equal(before("2026-11-29T10:00", 1, unsaid), "2026-11-27T00:00");
  });

  it("are the same where this machine does not know the zone any more", () => {
    const gone = { ...berlin, timeZone: "Europe/Atlantis" };
    assert.equal(before("2026-11-30T10:00", 1, gone), "2026-11-27T10:00");
  });
});

describe("working days of a team", () => {
  it("pass in its hours only, by its clock", () => {
    // 11:00 in Berlin: two hours of today, six of yesterday.
    assert.equal(before("2026-11-25T10:00", 1, berlin), "2026-11-24T10:00");
    // 15:30 in Kolkata: six hours of today, two and a half of yesterday, from half past three in the afternoon.
    assert.equal(before("2026-11-25T10:00", 1, kolkata), "2026-11-24T10:00");
    // Before work begins all of yesterday has passed, and after it ended all of today.
    assert.equal(before("2026-11-25T06:00", 1, berlin), "2026-11-24T08:00");
    assert.equal(before("2026-11-25T20:00", 1, berlin), "2026-11-25T08:00");
    assert.equal(before("2026-11-25T20:00", 2, berlin), "2026-11-24T08:00");
  });

  it("leave out the days on which it does not work, whichever they are", () => {
    // Friday and Saturday off: on Sunday at noon in Dubai three hours have passed since Thursday.
    assert.equal(before("2026-11-29T08:00", 1, dubai), "2026-11-26T08:00");
    assert.equal(before("2026-11-28T08:00", 1, dubai), "2026-11-26T05:00");
    assert.equal(before("2026-11-29T08:00", 1, berlin), "2026-11-27T08:00");
    assert.equal(before("2026-11-25T10:00", 3, { ...berlin, days: ["tue"] }), "2026-11-10T08:00");
  });

  it("begin at the same hour of its clock when the clock changes", () => {
    // Berlin went back an hour on Sunday, 25 October 2026: nine o'clock was 07:00Z on Friday and is 08:00Z on Monday.
    assert.equal(before("2026-10-26T08:00", 1, berlin), "2026-10-23T07:00");
    assert.equal(before("2026-10-26T10:00", 1, berlin), "2026-10-23T09:00");
    // And forward on 29 March 2026.
    assert.equal(before("2026-03-30T07:00", 1, berlin), "2026-03-27T08:00");
    assert.equal(before("2026-03-30T09:00", 1, berlin), "2026-03-27T10:00");
  });

  it("are as long as the clock lets them be in the night of the change", () => {
    const nights: WorkingHours = { ...berlin, days: ["sat", "sun"], from: "00:00", to: "06:00" };
    // Five hours on 29 March, of the six of a working day: the sixth is of Saturday.
    assert.equal(before("2026-03-29T10:00", 1, nights), "2026-03-28T04:00");
    // Seven on 25 October.
    assert.equal(before("2026-10-25T10:00", 1, nights), "2026-10-24T23:00");
    // Hours that the clock leaves out do not pass.
    const leftOut: WorkingHours = { ...nights, days: ["sun"], from: "02:00", to: "03:00" };
    assert.equal(before("2026-03-29T10:00", 1, leftOut), "2026-03-22T01:00");
  });

  it("pass as time passes: never backwards, and one at least each week", () => {
    const all = [unsaid, berlin, kolkata, dubai, { ...kolkata, days: ["wed"], from: "23:59", to: "24:00" } as const];
    for (const hours of all) {
      let last = 0;
      for (let now = Date.UTC(2026, 0); now < Date.UTC(2027, 0); now += 5 * 3_600_000 + 7 * 60_000) {
        const then = workingDaysBefore(now, 3, hours);
        assert.ok(then >= last && then < now && now - then <= 29 * 86_400_000, `${hours.timeZone} ${now}`);
        last = then;
      }
    }
  });
});
