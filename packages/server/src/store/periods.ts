// Days, months and hours of UTC, which is what usage is counted by and what limits of time are given in.

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export type PeriodKind = "hour" | "day" | "month";

/** Where the hour, day or month begins that the moment is in. */
export function startOf(period: PeriodKind, moment: Date): Date {
  if (period === "hour") return new Date(Math.floor(moment.getTime() / hourMs) * hourMs);
  const day = period === "day" ? moment.getUTCDate() : 1;
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), day));
}

/** The beginning of the period that is `count` later; earlier where it is negative. */
export function addPeriods(period: PeriodKind, start: Date, count: number): Date {
  if (period !== "month") return new Date(start.getTime() + count * (period === "hour" ? hourMs : dayMs));
  return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count, 1));
}

/** "2027-01-15" */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
