import type { Insertable, Selectable, Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { ExportSinksTable } from "./schema/resources.ts";

export type ExportSinkRow = Selectable<ExportSinksTable>;

export const readExportSink = (
  reader: Reader,
  namespaceUid: string,
  name: string,
): Promise<ExportSinkRow | undefined> =>
  reader
    .selectFrom("export_sinks")
    .selectAll()
    .where("namespace_uid", "=", namespaceUid)
    .where("name", "=", name)
    .executeTakeFirst();

/** By name ascending. */
export async function listExportSinks(
  reader: Reader,
  page: PageRequest,
  namespaceUid: string,
): Promise<Page<ExportSinkRow>> {
  let query = reader
    .selectFrom("export_sinks")
    .selectAll()
    .where("namespace_uid", "=", namespaceUid)
    .orderBy("name")
    .limit(page.size + 1);
  if (page.after?.[0] !== undefined) query = query.where("name", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.name]);
}

export async function countExportSinks(reader: Reader, namespaceUid: string): Promise<number> {
  const { count } = await reader
    .selectFrom("export_sinks")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("namespace_uid", "=", namespaceUid)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function insertExportSink(tx: Tx, row: Insertable<ExportSinksTable>): Promise<void> {
  await tx.insertInto("export_sinks").values(row).execute();
}

export async function updateExportSink(tx: Tx, uid: string, change: Updateable<ExportSinksTable>): Promise<void> {
  await tx.updateTable("export_sinks").set(change).where("uid", "=", uid).execute();
}

/** What it has written goes with it, by the foreign key. */
export async function deleteExportSink(tx: Tx, uid: string): Promise<void> {
  await tx.deleteFrom("export_sinks").where("uid", "=", uid).execute();
}
