// What the audit log is narrowed by, as its address has it, and as the server is asked.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { AuditOutcome } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import type { AuditQuery } from "../../data/activity.ts";

export interface AuditSearch {
  readonly actor?: string;
  readonly operation?: string;
  readonly resource?: string;
  readonly outcome?: string;
  /** "1h", "24h", "7d", "30d", "custom"; without it, from the beginning. */
  readonly since?: string;
  /** Local date and time as the browser's fields have it, for "custom". */
  readonly from?: string;
  readonly until?: string;
  /** The id of the record whose details stand beside the list. */
  readonly record?: string;
}

const hour = 3_600_000;

export const periods: readonly { readonly value: string; readonly label: string; readonly ms: number }[] = [
  { value: "1h", label: "Last hour", ms: hour },
  { value: "24h", label: "Last 24 hours", ms: 24 * hour },
  { value: "7d", label: "Last 7 days", ms: 7 * 24 * hour },
  { value: "30d", label: "Last 30 days", ms: 30 * 24 * hour },
];

export function toQuery(search: AuditSearch, now: Date): AuditQuery {
  const [from, until] = toSpan(search, now);
  return {
    principal: search.actor ?? "",
    operation: search.operation ?? "",
    resource: search.resource ?? "",
    outcome: outcomes[search.outcome ?? ""] ?? AuditOutcome.UNSPECIFIED,
    ...(from !== null && { startTimeInclusive: timestampFromDate(from) }),
    ...(until !== null && { endTimeExclusive: timestampFromDate(until) }),
  };
}

const outcomes: Readonly<Record<string, AuditOutcome>> = {
  done: AuditOutcome.DONE,
  refused: AuditOutcome.REFUSED,
};

/** Cut to the minute: the same question a moment later is the same question. */
function toSpan({ since, from, until }: AuditSearch, now: Date): readonly [Date | null, Date | null] {
  if (since === "custom") return [parseDate(from), parseDate(until)];
  const period = periods.find(({ value }) => value === since);
  if (period === undefined) return [null, null];
  return [new Date(Math.floor((now.getTime() - period.ms) / 60_000) * 60_000), null];
}

/** What is no time narrows nothing. */
function parseDate(text: string | undefined): Date | null {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? null : date;
}

export const isNarrowed = ({ record: _, ...filters }: AuditSearch): boolean =>
  Object.values(filters).some((value) => value !== undefined);
