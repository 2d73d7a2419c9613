// When an API key ends: always, in the future, and not too far away.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { invalidField } from "../errors.ts";
import { dayMs } from "../store/periods.ts";
import type { Mutation } from "./mutation.ts";

type Clock = Pick<Mutation, "deps" | "now">;

/** Year 10000: beyond it a timestamp is not valid in protobuf's own terms. */
const endOfTime = 253_402_300_800n;

/** For a key that names none. Whole seconds, because some clients show no more. */
export function defaultExpiry({ deps, now }: Clock): Timestamp {
  const seconds = Math.floor(now.getTime() / 1000);
  return timestampFromMs(seconds * 1000 + deps.limits.apiKeyDefaultExpiryDays * dayMs);
}

/** The moment itself. @throws RemitError INVALID_FIELD */
export function requireExpiry({ deps, now }: Clock, expiry: Timestamp | undefined, field: string): Date {
  if (expiry === undefined) throw invalidField(field, "is required");
  const { seconds, nanos } = expiry;
  if (nanos < 0 || nanos > 999_999_999 || seconds >= endOfTime) throw invalidField(field, "is not a valid time");
  const at = new Date(Number(seconds) * 1000 + Math.floor(nanos / 1_000_000));
  if (seconds <= 0n || at <= now) throw invalidField(field, "must be in the future");
  const days = deps.limits.apiKeyMaxExpiryDays;
  if (days !== 0 && at > latestExpiry(now, days)) throw invalidField(field, `must be at most ${days} days from now`);
  return at;
}

/** Whole years are calendar years: who asks for two years from now may meet a leap day on the way. */
function latestExpiry(now: Date, days: number): Date {
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + Math.floor(days / 365));
  latest.setUTCDate(latest.getUTCDate() + (days % 365));
  return latest;
}

/** Unset means as it was; clients may have rounded to seconds. */
export function sameExpiry(sent: Timestamp | undefined, stored: Timestamp | undefined): boolean {
  return sent === undefined || sent.seconds === stored?.seconds;
}
