// Namespaces: a name in the account, and a namespace of a Temporal server behind it. What is accepted here is applied
// by a workflow; namespace-transitions.ts says how that ends.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { check, holdsAccountRole, listAllowed, missingCover } from "@remit/policy";
import type {
  CreateNamespaceRequest,
  DeleteNamespaceRequest,
  GetNamespacesRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { permissionDenied } from "../authorize/refusal.ts";
import { alreadyExists, failedPrecondition, notFound } from "../errors.ts";
import { type ConnectivityRuleRow, readConnectivityRules } from "../store/connectivity-rules.ts";
import { newId, nextVersion } from "../store/ids.ts";
import {
  countNamespaces,
  insertCreatorGrant,
  insertNamespace,
  listNamespaces as listRows,
  lockNamespace,
  type NamespaceRow,
  readNamespace,
  updateNamespace as updateRow,
} from "../store/namespaces.ts";
import { parsePage } from "../store/paging.ts";
import type { Call, Deps } from "./call.ts";
import { requireSpec, requireVersion } from "./checks.ts";
import { requireAttachable } from "./connectivity-rules.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutate.ts";
import {
  requireNamespaceName,
  requirePlacement,
  requireSettings,
  requireSomeAuthentication,
} from "./namespace-rules.ts";
import { requireSearchAttributes } from "./namespace-search-attributes.ts";
import { canonicalise, fillApiKeyAuth } from "./namespace-spec.ts";
import { lockSettledNamespace } from "./namespace-state.ts";
import { requireRoomForTags, requireTags } from "./namespace-tags.ts";
import { countEndpointsLeadingTo } from "./nexus-endpoint-access.ts";
import { requireProject } from "./projects.ts";

/** A namespace with the rules that are attached to it, as far as the caller may see them. */
export interface NamespaceView {
  readonly row: NamespaceRow;
  readonly rules: readonly ConnectivityRuleRow[];
}

export async function getNamespace(deps: Deps, call: Call, id: string): Promise<NamespaceView> {
  const row = await readNamespace(deps.database.db, id);
  // The caller may read the namespace of this name that was there when it was asked; a namesake made since is another.
  if (row === undefined || row.uid !== call.view.namespacesById.get(id)?.uid) throw notFound("namespace", id);
  const [view] = await withRules(deps, call, [row]);
  if (view === undefined) throw notFound("namespace", id);
  return view;
}

/** The namespaces on which the caller holds cloud.namespace.get, by name. */
export async function listNamespaces(
  deps: Deps,
  call: Call,
  request: GetNamespacesRequest,
): Promise<{ items: NamespaceView[]; nextPageToken: string }> {
  const { name, projectId: project } = request;
  const page = parsePage(`namespaces ${JSON.stringify([name, project])}`, request.pageSize, request.pageToken);
  const { view, caller, now } = call;
  const uids = listAllowed(
    view.snapshot,
    caller?.principalId ?? "",
    "cloud.namespace.get",
    "namespaces",
    now.getTime(),
  );
  const id = name === "" || name.includes(".") ? name : `${name}.${view.account}`;
  const { items, nextPageToken } = await listRows(deps.database.db, page, { uids, id, project });
  return { items: await withRules(deps, call, items), nextPageToken };
}

async function withRules(deps: Deps, call: Call, rows: readonly NamespaceRow[]): Promise<NamespaceView[]> {
  const attached = rows.map((row) => ({ row, ids: fromBinary(NamespaceSpecSchema, row.spec).connectivityRuleIds }));
  const visible = new Set(attached.flatMap(({ ids }) => ids).filter((id) => maySeeRule(call, id)));
  const found = await readConnectivityRules(deps.database.db, [...visible]);
  const byId = new Map(found.map((rule) => [rule.id, rule]));
  return attached.map(({ row, ids }) => ({ row, rules: ids.flatMap((id) => byId.get(id) ?? []) }));
}

function maySeeRule({ view, caller, now }: Call, id: string): boolean {
  const rule = { type: "connectivity-rules", id } as const;
  return check(view.snapshot, caller?.principalId ?? "", "cloud.connectivityrule.get", rule, now.getTime());
}

export async function createNamespace(mutation: Mutation, request: CreateNamespaceRequest): Promise<Outcome> {
  const { tx, deps, view, call } = mutation;
  const spec = requireSpec(NamespaceSpecSchema, request.spec);
  const projectId = request.projectId === "" ? view.defaultProject : request.projectId;
  requireMayTag(mutation, projectId, request);
  canonicalise(spec, call.apiVersion);
  fillApiKeyAuth(spec);
  // Nothing was said: the documented default. An update must say it, or it would shorten what is kept.
  if (spec.retentionDays === 0) spec.retentionDays = deps.limits.retentionDefaultDays;
  await requireValidNew(mutation, spec);
  requireTags(request.tags, "tags");
  await requireProject(tx, projectId);
  const id = `${spec.name}.${view.account}`;
  if ((await lockNamespace(tx, id)) !== undefined) throw alreadyExists("namespace", id);
  await requireAttachable(mutation, spec.connectivityRuleIds, projectId);
  await requireRoomForNamespace(mutation, projectId);
  const uid = newId();
  await requireRoomForTags(mutation, request.tags, {}, uid);
  await insertNamespace(tx, {
    uid,
    id,
    project_id: projectId,
    spec: toBinary(NamespaceSpecSchema, spec),
    desired: null,
    tags: JSON.stringify(request.tags),
    active_region: spec.replicas[0]?.region ?? "",
    failure_reason: "",
    state: ResourceState.ACTIVATING,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    created_at: mutation.now,
    updated_at: null,
  });
  mutation.touch("namespace", uid);
  await grantToCreator(mutation, uid);
  mutation.needsTemporal = true;
  mutation.about("namespaces", id, {
    uid,
    project_id: projectId,
    tags: request.tags,
    after: toJson(NamespaceSpecSchema, spec),
  });
  return { namespace: id };
}

async function requireValidNew({ deps }: Mutation, spec: NamespaceSpec): Promise<void> {
  requireNamespaceName(spec.name);
  requireSettings(spec, deps.limits);
  requireSomeAuthentication(spec);
  requirePlacement(spec, deps.regions, []);
  const region = spec.replicas[0]?.region ?? "";
  const room = Object.keys(spec.searchAttributes).length === 0 ? null : await deps.searchAttributeRoom(region);
  requireSearchAttributes(spec.searchAttributes, { present: null, limits: deps.limits, room });
}

/**
 * Tags of a namespace that does not exist yet: whoever could write tags on every namespace of its project may.
 * The creator's own grant does not count: Namespace Admin holds no tags either.
 */
function requireMayTag(mutation: Mutation, project: string, { spec, tags }: CreateNamespaceRequest): void {
  if (Object.keys(tags).length === 0) return;
  const operation = "cloud.namespace.updateTags";
  const wanted = [{ operation, scope: { kind: "project", project } as const }];
  if (missingCover(mutation.view.snapshot, mutation.principalId, wanted, mutation.nowMs).length === 0) return;
  throw permissionDenied(
    operation,
    "namespaces",
    `${spec?.name ?? ""}.${mutation.view.account}`,
    mutation.deps.contact,
  );
}

/** Per-project limits do not hold for the default project. */
async function requireRoomForNamespace({ tx, deps, view }: Mutation, projectId: string): Promise<void> {
  requireRoom(deps.limits, "namespacesPerAccount", await countNamespaces(tx, null), "namespaces in the account");
  if (projectId === view.defaultProject) return;
  requireRoom(deps.limits, "namespacesPerProject", await countNamespaces(tx, projectId), "namespaces in the project");
}

/** Owners and Admins hold every namespace already; a grant of their own would outlive their role. */
async function grantToCreator(mutation: Mutation, uid: string): Promise<void> {
  const { view, principalId, tx } = mutation;
  const role = (name: "owner" | "admin"): boolean => holdsAccountRole(view.snapshot, principalId, name);
  if (role("owner") || role("admin")) return;
  await insertCreatorGrant(tx, principalId, uid);
  mutation.touch("principal", principalId);
}

/** Everything that hangs on the namespace goes with it, at the end of the operation. */
export async function deleteNamespace(mutation: Mutation, request: DeleteNamespaceRequest): Promise<Outcome> {
  const { tx } = mutation;
  const row = await lockSettledNamespace(tx, request.namespace);
  requireVersion("namespace", row.version, request.resourceVersion);
  const spec = fromBinary(NamespaceSpecSchema, row.spec);
  if (spec.lifecycle?.enableDeleteProtection === true) {
    throw failedPrecondition("the namespace is protected; switch off lifecycle.enable_delete_protection first");
  }
  const endpoints = await countEndpointsLeadingTo(tx, row);
  if (endpoints > 0)
    throw failedPrecondition(`Nexus endpoints lead to the namespace (${endpoints}); delete or redirect them first`);
  await updateRow(tx, row.uid, {
    state: ResourceState.DELETING,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.needsTemporal = true;
  mutation.about("namespaces", row.id, { uid: row.uid, before: toJson(NamespaceSpecSchema, spec) });
  return {};
}
