import { type Insertable, type Selectable, sql } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { ConnectivityRulesTable } from "./schema/resources.ts";

export type ConnectivityRuleRow = Selectable<ConnectivityRulesTable>;

export const readConnectivityRule = (reader: Reader, id: string): Promise<ConnectivityRuleRow | undefined> =>
  reader.selectFrom("connectivity_rules").selectAll().where("id", "=", id).executeTakeFirst();

/** Those of `ids` that exist, by id. */
export const readConnectivityRules = (reader: Reader, ids: readonly string[]): Promise<ConnectivityRuleRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : reader
        .selectFrom("connectivity_rules")
        .selectAll()
        .where(sql<boolean>`id = ANY(${ids}::text[])`)
        .orderBy("id")
        .execute();

/** By id ascending. `ids` null: all of them; an empty project narrows nothing. */
export async function listConnectivityRules(
  reader: Reader,
  page: PageRequest,
  filter: { readonly ids: readonly string[] | null; readonly project: string },
): Promise<Page<ConnectivityRuleRow>> {
  let query = reader
    .selectFrom("connectivity_rules")
    .selectAll()
    .orderBy("id")
    .limit(page.size + 1);
  if (filter.ids !== null) query = query.where(sql<boolean>`id = ANY(${filter.ids}::text[])`);
  if (filter.project !== "") query = query.where("project_id", "=", filter.project);
  if (page.after?.[0] !== undefined) query = query.where("id", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.id]);
}

/** Of one project, or of the account when null. */
export const readConnectivityRulesOf = (reader: Reader, project: string | null): Promise<ConnectivityRuleRow[]> => {
  const query = reader.selectFrom("connectivity_rules").selectAll();
  return (project === null ? query : query.where("project_id", "=", project)).execute();
};

export async function insertConnectivityRule(tx: Tx, row: Insertable<ConnectivityRulesTable>): Promise<void> {
  await tx.insertInto("connectivity_rules").values(row).execute();
}

export async function deleteConnectivityRule(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("connectivity_rules").where("id", "=", id).execute();
}
