// A namespace goes to another project. Nothing of that is on a Temporal server; access by project follows at once.
// Connectivity rules stay in their project, so the mover says which of the new project's the namespace has from then on:
// to leave that out would open it to everywhere, or close it.
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { check } from "@remit/policy";
import type { MoveNamespaceToProjectRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { permissionDenied } from "../authorize/refusal.ts";
import { invalidField } from "../errors.ts";
import { nextVersion } from "../store/ids.ts";
import { type NamespaceRow, updateNamespace as updateRow } from "../store/namespaces.ts";
import { requireAttachable } from "./connectivity-rules.ts";
import { requireCoversMove } from "./cover.ts";
import { requireMove, requireValidMove } from "./moves.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireRoomInProject } from "./namespace-creation.ts";
import { lockSettledNamespace, requireActivated } from "./namespace-state.ts";

export async function moveNamespaceToProject(
  mutation: Mutation,
  request: MoveNamespaceToProjectRequest,
): Promise<Outcome> {
  const { tx } = mutation;
  const { destinationProjectId: destination } = request;
  requireValidMove(request);
  const ruleIds = parseRules(request);
  const row = await lockSettledNamespace(tx, request.namespace);
  requireActivated(row);
  await requireMove(mutation, "namespace", row, request);
  requireCoversMove(mutation, { type: "namespaces", id: row.uid }, destination);
  const spec = fromBinary(NamespaceSpecSchema, row.spec);
  const before = spec.connectivityRuleIds;
  spec.connectivityRuleIds = requireRules(mutation, row, before, ruleIds);
  await requireAttachable(mutation, spec.connectivityRuleIds, destination, "rule_ids.connectivity_rule_ids");
  await requireRoomInProject(mutation, destination);
  await updateRow(tx, row.uid, {
    project_id: destination,
    spec: toBinary(NamespaceSpecSchema, spec),
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.touch("namespace", row.uid);
  mutation.about("namespaces", row.id, {
    uid: row.uid,
    before: { project_id: row.project_id, connectivity_rule_ids: before },
    after: { project_id: destination, connectivity_rule_ids: spec.connectivityRuleIds },
  });
  return {};
}

/** Null: nothing was said. An empty list is refused, because to have no rules is to be open to everywhere. */
function parseRules({ destinationConnectivityRules: rules }: MoveNamespaceToProjectRequest): string[] | null {
  if (rules.case === undefined) return null;
  if (rules.case === "unrestricted") return [];
  const ids = [...new Set(rules.value.connectivityRuleIds)];
  if (ids.length === 0)
    throw invalidField("rule_ids.connectivity_rule_ids", "must name at least one rule; for none choose unrestricted");
  return ids;
}

/** @throws RemitError INVALID_FIELD, PERMISSION_DENIED */
function requireRules(
  mutation: Mutation,
  row: NamespaceRow,
  before: readonly string[],
  wanted: string[] | null,
): string[] {
  if (wanted === null) {
    if (before.length === 0) return [];
    const says = `or unrestricted is required: the namespace's connectivity rules (${before.length}) stay in their project`;
    throw invalidField("rule_ids", says);
  }
  if (before.length === 0 && wanted.length === 0) return [];
  const { view, principalId, nowMs } = mutation;
  const operation = "cloud.namespace.update";
  if (check(view.snapshot, principalId, operation, { type: "namespaces", id: row.uid }, nowMs)) return wanted;
  throw permissionDenied(operation, "namespaces", row.id);
}
