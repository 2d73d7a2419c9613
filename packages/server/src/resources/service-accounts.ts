// Service accounts: programs as principals, bound to the account, to one namespace or to one project for life.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import type * as policy from "@remit/policy";
import { check } from "@remit/policy";
import type {
  CreateServiceAccountRequest,
  DeleteServiceAccountRequest,
  GetProjectScopedServiceAccountsRequest,
  GetServiceAccountsRequest,
  UpdateServiceAccountRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type ServiceAccountSpec,
  ServiceAccountSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { toServiceAccountAccess } from "@remit/protocol/policy-access";
import { alreadyExists, notFound } from "../errors.ts";
import { deleteApiKeysOf } from "../store/api-keys.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { deleteImpliedGrantsOf } from "../store/implied-grants.ts";
import { type Page, parsePage } from "../store/paging.ts";
import {
  deleteServiceAccount as deleteRow,
  insertServiceAccount,
  listServiceAccounts as listRows,
  readScopedAccountIds,
  readServiceAccount,
  readServiceAccountByName,
  type ServiceAccountRow,
  updateServiceAccount as updateRow,
} from "../store/service-accounts.ts";
import { settleAccess } from "./access.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireText, requireVersion } from "./checks.ts";
import { accessesOf, requireCoversChange, requireOwnerFor } from "./cover.ts";
import { administersIdentities, type Seen } from "./identity-administration.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireAssignForChange } from "./role-assignment.ts";
import { type Binding, requireBinding, requireSameBinding } from "./service-account-binding.ts";

export async function getServiceAccount(deps: Deps, call: Call, id: string): Promise<Seen<ServiceAccountRow>> {
  const row = await readServiceAccount(deps.database.db, id);
  if (row === undefined) throw notFound("service account", id);
  return seenBy(call)(row);
}

/** By id, of every scope. */
export async function listServiceAccounts(
  deps: Deps,
  call: Call,
  request: GetServiceAccountsRequest,
): Promise<Page<Seen<ServiceAccountRow>>> {
  const page = parsePage("service-accounts", request.pageSize, request.pageToken);
  const { items, nextPageToken } = await listRows(deps.database.db, page, { scope: null });
  return { items: items.map(seenBy(call)), nextPageToken };
}

/** By id, those bound to one project. */
export async function listProjectScopedServiceAccounts(
  deps: Deps,
  call: Call,
  request: GetProjectScopedServiceAccountsRequest,
): Promise<Page<Seen<ServiceAccountRow>>> {
  const { projectId } = request;
  const page = parsePage(`service-accounts of project ${projectId}`, request.pageSize, request.pageToken);
  const { items, nextPageToken } = await listRows(deps.database.db, page, {
    scope: { scope: "project", id: projectId },
  });
  return { items: items.map(seenBy(call)), nextPageToken };
}

export async function createServiceAccount(mutation: Mutation, request: CreateServiceAccountRequest): Promise<Outcome> {
  const { tx, now } = mutation;
  const spec = requireSpec(ServiceAccountSpecSchema, request.spec);
  requireTexts(spec);
  const binding = requireBinding(mutation, spec);
  requireAssignForChange(mutation, undefined, spec.access);
  if ((await readServiceAccountByName(tx, spec.name)) !== undefined) throw alreadyExists("service account", spec.name);
  await requireRoomInProject(mutation, binding);
  requireCoversChange(mutation, null, toPolicy(mutation, spec));
  const id = newId();
  await insertServiceAccount(tx, {
    id,
    name: spec.name,
    scope: binding.scope,
    scope_id: binding.scopeId,
    version: await nextVersion(tx),
    state: ResourceState.ACTIVE,
    spec: toBinary(ServiceAccountSpecSchema, spec),
    async_operation_id: mutation.operationId,
    created_at: now,
    updated_at: null,
  });
  mutation.touch("principal", id);
  mutation.about("service-accounts", id, { name: spec.name, after: toJson(ServiceAccountSpecSchema, spec) });
  return { serviceAccountId: id };
}

export async function updateServiceAccount(mutation: Mutation, request: UpdateServiceAccountRequest): Promise<Outcome> {
  const { tx } = mutation;
  const spec = requireSpec(ServiceAccountSpecSchema, request.spec);
  requireTexts(spec);
  const binding = requireBinding(mutation, spec);
  const row = await requireServiceAccount(mutation, request.serviceAccountId);
  requireVersion("service account", row.version, request.resourceVersion);
  requireSameBinding(binding, row);
  const stored = fromBinary(ServiceAccountSpecSchema, row.spec);
  settleAccess(mutation, ServiceAccountSpecSchema, stored, spec, request.spec?.access);
  requireChange(ServiceAccountSpecSchema, stored, spec, "the service account");
  const namesake = await readServiceAccountByName(tx, spec.name);
  if (namesake !== undefined && namesake.id !== row.id) throw alreadyExists("service account", spec.name);
  requireAssignForChange(mutation, stored.access, spec.access);
  requireCoversChange(mutation, toPolicy(mutation, stored), toPolicy(mutation, spec));
  await updateRow(tx, row.id, {
    name: spec.name,
    version: await nextVersion(tx),
    spec: toBinary(ServiceAccountSpecSchema, spec),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.touch("principal", row.id);
  mutation.about("service-accounts", row.id, {
    name: spec.name,
    before: toJson(ServiceAccountSpecSchema, stored),
    after: toJson(ServiceAccountSpecSchema, spec),
  });
  return {};
}

/** Its keys go with it. */
export async function deleteServiceAccount(mutation: Mutation, request: DeleteServiceAccountRequest): Promise<Outcome> {
  const { tx, view } = mutation;
  const row = await requireServiceAccount(mutation, request.serviceAccountId);
  requireVersion("service account", row.version, request.resourceVersion);
  requireOwnerFor(mutation, accessesOf(view, row.id));
  await deleteApiKeysOf(tx, [row.id]);
  await deleteImpliedGrantsOf(tx, [row.id]);
  await deleteRow(tx, row.id);
  mutation.touch("principal", row.id);
  const before = toJson(ServiceAccountSpecSchema, fromBinary(ServiceAccountSpecSchema, row.spec));
  mutation.about("service-accounts", row.id, { name: row.name, before });
  return {};
}

/** @throws RemitError NOT_FOUND */
export async function requireServiceAccount({ tx }: Mutation, id: string): Promise<ServiceAccountRow> {
  const row = await readServiceAccount(tx, id);
  if (row === undefined) throw notFound("service account", id);
  return row;
}

function requireTexts({ name, description }: ServiceAccountSpec): void {
  requireText(name, "spec.name", { max: 255 });
  requireText(description, "spec.description", { min: 0, max: 1024 });
}

/** The default project holds as many as the account does. */
async function requireRoomInProject({ tx, view, deps }: Mutation, { scope, scopeId }: Binding): Promise<void> {
  if (scope !== "project" || scopeId === view.defaultProject) return;
  const present = await readScopedAccountIds(tx, "project", [scopeId]);
  requireRoom(deps.limits, "scopedServiceAccountsPerProject", present.length, "service accounts bound to one project");
}

function toPolicy({ view }: Mutation, spec: ServiceAccountSpec): policy.Access {
  return toServiceAccountAccess(spec, (id) => view.namespacesById.get(id)?.uid);
}

/** In full for administrators, for itself, and for the admins of the namespace or project that it is bound to. */
function seenBy(call: Call): (row: ServiceAccountRow) => Seen<ServiceAccountRow> {
  const { view, caller, now } = call;
  const all = administersIdentities(call);
  const principalId = caller?.principalId ?? "";
  const administers = ({ scope, scope_id }: ServiceAccountRow): boolean => {
    if (scope === "account") return false;
    const resource = { type: scope === "namespace" ? "namespaces" : "projects", id: scope_id } as const;
    return check(view.snapshot, principalId, "cloud.serviceaccount.update", resource, now.getTime());
  };
  return (row) => ({ row, full: all || row.id === principalId || administers(row) });
}
