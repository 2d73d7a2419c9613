// Which Namespace of a Temporal server a row stands for. One that was made here carries our uid in its data; one that was
// adopted was there before, carries nothing of ours, and is told by the server's own id of it. Of the same name without
// either it is somebody else's, and is left alone.
import type { Connection } from "@temporalio/client";
import type { NamespacesOnServer } from "../resources/namespaces-on-server.ts";
import { isOurs } from "../resources/namespaces-on-server.ts";
import { type NamespaceRow, serverNameOf } from "../store/namespaces.ts";
import { listExistingNamespaces, readNamespaceOnServer } from "../temporal/existing-namespaces.ts";
import { describeNamespace, type TemporalNamespace } from "../temporal/namespaces.ts";
import type { TemporalServers } from "./servers.ts";

export type Found =
  | { readonly kind: "ours"; readonly namespace: TemporalNamespace }
  | { readonly kind: "missing" }
  /** The name belongs to one that is not ours. */
  | { readonly kind: "foreign" };

export async function findOnServer(
  connection: Connection,
  row: Pick<NamespaceRow, "id" | "uid" | "server_name" | "server_id">,
): Promise<Found> {
  const namespace = await describeNamespace(connection, serverNameOf(row));
  if (namespace === null) return { kind: "missing" };
  return isOurs(row, namespace) ? { kind: "ours", namespace } : { kind: "foreign" };
}

export const createNamespacesOnServer = (servers: TemporalServers): NamespacesOnServer => ({
  list: (region) => listExistingNamespaces(servers.ofRegion(region)),
  read: (region, name) => readNamespaceOnServer(servers.ofRegion(region), name),
});
