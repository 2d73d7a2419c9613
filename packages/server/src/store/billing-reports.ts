import type { Insertable, Selectable } from "kysely";
import type { Db, Reader, Tx } from "./database.ts";
import type { BillingReportsTable } from "./schema/usage.ts";

/** Without its file. */
export type BillingReportRow = Omit<Selectable<BillingReportsTable>, "csv_gzip">;

const columns = ["id", "state", "spec", "async_operation_id", "requested_at", "generated_at", "csv_bytes"] as const;

export const readBillingReport = (reader: Reader, id: string): Promise<BillingReportRow | undefined> =>
  reader.selectFrom("billing_reports").select(columns).where("id", "=", id).executeTakeFirst();

export async function insertBillingReport(tx: Tx, row: Insertable<BillingReportsTable>): Promise<void> {
  await tx.insertInto("billing_reports").values(row).execute();
}

export async function finishBillingReport(
  tx: Tx,
  id: string,
  end: Pick<Insertable<BillingReportsTable>, "state" | "generated_at" | "csv_gzip" | "csv_bytes">,
): Promise<void> {
  await tx.updateTable("billing_reports").set(end).where("id", "=", id).execute();
}

/** The report's CSV, compressed; undefined where there is none, or none any more. */
export const readBillingReportFile = async (reader: Reader, id: string): Promise<Uint8Array | undefined> =>
  (await reader.selectFrom("billing_reports").select("csv_gzip").where("id", "=", id).executeTakeFirst())?.csv_gzip ??
  undefined;

export async function deleteOldBillingReports(db: Db, before: Date): Promise<void> {
  await db.deleteFrom("billing_reports").where("requested_at", "<", before).execute();
}
