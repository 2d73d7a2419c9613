// Days, months and hours of UTC, which is what usage is counted by.
import { invalidField } from "../errors.ts";

export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** Where the hour, day or month begins that the moment is in. */
export function startOf(period: "hour" | "day" | "month", moment: Date): Date {
  if (period === "hour") return new Date(Math.floor(moment.getTime() / hourMs) * hourMs);
  const day = period === "day" ? moment.getUTCDate() : 1;
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), day));
}

/** The beginning of the period that is `count` later; earlier where it is negative. */
export function addPeriods(period: "hour" | "day" | "month", start: Date, count: number): Date {
  if (period !== "month") return new Date(start.getTime() + count * (period === "hour" ? hourMs : dayMs));
  return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count, 1));
}

const words = { hour: "a whole hour", day: "midnight", month: "the first of a month, midnight," };

/** @throws RemitError INVALID_FIELD where no period of this kind begins */
export function requireStart(period: "hour" | "day" | "month", moment: Date, nanos: number, field: string): Date {
  if (startOf(period, moment).getTime() !== moment.getTime() || nanos % 1_000_000_000 !== 0)
    throw invalidField(field, `must be ${words[period]} in UTC`);
  return moment;
}

/** "2027-01-15" */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
