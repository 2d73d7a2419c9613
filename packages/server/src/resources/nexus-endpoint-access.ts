// Who may point an endpoint where. Whoever makes an endpoint makes others run work in its target, so the right to
// make endpoints is not enough: it takes all that a Namespace Admin of the target holds.

import { fromBinary } from "@bufbuild/protobuf";
import { check, grantsOfAccess, missingCover } from "@remit/policy";
import { type EndpointSpec, EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { noAccess } from "@remit/protocol/policy-access";
import { ruleDenied } from "../authorize/refusal.ts";
import { toResource } from "../authorize/view.ts";
import { failedPrecondition, invalidField, quote } from "../errors.ts";
import type { Reader, Tx } from "../store/database.ts";
import { type NamespaceRow, readNamespace } from "../store/namespaces.ts";
import { listChangingNexusEndpoints, listNexusEndpointsOfTarget } from "../store/nexus-endpoints.ts";
import type { Mutation } from "./mutation.ts";
import { callersOf, targetOf } from "./nexus-endpoint-spec.ts";

const targetField = "spec.target_spec.worker_target_spec.namespace_id";

/**
 * The same refusal for a namespace that the caller is no admin of and for one that does not exist, unless the caller
 * sees all of them.
 * @throws RemitError PERMISSION_DENIED, INVALID_FIELD
 */
export function requireTargetAdmin(mutation: Mutation, namespaceId: string): void {
  const { view } = mutation;
  const uid = view.namespacesById.get(namespaceId)?.uid;
  if (uid !== undefined) {
    if (holdsAllOfAdmin(mutation, uid)) return;
  } else if (seesAllNamespaces(mutation)) {
    throw invalidField(targetField, `namespace ${quote(namespaceId)} does not exist`);
  }
  const message = `a Nexus endpoint can be pointed at namespace ${quote(namespaceId)} only by its Namespace Admins.`;
  throw ruleDenied(message, "cloud.nexusendpoint.create");
}

/**
 * To change or delete an endpoint takes the same. Where it leads is not said: the right to do so is not the right to
 * read it. @throws RemitError PERMISSION_DENIED
 */
export function requireAdminOfTarget(mutation: Mutation, targetUid: string): void {
  if (holdsAllOfAdmin(mutation, targetUid)) return;
  const message = "a Nexus endpoint is changed and deleted only by Namespace Admins of the namespace it leads to.";
  throw ruleDenied(message, mutation.call.row.operation ?? "");
}

function holdsAllOfAdmin({ view, principalId, nowMs }: Mutation, uid: string): boolean {
  const admin = { ...noAccess, namespaces: [{ namespace: uid, permission: "admin" as const }] };
  return missingCover(view.snapshot, principalId, grantsOfAccess(admin, view.snapshot), nowMs).length === 0;
}

function seesAllNamespaces({ view, principalId, nowMs }: Mutation): boolean {
  const all = { operation: "cloud.namespace.get", scope: { kind: "all", type: "namespaces" } } as const;
  return missingCover(view.snapshot, principalId, [all], nowMs).length === 0;
}

/** @throws RemitError FAILED_PRECONDITION for a namespace that is not on its server, or is about to go */
export async function requireTarget(reader: Reader, namespaceId: string): Promise<NamespaceRow> {
  const row = await readNamespace(reader, namespaceId);
  if (row === undefined) throw invalidField(targetField, `namespace ${quote(namespaceId)} does not exist`);
  const usable: readonly number[] = [
    ResourceState.ACTIVE,
    ResourceState.UPDATING,
    ResourceState.UPDATE_FAILED,
    ResourceState.DELETE_FAILED,
  ];
  if (usable.includes(row.state)) return row;
  throw failedPrecondition(`${targetField}: namespace ${quote(namespaceId)} is not active`);
}

/**
 * The namespaces that are newly allowed to call must exist now, or the name would be a present for whoever makes it
 * later. One that the caller may not see reads like one that does not exist.
 */
export function requireCallers(
  { view, principalId, nowMs }: Mutation,
  spec: EndpointSpec,
  stored: EndpointSpec | null,
): void {
  const known = new Set(stored === null ? [] : callersOf(stored));
  for (const [index, { variant }] of spec.policySpecs.entries()) {
    const id = variant.value?.namespaceId ?? "";
    if (known.has(id)) continue;
    if (check(view.snapshot, principalId, "cloud.namespace.get", toResource(view, "namespaces", id), nowMs)) continue;
    const field = `spec.policy_specs[${index}].allowed_cloud_namespace_policy_spec.namespace_id`;
    throw invalidField(field, `there is no namespace ${quote(id)} that you can see`);
  }
}

/**
 * None may lead to the namespace, now or as soon as a change under way is applied: it would lead nowhere.
 * @throws RemitError FAILED_PRECONDITION
 */
export async function requireNoEndpoints(tx: Tx, { uid, id }: NamespaceRow): Promise<void> {
  const applied = await listNexusEndpointsOfTarget(tx, uid);
  const changing = (await listChangingNexusEndpoints(tx)).filter((row) => row.target_namespace_uid !== uid);
  const coming = changing.filter(
    ({ desired }) => desired !== null && targetOf(fromBinary(EndpointSpecSchema, desired)).namespaceId === id,
  );
  const endpoints = applied.length + coming.length;
  if (endpoints > 0)
    throw failedPrecondition(`Nexus endpoints lead to the namespace (${endpoints}); delete or redirect them first`);
}
