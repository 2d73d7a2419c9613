import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { collectPage } from "./collect-page.ts";
import type { Reader, Tx } from "./database.ts";
import type { Page, PageRequest } from "./paging.ts";
import type { UsersTable } from "./schema/identities.ts";

export type UserRow = Selectable<UsersTable>;

export const readUser = (reader: Reader, id: string): Promise<UserRow | undefined> =>
  reader.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst();

/** Two spellings of one address are one person, as in the unique index. */
export const readUserByEmail = (reader: Reader, email: string): Promise<UserRow | undefined> =>
  reader.selectFrom("users").selectAll().where(sql<boolean>`lower(email) = lower(${email})`).executeTakeFirst();

export interface UserFilter {
  /** Exact; empty for any. */
  readonly email: string;
  readonly keep?: ((row: UserRow) => boolean) | undefined;
}

/** By id ascending. */
export function listUsers(reader: Reader, page: PageRequest, { email, keep }: UserFilter): Promise<Page<UserRow>> {
  return collectPage(page, {
    read: async (after, limit) => {
      let query = reader.selectFrom("users").selectAll().orderBy("id").limit(limit);
      if (email !== "") query = query.where("email", "=", email);
      if (after?.[0] !== undefined) query = query.where("id", ">", after[0]);
      return query.execute();
    },
    keyOf: ({ id }) => [id],
    keep,
  });
}

export async function countUsers(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom("users")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Those of `ids` that are users in this state. */
export async function readUserIdsInState(reader: Reader, ids: readonly string[], state: number): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await reader
    .selectFrom("users")
    .select("id")
    .where("id", "in", [...ids])
    .where("state", "=", state)
    .execute();
  return rows.map(({ id }) => id);
}

export async function insertUser(tx: Tx, row: Insertable<UsersTable>): Promise<void> {
  await tx.insertInto("users").values(row).execute();
}

export async function updateUser(tx: Tx, id: string, change: Updateable<UsersTable>): Promise<void> {
  await tx.updateTable("users").set(change).where("id", "=", id).execute();
}

/** Memberships and the open invitation go with the row. */
export async function deleteUser(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("users").where("id", "=", id).execute();
}

/** E-mail addresses of active users. @param ids null: of all */
export async function readActiveEmails(
  reader: Reader,
  ids: readonly string[] | null,
): Promise<{ readonly id: string; readonly email: string }[]> {
  if (ids?.length === 0) return [];
  const query = reader.selectFrom("users").select(["id", "email"]).where("state", "=", ResourceState.ACTIVE);
  return (ids === null ? query : query.where(sql<boolean>`id = ANY(${ids}::text[])`)).execute();
}
