// What a billing report may be asked to cover.
import { clone } from "@bufbuild/protobuf";
import { durationFromMs, durationMs, timestampDate, timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type BillingReportSpec,
  BillingReportSpecSchema,
  BillingReportSpec_BillingReportGranularity as Granularity,
} from "@remit/protocol/gen/temporal/api/cloud/billing/v1/message_pb.ts";
import { invalidField } from "../errors.ts";
import { addPeriods, dayOf, startOf } from "../store/periods.ts";
import type { Period } from "../store/usage.ts";
import { toDate } from "./audit-logs.ts";
import { requireText } from "./checks.ts";
import { requireStart } from "./days.ts";

/** How many months before this one a report may go back. Source: the public billing API. */
const monthsBack: Readonly<Record<Period, number>> = { hour: 1, day: 2, month: 11 };
const defaultLinkMs = 5 * 60_000;
const longestLinkMs = 60 * 60_000;

const periods: Readonly<Record<number, Period>> = {
  [Granularity.HOURLY]: "hour",
  [Granularity.DAILY]: "day",
  [Granularity.MONTHLY]: "month",
};

/** With the defaults filled in: this month, by the hour, links for five minutes. @throws RemitError INVALID_FIELD */
export function completeReportSpec(given: BillingReportSpec, now: Date): BillingReportSpec {
  const spec = clone(BillingReportSpecSchema, given);
  if (spec.granularity === Granularity.UNSPECIFIED) spec.granularity = Granularity.HOURLY;
  const period = periods[spec.granularity];
  if (period === undefined) throw invalidField("spec.granularity", "must be HOURLY, DAILY or MONTHLY");
  const month = startOf("month", now);
  const from = requireTime(spec, "startTimeInclusive", "spec.start_time_inclusive", period, month);
  const until = requireTime(spec, "endTimeExclusive", "spec.end_time_exclusive", period, addPeriods("month", month, 1));
  requireRange(period, from, until, month);
  requireText(spec.description, "spec.description", { min: 0, max: 1024 });
  spec.startTimeInclusive = timestampFromDate(from);
  spec.endTimeExclusive = timestampFromDate(until);
  spec.downloadUrlExpirationDuration = durationFromMs(requireLinkMs(spec));
  return spec;
}

function requireTime(
  spec: BillingReportSpec,
  member: "startTimeInclusive" | "endTimeExclusive",
  field: string,
  period: Period,
  otherwise: Date,
): Date {
  const given = toDate(spec[member], field);
  return given === undefined ? otherwise : requireStart(period, given, spec[member]?.nanos ?? 0, field);
}

function requireRange(period: Period, from: Date, until: Date, month: Date): void {
  const earliest = addPeriods("month", month, -monthsBack[period]);
  const latest = addPeriods("month", month, 1);
  if (from < earliest)
    throw invalidField(
      "spec.start_time_inclusive",
      `must be ${dayOf(earliest)} or later: reports by the ${period} go ${monthsBack[period]} month${monthsBack[period] === 1 ? "" : "s"} back`,
    );
  if (until > latest) throw invalidField("spec.end_time_exclusive", `must be ${dayOf(latest)} or earlier`);
  if (from >= until) throw invalidField("spec.end_time_exclusive", "must be after spec.start_time_inclusive");
}

function requireLinkMs({ downloadUrlExpirationDuration: given }: BillingReportSpec): number {
  if (given === undefined) return defaultLinkMs;
  const ms = durationMs(given);
  if (ms >= 1_000 && ms <= longestLinkMs) return ms;
  throw invalidField("spec.download_url_expiration_duration", "must be one second to one hour");
}

/** A spec that `completeReportSpec` made. */
export function readReportSpec(spec: BillingReportSpec): {
  readonly period: Period;
  readonly from: Date;
  readonly until: Date;
  readonly linkMs: number;
} {
  const { granularity, startTimeInclusive, endTimeExclusive, downloadUrlExpirationDuration } = spec;
  const period = periods[granularity];
  if (period === undefined || !startTimeInclusive || !endTimeExclusive || !downloadUrlExpirationDuration)
    throw new Error("a billing report was kept without its defaults");
  return {
    period,
    from: timestampDate(startTimeInclusive),
    until: timestampDate(endTimeExclusive),
    linkMs: durationMs(downloadUrlExpirationDuration),
  };
}
