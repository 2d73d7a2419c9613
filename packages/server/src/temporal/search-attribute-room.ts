import type { Connection } from "@temporalio/client";
import { callServer } from "./call-server.ts";
import { listSearchAttributes, type SearchAttributeType, searchAttributeTypes } from "./search-attributes.ts";

/** The columns per Namespace that Temporal's SQL visibility schemas have, SQLite's included. */
const sqlColumns: Readonly<Record<SearchAttributeType, number>> = {
  Bool: 3,
  Datetime: 3,
  Double: 3,
  Int: 3,
  Keyword: 10,
  KeywordList: 3,
  Text: 3,
};

export interface SearchAttributeRoom {
  /** How many custom attributes of the type a Namespace can hold in all. */
  readonly limit: number;
  /** How many more this Namespace can hold. */
  readonly free: number;
}

/**
 * Asks what the Namespace can still hold on this server, by type. Null: the visibility store (Elasticsearch) sets no
 * limit of its own. No RPC tells the limit, but the server tells its kind of store, which decides it.
 */
export async function searchAttributeRoom(
  connection: Connection,
  namespace: string,
): Promise<Readonly<Record<SearchAttributeType, SearchAttributeRoom>> | null> {
  const limits = await searchAttributeLimits(connection);
  if (!limits) return null;
  const used = Object.values(await listSearchAttributes(connection, namespace));
  const room = (type: SearchAttributeType): SearchAttributeRoom => ({
    limit: limits[type],
    free: Math.max(0, limits[type] - used.filter((other) => other === type).length),
  });
  const rows = searchAttributeTypes.map((type) => [type, room(type)] as const);
  return Object.fromEntries(rows) as Record<SearchAttributeType, SearchAttributeRoom>;
}

/** The same for a Namespace that does not exist yet; null as above. */
export async function searchAttributeLimits(
  connection: Connection,
): Promise<Readonly<Record<SearchAttributeType, number>> | null> {
  const { visibilityStore } = await callServer(connection, "describe its cluster", () =>
    connection.workflowService.getClusterInfo({}),
  );
  return /sql|postgres/i.test(visibilityStore ?? "") ? sqlColumns : null;
}
