// What every Namespace used, day by day, as far as it is known.
import type { GetUsageRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { invalidField } from "../errors.ts";
import { readAccount } from "../store/account.ts";
import { parseMoment, toMoment } from "../store/moments.ts";
import { type Page, parsePage, toPage } from "../store/paging.ts";
import { addPeriods, dayMs, dayOf, startOf } from "../store/periods.ts";
import { readUsage, readUsageGaps, type UsageRow } from "../store/usage.ts";
import { toDate } from "./audit-logs.ts";
import type { Call, Deps } from "./call.ts";
import { requireStart } from "./days.ts";

/** Of the documented API: how far back one may ask, and what one gets who says nothing. */
const mostDaysBack = 90;
const defaultDaysBack = 30;

/** Counts of a day that is just over may be on their way. */
const settleMs = 60_000;

export interface UsageDay {
  readonly from: Date;
  readonly until: Date;
  /** By name and project: one that was moved meanwhile has a row for each. */
  readonly rows: readonly UsageRow[];
  /** The day is not over, or something of it is known to be missing. */
  readonly incomplete: boolean;
}

/** What GetUsage and GetCosts both ask. */
export type UsageRequest = Pick<GetUsageRequest, "startTimeInclusive" | "endTimeExclusive" | "pageSize" | "pageToken">;

/** Every day since the account was made, by time. @throws RemitError INVALID_FIELD for times that are no midnights within the window */
export async function listUsage(deps: Deps, call: Call, request: UsageRequest): Promise<Page<UsageDay>> {
  const { db } = deps.database;
  const { from, until } = requireWindow(request, call.now);
  const page = parsePage(
    `usage ${toText(request.startTimeInclusive)} ${toText(request.endTimeExclusive)}`,
    request.pageSize,
    request.pageToken,
  );
  const made = startOf("day", (await readAccount(db)).created_at);
  const after = page.after?.[0] === undefined ? null : addPeriods("day", parseMoment(page.after[0]), 1);
  const first = [from, made, ...(after === null ? [] : [after])].reduce((a, b) => (a > b ? a : b));
  const last = new Date(Math.min(until.getTime(), first.getTime() + (page.size + 1) * dayMs));
  const days = first < last ? await readDays(deps, first, last, call.now) : [];
  return toPage(page, days, (day) => [toMoment(day.from)]);
}

const toText = (time: GetUsageRequest["startTimeInclusive"]): string => (time === undefined ? "" : `${time.seconds}`);

function requireWindow(request: UsageRequest, now: Date): { readonly from: Date; readonly until: Date } {
  const today = startOf("day", now);
  const tomorrow = addPeriods("day", today, 1);
  const midnight = (field: "startTimeInclusive" | "endTimeExclusive", name: string, otherwise: Date): Date => {
    const given = toDate(request[field], name);
    return given === undefined ? otherwise : requireStart("day", given, request[field]?.nanos ?? 0, name);
  };
  const from = midnight("startTimeInclusive", "start_time_inclusive", addPeriods("day", today, -defaultDaysBack));
  const until = midnight("endTimeExclusive", "end_time_exclusive", tomorrow);
  const earliest = addPeriods("day", today, -mostDaysBack);
  if (from < earliest)
    throw invalidField(
      "start_time_inclusive",
      `must be ${dayOf(earliest)} or later: usage goes ${mostDaysBack} days back`,
    );
  if (until > tomorrow) throw invalidField("end_time_exclusive", `must be ${dayOf(tomorrow)} or earlier`);
  if (from >= until) throw invalidField("end_time_exclusive", "must be after start_time_inclusive");
  return { from, until };
}

/** @param from a midnight @param until a midnight */
async function readDays({ database }: Pick<Deps, "database">, from: Date, until: Date, now: Date): Promise<UsageDay[]> {
  const rows = await readUsage(database.db, "day", from, until);
  const gaps = await readUsageGaps(database.db, from, until, now);
  const days: UsageDay[] = [];
  for (let day = from; day < until; day = addPeriods("day", day, 1)) {
    const end = addPeriods("day", day, 1);
    days.push({
      from: day,
      until: end,
      rows: rows.filter((row) => row.from.getTime() === day.getTime()),
      incomplete: end.getTime() + settleMs > now.getTime() || gaps.some((gap) => gap.from < end && gap.until > day),
    });
  }
  return days;
}

/** For whoever is told names alone: one that was moved within the day is one. */
export function mergeProjects(rows: readonly UsageRow[]): UsageRow[] {
  const merged = new Map<string, UsageRow>();
  for (const row of rows) {
    const before = merged.get(row.namespace);
    merged.set(row.namespace, before === undefined ? row : addUp(before, row));
  }
  return [...merged.values()];
}

const addUp = (a: UsageRow, b: UsageRow): UsageRow => ({
  ...b,
  actions: a.actions + b.actions,
  activeByteSeconds: a.activeByteSeconds + b.activeByteSeconds,
  retainedByteSeconds: a.retainedByteSeconds + b.retainedByteSeconds,
  storageSeconds: a.storageSeconds + b.storageSeconds,
});
