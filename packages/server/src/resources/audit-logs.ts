// The audit log as GetAuditLogs shows it.
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import type { GetAuditLogsRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { invalidField } from "../errors.ts";
import { type AuditLogRow, listAuditLogs as listRows } from "../store/audit-logs.ts";
import { type Page, type PageRequest, parsePage } from "../store/paging.ts";
import type { Call, Deps } from "./call.ts";

const defaultWindowMs = 30 * 86_400_000;

/** Default: the last 30 days until now. A page token pins the end, so records made meanwhile do not move pages. */
export async function listAuditLogs(deps: Deps, call: Call, request: GetAuditLogsRequest): Promise<Page<AuditLogRow>> {
  const until = toDate(request.endTimeExclusive, "end_time_exclusive") ?? new Date(call.now.getTime() + 1);
  const from =
    toDate(request.startTimeInclusive, "start_time_inclusive") ?? new Date(call.now.getTime() - defaultWindowMs);
  if (from > until) throw invalidField("start_time_inclusive", "must not be after end_time_exclusive");
  const page = parsePage("audit-logs", request.pageSize, request.pageToken);
  requireKey(page);
  return listRows(deps.database.db, page, from, until);
}

/** A token is text that a caller may have written, and its time goes into a query. */
function requireKey({ after }: PageRequest): void {
  if (after === null) return;
  const [time = "", id] = after;
  if (!/^\d{1,15}$/.test(time) || isOutOfRange(new Date(Number(time))) || id === undefined)
    throw invalidField("page_token", "is not a token of this list");
}

function toDate(timestamp: Timestamp | undefined, field: string): Date | undefined {
  if (timestamp === undefined) return undefined;
  const date = timestampDate(timestamp);
  if (isOutOfRange(date)) throw invalidField(field, "is out of range");
  return date;
}

/** Years outside 0001…9999 are no google.protobuf.Timestamp, and Postgres would refuse some of them. */
function isOutOfRange(date: Date): boolean {
  const year = date.getUTCFullYear();
  return Number.isNaN(date.getTime()) || year < 1 || year > 9999;
}
