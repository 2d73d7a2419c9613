import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { ProjectsTable } from "./schema/resources.ts";

export type ProjectRow = Selectable<ProjectsTable>;

export const readProject = (reader: Reader, id: string): Promise<ProjectRow | undefined> =>
  reader.selectFrom("projects").selectAll().where("id", "=", id).executeTakeFirst();

/** The same, and nobody else changes it until the transaction ends. */
export const lockProject = (tx: Tx, id: string): Promise<ProjectRow | undefined> =>
  tx.selectFrom("projects").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export const readProjectByName = (reader: Reader, displayName: string): Promise<ProjectRow | undefined> =>
  reader.selectFrom("projects").selectAll().where("display_name", "=", displayName).executeTakeFirst();

/** By id ascending. `ids` null: all of them. */
export async function listProjects(
  reader: Reader,
  page: PageRequest,
  ids: readonly string[] | null,
): Promise<Page<ProjectRow>> {
  let query = reader
    .selectFrom("projects")
    .selectAll()
    .orderBy("id")
    .limit(page.size + 1);
  if (ids !== null) query = query.where(sql<boolean>`id = ANY(${ids}::text[])`);
  if (page.after?.[0] !== undefined) query = query.where("id", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.id]);
}

export async function countProjects(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom("projects")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function countProjectServiceAccounts(reader: Reader, project: string): Promise<number> {
  const { count } = await reader
    .selectFrom("service_accounts")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("scope", "=", "project")
    .where("scope_id", "=", project)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function insertProject(tx: Tx, row: Insertable<ProjectsTable>): Promise<void> {
  await tx.insertInto("projects").values(row).execute();
}

export async function updateProject(tx: Tx, id: string, change: Updateable<ProjectsTable>): Promise<void> {
  await tx.updateTable("projects").set(change).where("id", "=", id).execute();
}

export async function deleteProject(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("projects").where("id", "=", id).execute();
}
