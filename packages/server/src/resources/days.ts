// Moments that callers name, which must be where a period begins.
import { invalidField } from "../errors.ts";
import { type PeriodKind, startOf } from "../store/periods.ts";

const words = { hour: "a whole hour", day: "midnight", month: "the first of a month, midnight," };

/** @throws RemitError INVALID_FIELD where no period of this kind begins */
export function requireStart(period: PeriodKind, moment: Date, nanos: number, field: string): Date {
  if (startOf(period, moment).getTime() !== moment.getTime() || nanos % 1_000_000_000 !== 0)
    throw invalidField(field, `must be ${words[period]} in UTC`);
  return moment;
}
