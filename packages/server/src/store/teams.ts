import type { Insertable, Selectable, Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { TeamsTable } from "./schema/responsibility.ts";

export type TeamRow = Selectable<TeamsTable>;

export const readTeam = (reader: Reader, id: string): Promise<TeamRow | undefined> =>
  reader.selectFrom("teams").selectAll().where("id", "=", id).executeTakeFirst();

export const lockTeam = (tx: Tx, id: string): Promise<TeamRow | undefined> =>
  tx.selectFrom("teams").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

/** By id. */
export const readTeams = (reader: Reader): Promise<TeamRow[]> =>
  reader.selectFrom("teams").selectAll().orderBy("id").execute();

/** By id ascending. `kind` empty: of every kind. */
export async function listTeams(reader: Reader, page: PageRequest, kind: string): Promise<Page<TeamRow>> {
  let query = reader
    .selectFrom("teams")
    .selectAll()
    .orderBy("id")
    .limit(page.size + 1);
  if (kind !== "") query = query.where("kind", "=", kind);
  if (page.after?.[0] !== undefined) query = query.where("id", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.id]);
}

export async function insertTeam(tx: Tx, row: Insertable<TeamsTable>): Promise<void> {
  await tx.insertInto("teams").values(row).execute();
}

export async function updateTeam(tx: Tx, id: string, change: Updateable<TeamsTable>): Promise<void> {
  await tx.updateTable("teams").set(change).where("id", "=", id).execute();
}

export async function deleteTeam(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("teams").where("id", "=", id).execute();
}
