import type { Selectable } from "kysely";
import type { Reader } from "./database.ts";
import { foreignToken, type Page, type PageRequest, toPage } from "./paging.ts";
import type { AuditLogTable } from "./schema.ts";

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
  return toPage(page, await query.execute(), (row) => [String(row.emit_time.getTime()), row.log_id]);
}

/** Unix milliseconds. @throws RemitError INVALID_FIELD for what no record has and the database could refuse */
function parseMoment(text: string): Date {
  if (!/^\d{1,14}$/.test(text)) throw foreignToken();
  return new Date(Number(text));
}
