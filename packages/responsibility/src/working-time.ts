// Time as a team has it: only its working hours pass.
import type { WorkingHours } from "./model.ts";
import { findTimeZone, type TimeZone } from "./time-zone.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Of a team that does not say its hours, or in a zone that this machine does not know: Monday to Friday, by UTC. */
const unsaid: WorkingHours = { timeZone: "UTC", days: ["mon", "tue", "wed", "thu", "fri"], from: "00:00", to: "24:00" };
const utc: TimeZone = { toWall: (time) => time, fromWall: (wall) => wall };

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** So far back it is looked: every team works on some day of a week, if only for the minutes that a clock leaves it. */
const mostDays = 400;

/**
 * The moment from which on until `now` so many working days of a team have passed: what is older has waited that long. A
 * working day is as much time as there is between the beginning and the end of the team's hours, wherever it begins.
 * @param now Unix milliseconds, as the answer
 */
export function workingDaysBefore(now: number, days: number, said: WorkingHours): number {
  const known = said.days.length > 0 ? findTimeZone(said.timeZone) : undefined;
  const [zone, hours] = known === undefined ? [utc, unsaid] : [known, said];
  const [from, to] = [toMs(hours.from), toMs(hours.to)];
  let left = days * (to - from);
  let midnight = Math.floor(zone.toWall(now) / dayMs) * dayMs;
  for (let day = 0; day < mostDays; day += 1, midnight -= dayMs) {
    const weekday = weekdays[new Date(midnight).getUTCDay()] ?? "sun";
    if (!hours.days.includes(weekday)) continue;
    const begins = zone.fromWall(midnight + from);
    const ends = Math.min(zone.fromWall(midnight + to), now);
    if (ends - begins >= left) return ends - left;
    left -= Math.max(0, ends - begins);
  }
  return now - mostDays * dayMs;
}

function toMs(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return (hours * 60 + minutes) * minuteMs;
}
