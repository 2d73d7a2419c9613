import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { NexusEndpointsTable } from "./schema/resources.ts";

export type NexusEndpointRow = Selectable<NexusEndpointsTable>;

export const readNexusEndpoint = (reader: Reader, id: string): Promise<NexusEndpointRow | undefined> =>
  reader.selectFrom("nexus_endpoints").selectAll().where("id", "=", id).executeTakeFirst();

/** The same, and nobody else changes it until the transaction ends. */
export const lockNexusEndpoint = (tx: Tx, id: string): Promise<NexusEndpointRow | undefined> =>
  tx.selectFrom("nexus_endpoints").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

/** All of a filter hold together; one that is empty narrows nothing. */
export interface NexusEndpointFilter {
  /** Null: all of them. */
  readonly ids: readonly string[] | null;
  readonly name: string;
  /** Null: any; a uid that no namespace has finds nothing. */
  readonly targetNamespaceUid: string | null;
  readonly targetTaskQueue: string;
  readonly project: string;
}

/** By id ascending. */
export async function listNexusEndpoints(
  reader: Reader,
  page: PageRequest,
  filter: NexusEndpointFilter,
): Promise<Page<NexusEndpointRow>> {
  let query = reader
    .selectFrom("nexus_endpoints")
    .selectAll()
    .orderBy("id")
    .limit(page.size + 1);
  if (filter.ids !== null) query = query.where(sql<boolean>`id = ANY(${filter.ids}::text[])`);
  if (filter.name !== "") query = query.where("name", "=", filter.name);
  if (filter.targetNamespaceUid !== null) query = query.where("target_namespace_uid", "=", filter.targetNamespaceUid);
  if (filter.targetTaskQueue !== "") query = query.where("target_task_queue", "=", filter.targetTaskQueue);
  if (filter.project !== "") query = query.where("project_id", "=", filter.project);
  if (page.after?.[0] !== undefined) query = query.where("id", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.id]);
}

/** One project, or the account when null. */
export async function countNexusEndpoints(reader: Reader, project: string | null): Promise<number> {
  let query = reader.selectFrom("nexus_endpoints").select(({ fn }) => fn.countAll<number>().as("count"));
  if (project !== null) query = query.where("project_id", "=", project);
  const { count } = await query.executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Names are unique over what is applied and what waits to be applied, which no index can say. Whoever is about to take
 * a name holds this lock until commit; it comes after the policy version and before any row.
 */
export async function lockNexusEndpointNames(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('nexus-endpoint-names', 0))`.execute(tx);
}

/** Endpoints whose change waits to be applied. */
export const listChangingNexusEndpoints = (reader: Reader): Promise<NexusEndpointRow[]> =>
  reader.selectFrom("nexus_endpoints").selectAll().where("desired", "is not", null).execute();

export const readNexusEndpointByName = (reader: Reader, name: string): Promise<NexusEndpointRow | undefined> =>
  reader.selectFrom("nexus_endpoints").selectAll().where("name", "=", name).executeTakeFirst();

export const listNexusEndpointsOfTarget = (reader: Reader, namespaceUid: string): Promise<NexusEndpointRow[]> =>
  reader
    .selectFrom("nexus_endpoints")
    .selectAll()
    .where("target_namespace_uid", "=", namespaceUid)
    .orderBy("id")
    .execute();

/** The same, and nobody else changes them until the transaction ends. */
export const lockNexusEndpointsOfTarget = (tx: Tx, namespaceUid: string): Promise<NexusEndpointRow[]> =>
  tx
    .selectFrom("nexus_endpoints")
    .selectAll()
    .where("target_namespace_uid", "=", namespaceUid)
    .orderBy("id")
    .forUpdate()
    .execute();

/** All of them, locked: for a change that may concern any. */
export const lockAllNexusEndpoints = (tx: Tx): Promise<NexusEndpointRow[]> =>
  tx.selectFrom("nexus_endpoints").selectAll().orderBy("id").forUpdate().execute();

export async function insertNexusEndpoint(tx: Tx, row: Insertable<NexusEndpointsTable>): Promise<void> {
  await tx.insertInto("nexus_endpoints").values(row).execute();
}

export async function updateNexusEndpoint(tx: Tx, id: string, change: Updateable<NexusEndpointsTable>): Promise<void> {
  await tx.updateTable("nexus_endpoints").set(change).where("id", "=", id).execute();
}

export async function deleteNexusEndpoint(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("nexus_endpoints").where("id", "=", id).execute();
}

/** Namespace uid → the task queues that endpoints lead to. */
export async function readNexusTargets(reader: Reader): Promise<Map<string, string[]>> {
  const rows = await reader
    .selectFrom("nexus_endpoints")
    .select(["target_namespace_uid", "target_task_queue"])
    .execute();
  const targets = new Map<string, string[]>();
  for (const { target_namespace_uid: uid, target_task_queue } of rows) {
    targets.set(uid, [...(targets.get(uid) ?? []), target_task_queue]);
  }
  return targets;
}
