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

/**
 * What a new role is checked against, and its version: in one statement, because everybody who writes access rules waits.
 * `count` goes no further than `limit`, which is 0 where nobody has to know.
 */
export async function prepareCustomRole(
  tx: Tx,
  name: string,
  limit: number,
): Promise<{ readonly taken: boolean; readonly count: number; readonly version: number }> {
  const { rows } = await sql<{ taken: boolean; count: number; version: number }>`
    SELECT EXISTS (SELECT FROM custom_roles WHERE name = ${name}) AS taken,
      (SELECT count(*) FROM (SELECT FROM custom_roles LIMIT ${limit}::bigint) AS counted) AS count,
      nextval('resource_versions') AS version`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("the store said nothing about custom roles");
  return { ...row, count: Number(row.count) };
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
