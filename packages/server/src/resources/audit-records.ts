// The audit log as people look at it: newest first, narrowed to one person, one operation, one thing.
import { type GetAuditRecordsRequest, AuditOutcome as Outcome } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { invalidField } from "../errors.ts";
import { type AuditFilter, type AuditLogRow, listNewestAuditLogs } from "../store/audit-logs.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { toDate } from "./audit-logs.ts";
import type { Call, Deps } from "./call.ts";
import { requireEnum, requireText } from "./checks.ts";

const outcomes = { [Outcome.DONE]: "done", [Outcome.REFUSED]: "refused" } as const;

export async function listAuditRecords(
  deps: Deps,
  _call: Call,
  request: GetAuditRecordsRequest,
): Promise<Page<AuditLogRow>> {
  const filter = toFilter(request);
  const page = parsePage(`audit-records ${JSON.stringify(filter)}`, request.pageSize, request.pageToken);
  return listNewestAuditLogs(deps.database.db, page, filter);
}

function toFilter(request: GetAuditRecordsRequest): AuditFilter {
  const { principal, operation, resourceType, resource, outcome, logId, concerns } = request;
  const texts = { principal, operation, resource_type: resourceType, resource, log_id: logId, concerns };
  for (const [field, text] of Object.entries(texts)) requireText(text, field, { min: 0, max: 512 });
  if (outcome !== Outcome.UNSPECIFIED) requireEnum(Outcome, outcome, "outcome");
  const from = toDate(request.startTimeInclusive, "start_time_inclusive") ?? null;
  const until = toDate(request.endTimeExclusive, "end_time_exclusive") ?? null;
  if (from !== null && until !== null && from > until) {
    throw invalidField("start_time_inclusive", "must not be after end_time_exclusive");
  }
  const wanted = outcomes[outcome as keyof typeof outcomes] ?? null;
  return { from, until, principal, operation, resourceType, resource, logId, concerns, outcome: wanted };
}
