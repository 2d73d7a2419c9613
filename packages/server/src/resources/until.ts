// Ends of what holds for a time.
import { invalidField } from "../errors.ts";
import { dayMs } from "../store/periods.ts";

/** @throws RemitError INVALID_FIELD when it is missing, in the past, or further away than `longestDays` */
export function requireEnd(end: Date | undefined, field: string, now: Date, longestDays: number): Date {
  if (end === undefined) throw invalidField(field, "is required");
  if (Number.isNaN(end.getTime()) || end <= now) throw invalidField(field, "must be in the future");
  if (end.getTime() > now.getTime() + longestDays * dayMs) {
    throw invalidField(field, `must be at most ${longestDays} days away`);
  }
  return end;
}
