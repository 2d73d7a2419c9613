// Connectivity rules: from where a namespace may be reached. They are data here; nothing of them is on a Temporal server.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { check } from "@remit/policy";
import type {
  CreateConnectivityRuleRequest,
  DeleteConnectivityRuleRequest,
  GetConnectivityRulesRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type ConnectivityRuleSpec,
  ConnectivityRuleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { toResource } from "../authorize/view.ts";
import { narrow, visibleIds } from "../authorize/visible.ts";
import { failedPrecondition, invalidField, notFound, quote } from "../errors.ts";
import {
  type ConnectivityRuleRow,
  deleteConnectivityRule as deleteRow,
  insertConnectivityRule,
  listConnectivityRules as listRows,
  readConnectivityRule,
  readConnectivityRules,
  readConnectivityRulesOf,
} from "../store/connectivity-rules.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { readAllNamespaceSpecs, readNamespace } from "../store/namespaces.ts";
import { type Page, parsePage } from "../store/paging.ts";
import type { Call, Deps } from "./call.ts";
import { requireSpec, requireText, requireVersion } from "./checks.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireProject } from "./projects.ts";
import { requireRegion } from "./regions.ts";

export async function getConnectivityRule(deps: Deps, _call: Call, id: string): Promise<ConnectivityRuleRow> {
  const row = await readConnectivityRule(deps.database.db, id);
  if (row === undefined) throw notFound("connectivity rule", id);
  return row;
}

/** The rules on which the caller holds cloud.connectivityrule.get, by id; with `namespace` those attached to it. */
export async function listConnectivityRules(
  deps: Deps,
  call: Call,
  request: GetConnectivityRulesRequest,
): Promise<Page<ConnectivityRuleRow>> {
  const { namespace, projectId: project } = request;
  const page = parsePage(
    `connectivity-rules ${JSON.stringify([namespace, project])}`,
    request.pageSize,
    request.pageToken,
  );
  const { view, caller, now } = call;
  const visible = visibleIds(view, caller?.principalId ?? "", "connectivity-rules", now.getTime());
  const attached = namespace === "" ? null : await readAttached(deps, call, namespace);
  const ids = attached === null ? visible : narrow(visible, attached);
  return listRows(deps.database.db, page, { ids, project });
}

/** Nothing for a namespace that the caller may not see: what is attached would tell that it exists. */
async function readAttached(deps: Deps, { view, caller, now }: Call, namespace: string): Promise<readonly string[]> {
  const target = toResource(view, "namespaces", namespace);
  if (!check(view.snapshot, caller?.principalId ?? "", "cloud.namespace.get", target, now.getTime())) return [];
  const row = await readNamespace(deps.database.db, namespace);
  return row === undefined ? [] : fromBinary(NamespaceSpecSchema, row.spec).connectivityRuleIds;
}

export async function createConnectivityRule(
  mutation: Mutation,
  request: CreateConnectivityRuleRequest,
): Promise<Outcome> {
  const { tx, view } = mutation;
  const spec = requireSpec(ConnectivityRuleSpecSchema, request.spec);
  requireValidRule(mutation, spec);
  const projectId = request.projectId === "" ? view.defaultProject : request.projectId;
  await requireProject(tx, projectId);
  await requireRoomForRule(mutation, spec, projectId);
  const id = newId();
  await insertConnectivityRule(tx, {
    id,
    project_id: projectId,
    spec: toBinary(ConnectivityRuleSpecSchema, spec),
    state: ResourceState.ACTIVE,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    created_at: mutation.now,
    updated_at: null,
  });
  mutation.touch("connectivity-rule", id);
  mutation.about("connectivity-rules", id, { project_id: projectId, after: toJson(ConnectivityRuleSpecSchema, spec) });
  return { connectivityRuleId: id };
}

function requireValidRule({ deps }: Mutation, { connectionType }: ConnectivityRuleSpec): void {
  if (connectionType.case === undefined) throw invalidField("spec", "public_rule or private_rule is required");
  if (connectionType.case === "publicRule") return;
  const { connectionId, region, gcpProjectId, azurePeResourceId } = connectionType.value;
  requireText(connectionId, "spec.private_rule.connection_id", { max: 1024 });
  if (region === "") throw invalidField("spec.private_rule.region", "is required");
  requireRegion(deps.regions, region, "spec.private_rule.region");
  requireText(gcpProjectId, "spec.private_rule.gcp_project_id", { min: 0, max: 1024 });
  requireText(azurePeResourceId, "spec.private_rule.azure_pe_resource_id", { min: 0, max: 1024 });
}

/** Per-project limits do not hold for the default project. */
async function requireRoomForRule(
  { tx, deps, view }: Mutation,
  spec: ConnectivityRuleSpec,
  projectId: string,
): Promise<void> {
  if (spec.connectionType.case === "privateRule") {
    const present = (await readConnectivityRulesOf(tx, null)).filter(isPrivate).length;
    requireRoom(
      deps.limits,
      "privateConnectivityRulesPerAccount",
      present,
      "private connectivity rules in the account",
    );
  }
  if (projectId === view.defaultProject) return;
  const rules = await readConnectivityRulesOf(tx, projectId);
  requireRoom(deps.limits, "connectivityRulesPerProject", rules.length, "connectivity rules in the project");
  if (spec.connectionType.case !== "publicRule") return;
  const open = rules.filter((row) => !isPrivate(row)).length;
  requireRoom(deps.limits, "publicConnectivityRulesPerProject", open, "public connectivity rules in the project");
}

const isPrivate = (row: ConnectivityRuleRow): boolean =>
  fromBinary(ConnectivityRuleSpecSchema, row.spec).connectionType.case === "privateRule";

/** @throws RemitError INVALID_FIELD for a rule that is not there, or in another project; for too many private ones */
export async function requireAttachable(
  { tx, deps }: Mutation,
  ids: readonly string[],
  projectId: string,
  field = "spec.connectivity_rule_ids",
): Promise<void> {
  const found = (await readConnectivityRules(tx, ids)).filter((row) => row.project_id === projectId);
  const missing = ids.find((id) => !found.some((row) => row.id === id));
  if (missing !== undefined)
    throw invalidField(field, `${quote(missing)} is not a connectivity rule of project ${quote(projectId)}`);
  const allowed = deps.limits.privateConnectivityRulesPerNamespace;
  if (allowed !== 0 && found.filter(isPrivate).length > allowed) {
    throw invalidField(field, `must name at most ${allowed} private rules`);
  }
}

export async function deleteConnectivityRule(
  mutation: Mutation,
  request: DeleteConnectivityRuleRequest,
): Promise<Outcome> {
  const { tx } = mutation;
  const row = await readConnectivityRule(tx, request.connectivityRuleId);
  if (row === undefined) throw notFound("connectivity rule", request.connectivityRuleId);
  requireVersion("connectivity rule", row.version, request.resourceVersion);
  await requireDetached(mutation, row.id);
  await deleteRow(tx, row.id);
  mutation.touch("connectivity-rule", row.id);
  const before = toJson(ConnectivityRuleSpecSchema, fromBinary(ConnectivityRuleSpecSchema, row.spec));
  mutation.about("connectivity-rules", row.id, { before });
  return {};
}

/** A namespace counts whether the rule is in the spec that is applied or in the one that waits to be. */
async function requireDetached({ tx }: Mutation, id: string): Promise<void> {
  const names = (bytes: Uint8Array | null): boolean =>
    bytes !== null && fromBinary(NamespaceSpecSchema, bytes).connectivityRuleIds.includes(id);
  const holders = (await readAllNamespaceSpecs(tx)).filter(({ spec, desired }) => names(spec) || names(desired));
  if (holders.length === 0) return;
  throw failedPrecondition(`the connectivity rule is attached to namespaces (${holders.length}); detach it first`);
}
