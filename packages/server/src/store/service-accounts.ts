import type { Insertable, Selectable, Updateable } from "kysely";
import { collectPage } from "./collect-page.ts";
import type { Reader, Tx } from "./database.ts";
import type { Page, PageRequest } from "./paging.ts";
import type { ServiceAccountsTable } from "./schema/identities.ts";

export type ServiceAccountRow = Selectable<ServiceAccountsTable>;
export type ServiceAccountScope = ServiceAccountRow["scope"];

export const readServiceAccount = (reader: Reader, id: string): Promise<ServiceAccountRow | undefined> =>
  reader.selectFrom("service_accounts").selectAll().where("id", "=", id).executeTakeFirst();

export const readServiceAccountByName = (reader: Reader, name: string): Promise<ServiceAccountRow | undefined> =>
  reader.selectFrom("service_accounts").selectAll().where("name", "=", name).executeTakeFirst();

export interface ServiceAccountFilter {
  /** Those bound to this namespace (uid) or project; null for all. */
  readonly scope: { readonly scope: ServiceAccountScope; readonly id: string } | null;
  readonly keep?: ((row: ServiceAccountRow) => boolean) | undefined;
}

/** By id ascending. */
export function listServiceAccounts(
  reader: Reader,
  page: PageRequest,
  { scope, keep }: ServiceAccountFilter,
): Promise<Page<ServiceAccountRow>> {
  return collectPage(page, {
    read: async (after, limit) => {
      let query = reader.selectFrom("service_accounts").selectAll().orderBy("id").limit(limit);
      if (scope !== null) query = query.where("scope", "=", scope.scope).where("scope_id", "=", scope.id);
      if (after?.[0] !== undefined) query = query.where("id", ">", after[0]);
      return query.execute();
    },
    keyOf: ({ id }) => [id],
    keep,
  });
}

/** Ids of those bound to any of these namespaces (uids) or projects. */
export async function readScopedAccountIds(
  reader: Reader,
  scope: ServiceAccountScope,
  scopeIds: readonly string[],
): Promise<string[]> {
  if (scopeIds.length === 0) return [];
  const rows = await reader
    .selectFrom("service_accounts")
    .select("id")
    .where("scope", "=", scope)
    .where("scope_id", "in", [...scopeIds])
    .execute();
  return rows.map(({ id }) => id);
}

export async function insertServiceAccount(tx: Tx, row: Insertable<ServiceAccountsTable>): Promise<void> {
  await tx.insertInto("service_accounts").values(row).execute();
}

export async function updateServiceAccount(
  tx: Tx,
  id: string,
  change: Updateable<ServiceAccountsTable>,
): Promise<void> {
  await tx.updateTable("service_accounts").set(change).where("id", "=", id).execute();
}

export async function deleteServiceAccount(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("service_accounts").where("id", "=", id).execute();
}
