// Namespaces as a Temporal server has them, and which of them are ours.
import type { NamespaceRow } from "../store/namespaces.ts";
import type { ExistingNamespace, NamespaceOnServer } from "../temporal/existing-namespaces.ts";
import type { TemporalNamespace } from "../temporal/namespaces.ts";

/** Key in the data of a Namespace that was made here; its value is the uid of our row. */
export const uidKey = "remit.uid";

/** Asks a region's server, and writes nothing there. Each throws RemitError UNAVAILABLE when it does not answer. */
export interface NamespacesOnServer {
  list(region: string): Promise<readonly ExistingNamespace[]>;
  /** Null when there is no such Namespace. */
  read(region: string, name: string): Promise<NamespaceOnServer | null>;
}

/**
 * Whether the row stands for this very one. One that was adopted is known by its id on the server; where that one was
 * lost and made again here, it carries our uid, as all do that were made here.
 */
export function isOurs(
  { uid, server_id }: Pick<NamespaceRow, "uid" | "server_id">,
  { id, data }: Pick<TemporalNamespace, "id" | "data">,
): boolean {
  return data[uidKey] === uid || (server_id !== null && id === server_id);
}
