import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findTimeZone, isTimeZone } from "./time-zone.ts";

const zone = (name: string) => findTimeZone(name) ?? assert.fail(`no zone ${name}`);
const show = (time: number): string => new Date(time).toISOString().slice(0, 16);
const from = (name: string, wall: string): string => show(zone(name).fromWall(Date.parse(`${wall}Z`)));

describe("a time zone", () => {
  it("says when its clock shows a time, also a quarter of an hour off, and on the other side of the date line", () => {
    assert.equal(from("Europe/Berlin", "2026-11-25T10:00"), "2026-11-25T09:00");
    assert.equal(from("Asia/Kolkata", "2026-11-25T10:00"), "2026-11-25T04:30");
    assert.equal(from("Asia/Kathmandu", "2026-11-25T10:00"), "2026-11-25T04:15");
    assert.equal(from("Pacific/Kiritimati", "2026-11-25T10:00"), "2026-11-24T20:00");
    assert.equal(from("Pacific/Pago_Pago", "2026-11-25T23:00"), "2026-11-26T10:00");
  });

  it("takes the first of a time that is shown twice, and moves one that is left out on", () => {
    assert.equal(from("Europe/Berlin", "2026-10-25T02:30"), "2026-10-25T00:30");
    assert.equal(from("Europe/Berlin", "2026-10-25T03:00"), "2026-10-25T02:00");
    assert.equal(from("Europe/Berlin", "2026-03-29T02:30"), "2026-03-29T01:30");
    assert.equal(from("Europe/Berlin", "2026-03-29T03:30"), "2026-03-29T01:30");
  });

  it("shows again what its clock was asked for, through two years of changes", () => {
    for (const name of ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata"]) {
      const { toWall, fromWall } = zone(name);
      for (let time = Date.UTC(2026, 0); time < Date.UTC(2028, 0); time += 17 * 3_600_000 + 123) {
        const again = fromWall(toWall(time));
        assert.ok(again === time || toWall(again) === toWall(time), `${name} ${show(time)}`);
      }
    }
  });

  it("is there or is not", () => {
    assert.deepEqual(["UTC", "Etc/GMT+1", "America/Argentina/Buenos_Aires"].map(isTimeZone), [true, true, true]);
    assert.deepEqual(["Europe/Berln", "Mars/Phobos", "", "__proto__"].map(isTimeZone), [false, false, false, false]);
  });
});
