import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { NamespacesTable } from "./schema/resources.ts";

export type NamespaceRow = Selectable<NamespacesTable>;

/** What it is called on its Temporal server. */
export const serverNameOf = ({ id, server_name }: Pick<NamespaceRow, "id" | "server_name">): string =>
  server_name ?? id;

/** By the wire id, name.account. */
export const readNamespace = (reader: Reader, id: string): Promise<NamespaceRow | undefined> =>
  reader.selectFrom("namespaces").selectAll().where("id", "=", id).executeTakeFirst();

/** The same, and nobody else changes it until the transaction ends. */
export const lockNamespace = (tx: Tx, id: string): Promise<NamespaceRow | undefined> =>
  tx.selectFrom("namespaces").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export const readNamespaceByUid = (reader: Reader, uid: string): Promise<NamespaceRow | undefined> =>
  reader.selectFrom("namespaces").selectAll().where("uid", "=", uid).executeTakeFirst();

/** The name is the id up to its dot; the id alone would sort "a-b.x" before "a.x". */
const name = sql<string>`split_part(id, '.', 1) COLLATE "C"`;

/** By name ascending, of `uids`, or of all when null; an empty `id` or `project` narrows nothing. */
export async function listNamespaces(
  reader: Reader,
  page: PageRequest,
  filter: { readonly uids: readonly string[] | null; readonly id: string; readonly project: string },
): Promise<Page<NamespaceRow>> {
  let query = reader
    .selectFrom("namespaces")
    .selectAll()
    .orderBy(name)
    .orderBy("id")
    .limit(page.size + 1);
  if (filter.uids !== null) query = query.where(sql<boolean>`uid = ANY(${filter.uids}::text[])`);
  if (filter.id !== "") query = query.where("id", "=", filter.id);
  if (filter.project !== "") query = query.where("project_id", "=", filter.project);
  const [afterName, afterId] = page.after ?? [];
  if (afterName !== undefined && afterId !== undefined) {
    query = query.where(sql<boolean>`(${name}, id) > (${afterName}, ${afterId})`);
  }
  return toPage(page, await query.execute(), (row) => [nameOf(row.id), row.id]);
}

export const nameOf = (id: string): string => id.split(".", 1)[0] ?? id;

/** How many namespaces there are, of one project or, when null, of the account. */
export async function countNamespaces(reader: Reader, project: string | null): Promise<number> {
  let query = reader.selectFrom("namespaces").select(({ fn }) => fn.countAll<number>().as("count"));
  if (project !== null) query = query.where("project_id", "=", project);
  const { count } = await query.executeTakeFirstOrThrow();
  return Number(count);
}

/** The distinct tag keys of all namespaces but one. */
export async function readTagKeys(reader: Reader, exceptUid: string): Promise<Set<string>> {
  const rows = await reader.selectFrom("namespaces").select("tags").where("uid", "<>", exceptUid).execute();
  return new Set(rows.flatMap(({ tags }) => Object.keys(tags)));
}

export async function insertNamespace(tx: Tx, row: Insertable<NamespacesTable>): Promise<void> {
  await tx.insertInto("namespaces").values(row).execute();
}

/** Makes the principal an admin of the namespace it made; ends with the namespace. */
export async function insertCreatorGrant(tx: Tx, principalId: string, namespaceUid: string): Promise<void> {
  await tx
    .insertInto("implied_grants")
    .values({
      principal_id: principalId,
      namespace_uid: namespaceUid,
      kind: "creator",
      permission: "admin",
      expires_at: null,
    })
    .execute();
}

export async function updateNamespace(tx: Tx, uid: string, change: Updateable<NamespacesTable>): Promise<void> {
  await tx.updateTable("namespaces").set(change).where("uid", "=", uid).execute();
}

export async function deleteNamespace(tx: Tx, uid: string): Promise<void> {
  await tx.deleteFrom("namespaces").where("uid", "=", uid).execute();
}

/** Every namespace's accepted spec, or the one that waits to be applied: what rules are attached to. */
export const readAllNamespaceSpecs = (
  reader: Reader,
): Promise<Pick<NamespaceRow, "uid" | "id" | "spec" | "desired">[]> =>
  reader.selectFrom("namespaces").select(["uid", "id", "spec", "desired"]).orderBy("id").execute();

const onServer = ["uid", "id", "server_name", "server_id", "active_region", "state", "spec", "version"] as const;

/** With what it takes to find it on its Temporal server. */
export type NamespaceToFind = Pick<NamespaceRow, (typeof onServer)[number]>;

export const readNamespacesToObserve = (reader: Reader): Promise<NamespaceToFind[]> =>
  reader.selectFrom("namespaces").select(onServer).orderBy("uid").execute();

/** By the wire id. */
export const findNamespace = (reader: Reader, id: string): Promise<NamespaceToFind | undefined> =>
  reader.selectFrom("namespaces").select(onServer).where("id", "=", id).executeTakeFirst();

/** Whether it is still what was read: a look at a server takes its time, and a change may have come meanwhile. */
export async function isAsRead(reader: Reader, { uid, id, state, spec }: NamespaceToFind): Promise<boolean> {
  const now = await findNamespace(reader, id);
  return now?.uid === uid && now.state === state && Buffer.compare(now.spec, spec) === 0;
}

/** All of them, by id. */
export async function listNamespacesToFind(reader: Reader, page: PageRequest): Promise<Page<NamespaceToFind>> {
  let query = reader
    .selectFrom("namespaces")
    .select(onServer)
    .orderBy("id")
    .limit(page.size + 1);
  const [after] = page.after ?? [];
  if (after !== undefined) query = query.where("id", ">", after);
  return toPage(page, await query.execute(), ({ id }) => [id]);
}
