import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { collectPage } from "./collect-page.ts";
import type { Reader, Tx } from "./database.ts";
import type { Page, PageRequest } from "./paging.ts";
import type { UserGroupsTable } from "./schema/identities.ts";

export type UserGroupRow = Selectable<UserGroupsTable>;
export type UserGroupKind = UserGroupRow["kind"];

export const readUserGroup = (reader: Reader, id: string): Promise<UserGroupRow | undefined> =>
  reader.selectFrom("user_groups").selectAll().where("id", "=", id).executeTakeFirst();

/** A group of an outside directory by its name there. */
export const readExternalGroup = (
  reader: Reader,
  kind: UserGroupKind,
  externalId: string,
): Promise<UserGroupRow | undefined> =>
  reader
    .selectFrom("user_groups")
    .selectAll()
    .where("kind", "=", kind)
    .where("external_id", "=", externalId)
    .executeTakeFirst();

export interface UserGroupFilter {
  /** Exact; empty for any. */
  readonly displayName: string;
  /** Exact: the e-mail address of a Google group, the provider's id of a SCIM group; null for any. */
  readonly external: { readonly kind: UserGroupKind; readonly id: string } | null;
  readonly keep?: ((row: UserGroupRow) => boolean) | undefined;
}

/** By display name, then id: names need not be unique. */
export function listUserGroups(
  reader: Reader,
  page: PageRequest,
  filter: UserGroupFilter,
): Promise<Page<UserGroupRow>> {
  const { displayName, external, keep } = filter;
  return collectPage(page, {
    read: async (after, limit) => {
      let query = reader.selectFrom("user_groups").selectAll().orderBy("display_name").orderBy("id").limit(limit);
      if (displayName !== "") query = query.where("display_name", "=", displayName);
      if (external !== null) query = query.where("kind", "=", external.kind).where("external_id", "=", external.id);
      const [name, id] = after ?? [];
      if (name !== undefined) query = query.where(sql<boolean>`(display_name, id) > (${name}, ${id ?? ""})`);
      return query.execute();
    },
    keyOf: (row) => [row.display_name, row.id],
    keep,
  });
}

export async function insertUserGroup(tx: Tx, row: Insertable<UserGroupsTable>): Promise<void> {
  await tx.insertInto("user_groups").values(row).execute();
}

export async function updateUserGroup(tx: Tx, id: string, change: Updateable<UserGroupsTable>): Promise<void> {
  await tx.updateTable("user_groups").set(change).where("id", "=", id).execute();
}

/** Memberships go with the row. */
export async function deleteUserGroup(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("user_groups").where("id", "=", id).execute();
}
