import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { CustomRolesTable } from "./schema/policy.ts";

export type CustomRoleRow = Selectable<CustomRolesTable>;

export const readCustomRole = (reader: Reader, id: string): Promise<CustomRoleRow | undefined> =>
  reader.selectFrom("custom_roles").selectAll().where("id", "=", id).executeTakeFirst();

export const readCustomRoleByName = (reader: Reader, name: string): Promise<CustomRoleRow | undefined> =>
  reader.selectFrom("custom_roles").selectAll().where("name", "=", name).executeTakeFirst();

/** Those that name this very incarnation of a namespace, by name. */
export async function readCustomRolesBoundTo(
  reader: Reader,
  { id, uid }: { readonly id: string; readonly uid: string },
): Promise<CustomRoleRow[]> {
  const rows = await reader.selectFrom("custom_roles").selectAll().orderBy("name").execute();
  return rows.filter(({ bindings }) => bindings[id] === uid);
}

/** By id ascending. `ids` null: all of them. */
export async function listCustomRoles(
  reader: Reader,
  page: PageRequest,
  ids: readonly string[] | null,
): Promise<Page<CustomRoleRow>> {
  let query = reader
    .selectFrom("custom_roles")
    .selectAll()
    .orderBy("id")
    .limit(page.size + 1);
  if (ids !== null) query = query.where(sql<boolean>`id = ANY(${ids}::text[])`);
  if (page.after?.[0] !== undefined) query = query.where("id", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.id]);
}

export async function countCustomRoles(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom("custom_roles")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function insertCustomRole(tx: Tx, row: Insertable<CustomRolesTable>): Promise<void> {
  await tx.insertInto("custom_roles").values(row).execute();
}

export async function updateCustomRole(tx: Tx, id: string, change: Updateable<CustomRolesTable>): Promise<void> {
  await tx.updateTable("custom_roles").set(change).where("id", "=", id).execute();
}

export async function deleteCustomRole(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("custom_roles").where("id", "=", id).execute();
}
