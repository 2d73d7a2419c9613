// The audit log as GetAuditLogs shows it.
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import type { GetAuditLogsRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { invalidField } from "../errors.ts";
import { type AuditLogRow, listAuditLogs as listRows } from "../store/audit-logs.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { dayMs } from "../store/periods.ts";
import type { Call, Deps } from "./call.ts";

const defaultWindowMs = 30 * dayMs;

/** Default: the last 30 days until now. A page begins after the record that ended the one before it. */
export async function listAuditLogs(deps: Deps, call: Call, request: GetAuditLogsRequest): Promise<Page<AuditLogRow>> {
  const until = toDate(request.endTimeExclusive, "end_time_exclusive") ?? new Date(call.now.getTime() + 1);
  const from =
    toDate(request.startTimeInclusive, "start_time_inclusive") ?? new Date(call.now.getTime() - defaultWindowMs);
  if (from > until) throw invalidField("start_time_inclusive", "must not be after end_time_exclusive");
  const page = parsePage("audit-logs", request.pageSize, request.pageToken);
  return listRows(deps.database.db, page, from, until);
}

/** @throws RemitError INVALID_FIELD for what is no time of this calendar */
export function toDate(timestamp: Timestamp | undefined, field: string): Date | undefined {
  if (timestamp === undefined) return undefined;
  const date = timestampDate(timestamp);
  const isWhole = timestamp.nanos >= 0 && timestamp.nanos < 1_000_000_000;
  if (!isWhole || isOutOfRange(date)) throw invalidField(field, "is out of range");
  return date;
}

/** Years outside 0001…9999 are no google.protobuf.Timestamp, and Postgres would refuse some of them. */
function isOutOfRange(date: Date): boolean {
  const year = date.getUTCFullYear();
  return Number.isNaN(date.getTime()) || year < 1 || year > 9999;
}
