// Changes of a namespace's spec. What a Temporal server must do waits as `desired` until it is done; what concerns
// only our own data is applied at once.
import { clone, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import type {
  RenameCustomSearchAttributeRequest,
  UpdateNamespaceRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { alreadyExists, invalidField, notFound } from "../errors.ts";
import { nextVersion } from "../store/ids.ts";
import { type NamespaceRow, updateNamespace as updateRow } from "../store/namespaces.ts";
import { keepNewerFields } from "./api-version.ts";
import { requireChange, requireSpec, requireVersion } from "./checks.ts";
import { requireAttachable } from "./connectivity-rules.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { askForCapacity } from "./namespace-capacity.ts";
import {
  requireActiveRegionStays,
  requireChanges,
  requirePlacement,
  requireSettings,
  requireSomeAuthentication,
} from "./namespace-rules.ts";
import { requireAttributeName, requireSearchAttributes } from "./namespace-search-attributes.ts";
import { canonicalise, comparable, dropEchoedCa, fillApiKeyAuth } from "./namespace-spec.ts";
import { lockSettledNamespace, requireActivated } from "./namespace-state.ts";
import { isPlacedElsewhere, regionsOf, requireShareable } from "./regions.ts";

/** Replaces the whole spec, but for what the caller's API version cannot express. */
export async function updateNamespace(mutation: Mutation, request: UpdateNamespaceRequest): Promise<Outcome> {
  const { tx, call, deps } = mutation;
  const spec = requireSpec(NamespaceSpecSchema, request.spec);
  canonicalise(spec, call.apiVersion);
  requireSettings(spec, deps.limits);
  const row = await lockSettledNamespace(tx, request.namespace);
  requireActivated(row);
  requireVersion("namespace", row.version, request.resourceVersion);
  const stored = fromBinary(NamespaceSpecSchema, row.spec);
  completeFromStored(spec, stored);
  dropEchoedCa(spec, request.spec, stored, call.apiVersion);
  keepNewerFields(NamespaceSpecSchema, stored, spec, call.apiVersion);
  fillApiKeyAuth(spec);
  await requireValidChange(mutation, row, stored, spec);
  // After a failure the server may differ from what is stored: the same spec again is a repair, not a repetition.
  const repair = row.state !== ResourceState.ACTIVE;
  if (!repair) requireChange(NamespaceSpecSchema, comparable(stored), comparable(spec), "the namespace");
  await requireAttachable(mutation, spec.connectivityRuleIds, row.project_id);
  const onServer = repair || differsOnServer(stored, spec) || isPlacedElsewhere(deps.regions, stored, spec);
  await writeSpec(mutation, row, { stored, spec }, onServer);
  mutation.about("namespaces", row.id, {
    uid: row.uid,
    before: toJson(NamespaceSpecSchema, stored),
    after: toJson(NamespaceSpecSchema, spec),
  });
  return {};
}

/** The name cannot change, and no regions at all mean: where it is. */
function completeFromStored(spec: NamespaceSpec, stored: NamespaceSpec): void {
  if (spec.name !== "" && spec.name !== stored.name) throw invalidField("spec.name", "cannot be changed");
  spec.name = stored.name;
  if (spec.replicas.length === 0) spec.replicas = clone(NamespaceSpecSchema, stored).replicas;
}

async function requireValidChange(
  { deps }: Mutation,
  row: NamespaceRow,
  stored: NamespaceSpec,
  spec: NamespaceSpec,
): Promise<void> {
  requireChanges(spec, stored, deps);
  requireSomeAuthentication(spec);
  requirePlacement(
    spec,
    deps.regions,
    stored.replicas.map(({ region }) => region),
  );
  requireActiveRegionStays(spec, row.active_region);
  if (isPlacedElsewhere(deps.regions, stored, spec)) requireShareable(deps.regions, regionsOf(spec));
  const present = stored.searchAttributes;
  const adds = Object.keys(spec.searchAttributes).some((name) => !Object.hasOwn(present, name));
  const room = adds ? await deps.searchAttributeRoom(row.active_region) : null;
  requireSearchAttributes(spec.searchAttributes, { present, limits: deps.limits, room });
}

/** Whether a Temporal server has to do something about the change. Attributes are only ever added. */
function differsOnServer(stored: NamespaceSpec, spec: NamespaceSpec): boolean {
  return (
    stored.retentionDays !== spec.retentionDays ||
    stored.description !== spec.description ||
    Object.keys(spec.searchAttributes).some((name) => !Object.hasOwn(stored.searchAttributes, name))
  );
}

/** @param onServer whether a Temporal server has to do something first: until then reads show what is applied */
export async function writeSpec(
  mutation: Mutation,
  row: NamespaceRow,
  { stored, spec }: { readonly stored: NamespaceSpec; readonly spec: NamespaceSpec },
  onServer: boolean,
): Promise<void> {
  const { tx, now, operationId } = mutation;
  const bytes = toBinary(NamespaceSpecSchema, spec);
  const outcome = onServer
    ? { state: ResourceState.UPDATING, desired: bytes }
    : { state: ResourceState.ACTIVE, spec: bytes, desired: null, failure_reason: "" };
  const common = { version: await nextVersion(tx), async_operation_id: operationId, updated_at: now };
  const capacity = askForCapacity(stored.capacitySpec, spec.capacitySpec, mutation, onServer);
  await updateRow(tx, row.uid, { ...outcome, ...common, ...capacity });
  mutation.needsTemporal = onServer;
  // What waits for a server is told when it is applied.
  if (!onServer) mutation.touch("namespace", row.uid);
}

/**
 * Gives a search attribute another name; its type stays and the old name goes. The resource version does not move:
 * a client that renames and then updates sends the version it read before both.
 */
export async function renameCustomSearchAttribute(
  mutation: Mutation,
  request: RenameCustomSearchAttributeRequest,
): Promise<Outcome> {
  const { tx, now, operationId } = mutation;
  const { existingCustomSearchAttributeName: from, newCustomSearchAttributeName: to } = request;
  if (from === "") throw invalidField("existing_custom_search_attribute_name", "is required");
  requireAttributeName(to, "new_custom_search_attribute_name");
  if (from === to) throw invalidField("new_custom_search_attribute_name", "is the name that it has already");
  const row = await lockSettledNamespace(tx, request.namespace);
  requireActivated(row);
  requireVersion("namespace", row.version, request.resourceVersion);
  const spec = fromBinary(NamespaceSpecSchema, row.spec);
  const type = Object.hasOwn(spec.searchAttributes, from) ? spec.searchAttributes[from] : undefined;
  if (type === undefined) throw notFound("search attribute", from);
  if (Object.hasOwn(spec.searchAttributes, to)) throw alreadyExists("search attribute", to);
  const others = Object.entries(spec.searchAttributes).filter(([name]) => name !== from);
  spec.searchAttributes = Object.fromEntries([...others, [to, type]]);
  await updateRow(tx, row.uid, {
    state: ResourceState.UPDATING,
    desired: toBinary(NamespaceSpecSchema, spec),
    async_operation_id: operationId,
    updated_at: now,
  });
  mutation.needsTemporal = true;
  mutation.about("namespaces", row.id, { uid: row.uid, before: from, after: to });
  return {};
}
