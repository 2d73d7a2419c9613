// When a namespace or project goes, so do its entries in everybody's access, and the service accounts bound to it.
// Left behind, an entry would give its holder a namesake that is made later.
import type { Access, ServiceAccountSpec } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { deleteApiKeysOf } from "./api-keys.ts";
import type { Tx } from "./database.ts";
import { deleteImpliedGrantsOf } from "./implied-grants.ts";
import type { ServiceAccountScope } from "./service-accounts.ts";
import { editSpecsNaming, removeKey, type Touched } from "./spec-holders.ts";

/**
 * By the wire id, before or after the namespace's row is deleted. The answer names every principal and group that
 * decisions must learn about, the deleted service accounts among them.
 */
export async function removeNamespaceFromAccess(tx: Tx, namespaceId: string, now: Date): Promise<Touched> {
  const access = (given: Access): boolean => removeKey(given.namespaceAccesses, namespaceId);
  const bound = (spec: ServiceAccountSpec): boolean => spec.namespaceScopedAccess?.namespace === namespaceId;
  const serviceAccount = (spec: ServiceAccountSpec): boolean => {
    const inAccess = spec.access !== undefined && access(spec.access);
    const inProject =
      spec.projectScopedAccess !== undefined && removeKey(spec.projectScopedAccess.namespaceAccesses, namespaceId);
    return bound(spec) || inAccess || inProject;
  };
  const touched = await editSpecsNaming(tx, namespaceId, { access, serviceAccount }, now);
  await deleteScopedAccounts(tx, "namespace", touched.principals);
  return touched;
}

/** The entries alone: what is bound to the namespace stays, since the namespace can still be read. */
export function removeNamespaceEntries(tx: Tx, namespaceId: string, now: Date): Promise<Touched> {
  const access = (given: Access): boolean => removeKey(given.namespaceAccesses, namespaceId);
  const serviceAccount = (spec: ServiceAccountSpec): boolean => spec.access !== undefined && access(spec.access);
  return editSpecsNaming(tx, namespaceId, { access, serviceAccount }, now);
}

/** As removeNamespaceFromAccess, for a project. */
export async function removeProjectFromAccess(tx: Tx, projectId: string, now: Date): Promise<Touched> {
  const access = (given: Access): boolean => removeKey(given.projectAccesses, projectId);
  const serviceAccount = (spec: ServiceAccountSpec): boolean =>
    spec.projectScopedAccess?.projectId === projectId || (spec.access !== undefined && access(spec.access));
  const touched = await editSpecsNaming(tx, projectId, { access, serviceAccount }, now);
  await deleteScopedAccounts(tx, "project", touched.principals);
  return touched;
}

/** Of `ids`, the service accounts of this scope: whatever was bound to the thing that goes is among them. */
async function deleteScopedAccounts(tx: Tx, scope: ServiceAccountScope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .deleteFrom("service_accounts")
    .where("id", "in", [...ids])
    .where("scope", "=", scope)
    .returning("id")
    .execute();
  const gone = rows.map(({ id }) => id);
  await deleteApiKeysOf(tx, gone);
  await deleteImpliedGrantsOf(tx, gone);
}
