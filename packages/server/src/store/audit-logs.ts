import { type Selectable, sql } from "kysely";
import type { Reader } from "./database.ts";
import { parseMoment, toMoment } from "./moments.ts";
import { foreignToken, type Page, type PageRequest, toPage } from "./paging.ts";
import type { AuditLogTable } from "./schema/audit.ts";

export type AuditLogRow = Selectable<AuditLogTable>;

/** By emit time, then log id; `from` inclusive, `until` exclusive. */
export async function listAuditLogs(
  reader: Reader,
  page: PageRequest,
  from: Date,
  until: Date,
): Promise<Page<AuditLogRow>> {
  let query = reader
    .selectFrom("audit_log")
    .selectAll()
    .where("emit_time", ">=", from)
    .where("emit_time", "<", until)
    .orderBy("emit_time")
    .orderBy("log_id")
    .limit(page.size + 1);
  if (page.after !== null) {
    const [time = "", id] = page.after;
    if (id === undefined) throw foreignToken();
    const after = parseMoment(time);
    query = query.where(({ eb, or, and }) =>
      or([eb("emit_time", ">", after), and([eb("emit_time", "=", after), eb("log_id", ">", id)])]),
    );
  }
  return toPage(page, await query.execute(), (row) => [toMoment(row.emit_time), row.log_id]);
}

export interface AuditFilter {
  readonly from: Date | null;
  readonly until: Date | null;
  /** An id, or part of a name; empty: anybody. So are the others. */
  readonly principal: string;
  readonly operation: string;
  readonly resourceType: string;
  /** An id, or part of one. */
  readonly resource: string;
  readonly outcome: "done" | "refused" | null;
  /** The id of one record. */
  readonly logId: string;
  /** The id of a principal that did it, that it was done to, or whose key or membership it is about. */
  readonly concerns: string;
}

/** Newest first. */
export async function listNewestAuditLogs(
  reader: Reader,
  page: PageRequest,
  { from, until, principal, operation, resourceType, resource, outcome, logId, concerns }: AuditFilter,
): Promise<Page<AuditLogRow>> {
  let query = reader
    .selectFrom("audit_log")
    .selectAll()
    .orderBy("emit_time", "desc")
    .orderBy("log_id", "desc")
    .limit(page.size + 1);
  if (from !== null) query = query.where("emit_time", ">=", from);
  if (until !== null) query = query.where("emit_time", "<", until);
  if (operation !== "") query = query.where("operation", "=", operation);
  if (outcome !== null) query = query.where("status", outcome === "done" ? "=" : "<>", "OK");
  if (principal !== "") {
    query = query.where(({ eb, or }) =>
      or([eb("principal_id", "=", principal), eb("principal_name", "ilike", toPattern(principal))]),
    );
  }
  if (resourceType !== "") query = query.where(sql<boolean>`details->>'resource_type' = ${resourceType}`);
  if (resource !== "") query = query.where(sql<boolean>`details->>'resource_id' ILIKE ${toPattern(resource)}`);
  if (logId !== "") query = query.where("log_id", "=", logId);
  if (concerns !== "") {
    const named = ["resource_id", "owner_id", "user_id"].map(
      (field) => sql<boolean>`details->>${sql.lit(field)} = ${concerns}`,
    );
    query = query.where(({ eb, or }) => or([eb("principal_id", "=", concerns), ...named]));
  }
  if (page.after !== null) {
    const [time = "", id] = page.after;
    if (id === undefined) throw foreignToken();
    const after = parseMoment(time);
    query = query.where(({ eb, or, and }) =>
      or([eb("emit_time", "<", after), and([eb("emit_time", "=", after), eb("log_id", "<", id)])]),
    );
  }
  return toPage(page, await query.execute(), (row) => [toMoment(row.emit_time), row.log_id]);
}

/** Whatever is typed stands for itself. */
const toPattern = (part: string): string => `%${part.replace(/[\\%_]/g, "\\$&")}%`;

/** Up to `count` records of the chain behind the one numbered `seq`, which comes first where there is one. */
export const readChained = (reader: Reader, seq: number, count: number): Promise<AuditLogRow[]> =>
  reader
    .selectFrom("audit_log")
    .selectAll()
    .where("chain_seq", ">=", seq)
    .orderBy("chain_seq")
    .limit(count + 1)
    .execute();
