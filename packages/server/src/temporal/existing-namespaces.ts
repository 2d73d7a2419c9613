// Namespaces that a Temporal server has already, whoever made them: all that can be said of them is read, nothing is
// written.
import { Code } from "@connectrpc/connect";
import type { Connection } from "@temporalio/client";
import { callServer, hasCode } from "./call-server.ts";
import { type DescribedNamespace, type TemporalNamespace, toTemporalNamespace } from "./namespaces.ts";
import { listSearchAttributes, type SearchAttributes } from "./search-attributes.ts";

export interface ExistingNamespace extends TemporalNamespace {
  /** Settings that Remit does not manage, each in words. */
  readonly unmanaged: readonly string[];
}

export interface NamespaceOnServer extends ExistingNamespace {
  readonly searchAttributes: SearchAttributes;
}

const pageSize = 500;
/** Of NamespaceState: not deprecated, and not about to be deleted. */
const registered = 1;
/** Of ArchivalState. */
const archives = 2;

/** All that are in use, by name. The server's own are among them. */
export async function listExistingNamespaces(connection: Connection): Promise<ExistingNamespace[]> {
  const found: ExistingNamespace[] = [];
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await callServer(connection, "list Namespaces", () =>
      connection.workflowService.listNamespaces({ pageSize, nextPageToken }),
    );
    for (const one of page.namespaces ?? []) if (one.namespaceInfo?.state === registered) found.push(toExisting(one));
    nextPageToken = page.nextPageToken ?? new Uint8Array();
  } while (nextPageToken.length > 0);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Null when there is no such Namespace. */
export async function readNamespaceOnServer(connection: Connection, name: string): Promise<NamespaceOnServer | null> {
  try {
    const described = await callServer(connection, `describe Namespace ${name}`, () =>
      connection.workflowService.describeNamespace({ namespace: name }),
    );
    return { ...toExisting(described), searchAttributes: await listSearchAttributes(connection, name) };
  } catch (error) {
    if (hasCode(error, Code.NotFound)) return null;
    throw error;
  }
}

const toExisting = (described: DescribedNamespace): ExistingNamespace => ({
  ...toTemporalNamespace(described, ""),
  unmanaged: listUnmanaged(described),
});

function listUnmanaged({ namespaceInfo, config, replicationConfig }: DescribedNamespace): string[] {
  const clusters = (replicationConfig?.clusters ?? []).map(({ clusterName }) => clusterName ?? "");
  const told: readonly (readonly [boolean, string])[] = [
    [clusters.length > 1, `it is replicated to the clusters ${clusters.join(", ")}`],
    [config?.historyArchivalState === archives, "histories are archived"],
    [config?.visibilityArchivalState === archives, "visibility records are archived"],
    [Object.keys(config?.badBinaries?.binaries ?? {}).length > 0, "binaries are marked as bad"],
    [(namespaceInfo?.ownerEmail ?? "") !== "", "it has an owner's e-mail address"],
  ];
  return told.flatMap(([is, text]) => (is ? [text] : []));
}
