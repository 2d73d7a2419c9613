import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { AuditLogSinksTable } from "./schema/audit.ts";

/** A sink, and how delivery to it goes. */
export type AuditLogSinkRow = Selectable<AuditLogSinksTable> & {
  readonly last_error: string;
  readonly last_error_kind: "configuration" | "internal" | "";
  readonly last_succeeded_at: Date | null;
};

const sinks = (reader: Reader) =>
  reader
    .selectFrom("audit_log_sinks")
    .innerJoin("audit_streams", "audit_streams.id", "audit_log_sinks.stream_id")
    .selectAll("audit_log_sinks")
    .select(["last_error", "last_error_kind", "last_succeeded_at"]);

export const readAuditLogSink = (reader: Reader, name: string): Promise<AuditLogSinkRow | undefined> =>
  sinks(reader).where("audit_log_sinks.name", "=", name).executeTakeFirst();

/** The same, and nobody else changes it until the transaction ends. */
export async function lockAuditLogSink(tx: Tx, name: string): Promise<AuditLogSinkRow | undefined> {
  const found = await tx.selectFrom("audit_log_sinks").select("name").where("name", "=", name).forUpdate().execute();
  return found.length === 0 ? undefined : readAuditLogSink(tx, name);
}

/** By name. */
export async function listAuditLogSinks(reader: Reader, page: PageRequest): Promise<Page<AuditLogSinkRow>> {
  let query = sinks(reader)
    .orderBy("audit_log_sinks.name")
    .limit(page.size + 1);
  if (page.after?.[0] !== undefined) query = query.where("audit_log_sinks.name", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.name]);
}

/** Counted and then added: nobody else adds one until the transaction ends. After the policy version, before any row. */
export async function countAuditLogSinks(tx: Tx): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('audit-log-sinks', 0))`.execute(tx);
  const { count } = await tx
    .selectFrom("audit_log_sinks")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function insertAuditLogSink(tx: Tx, row: Insertable<AuditLogSinksTable>): Promise<void> {
  await tx.insertInto("audit_log_sinks").values(row).execute();
}

export async function updateAuditLogSink(tx: Tx, name: string, row: Updateable<AuditLogSinksTable>): Promise<void> {
  await tx.updateTable("audit_log_sinks").set(row).where("name", "=", name).execute();
}

export async function deleteAuditLogSink(tx: Tx, name: string): Promise<void> {
  await tx.deleteFrom("audit_log_sinks").where("name", "=", name).execute();
}

/** The enabled ones, by the id of their streams. */
export const listEnabledSpecs = (reader: Reader): Promise<{ stream_id: string; version: number; spec: Uint8Array }[]> =>
  reader
    .selectFrom("audit_log_sinks")
    .innerJoin("audit_streams", "audit_streams.id", "audit_log_sinks.stream_id")
    .select(["stream_id", "version", "spec"])
    .where("enabled", "=", true)
    .orderBy("stream_id")
    .execute();
