import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { ApiKeysTable } from "./schema/identities.ts";

export type ApiKeyRow = Selectable<ApiKeysTable>;
export type OwnerKind = ApiKeyRow["owner_kind"];

export const readApiKey = (reader: Reader, id: string): Promise<ApiKeyRow | undefined> =>
  reader.selectFrom("api_keys").selectAll().where("id", "=", id).executeTakeFirst();

export interface ApiKeyFilter {
  /** Empty for any. */
  readonly ownerId: string;
  /** Null for any. */
  readonly ownerKind: OwnerKind | null;
  /** Only keys of these owners; null for all owners. */
  readonly owners: readonly string[] | null;
}

/** By id ascending. */
export async function listApiKeys(reader: Reader, page: PageRequest, filter: ApiKeyFilter): Promise<Page<ApiKeyRow>> {
  let query = reader
    .selectFrom("api_keys")
    .selectAll()
    .orderBy("id")
    .limit(page.size + 1);
  if (filter.ownerId !== "") query = query.where("owner_id", "=", filter.ownerId);
  if (filter.ownerKind !== null) query = query.where("owner_kind", "=", filter.ownerKind);
  if (filter.owners !== null) query = query.where("owner_id", "in", [...filter.owners, ""]);
  if (page.after?.[0] !== undefined) query = query.where("id", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.id]);
}

export async function countUnexpiredApiKeys(reader: Reader, ownerId: string, now: Date): Promise<number> {
  const { count } = await reader
    .selectFrom("api_keys")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("owner_id", "=", ownerId)
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function insertApiKey(tx: Tx, row: Insertable<ApiKeysTable>): Promise<void> {
  await tx.insertInto("api_keys").values(row).execute();
}

export async function updateApiKey(tx: Tx, id: string, change: Updateable<ApiKeysTable>): Promise<void> {
  await tx.updateTable("api_keys").set(change).where("id", "=", id).execute();
}

export async function deleteApiKey(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("api_keys").where("id", "=", id).execute();
}

export async function deleteApiKeysOf(tx: Tx, ownerIds: readonly string[]): Promise<void> {
  if (ownerIds.length > 0)
    await tx
      .deleteFrom("api_keys")
      .where("owner_id", "in", [...ownerIds])
      .execute();
}

/** A text that changes with every key that is made, changed or deleted. */
export async function readKeysVersion(reader: Reader): Promise<string> {
  const { rows } = await sql<{ version: string }>`SELECT concat(count(*), '/', max(version)) AS version
    FROM api_keys`.execute(reader);
  return rows[0]?.version ?? "";
}

/** What it takes to tell whether a key may be used, and whose it is. */
export type HeldKeyRow = Pick<ApiKeyRow, "id" | "owner_id" | "owner_kind" | "digest" | "disabled" | "expires_at">;

const heldColumns = ["id", "owner_id", "owner_kind", "digest", "disabled", "expires_at"] as const;

export const readKeysByDigest = (reader: Reader, digests: readonly Uint8Array[]): Promise<HeldKeyRow[]> =>
  reader
    .selectFrom("api_keys")
    .select(heldColumns)
    .where("digest", "in", [...digests])
    .execute();

/** Ids that are gone are left out. */
export const readKeysById = async (reader: Reader, ids: readonly string[]): Promise<HeldKeyRow[]> =>
  ids.length === 0
    ? []
    : reader.selectFrom("api_keys").select(heldColumns).where(sql<boolean>`id = ANY(${ids}::text[])`).execute();
