// Custom roles: bundles of operations that can be held on top of a predefined role.
import { clone, create, fromBinary, type MessageInitShape, toBinary, toJson } from "@bufbuild/protobuf";
import { diffRoleGrants, directHoldersOfRole, normaliseRole, type RolePermission, validateRole } from "@remit/policy";
import type {
  CreateCustomRoleRequest,
  DeleteCustomRoleRequest,
  GetCustomRolesRequest,
  UpdateCustomRoleRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type CustomRoleSpec,
  CustomRoleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { visibleIds } from "../authorize/visible.ts";
import { alreadyExists, invalidField, notFound } from "../errors.ts";
import {
  type CustomRoleRow,
  deleteCustomRole as deleteRow,
  listCustomRoles as listRows,
  prepareCustomRole,
  readCustomRole,
  readCustomRoleByName,
  updateCustomRole as updateRow,
} from "../store/custom-roles.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { toPolicyRole } from "../store/policy-data.ts";
import { removeRoleFromHolders } from "../store/role-holders.ts";
import { endTemporaryGrantsOn } from "../store/temporary-grants.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireVersion } from "./checks.ts";
import { requireCovers } from "./cover.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { mayBeNamed } from "./role-resources.ts";

export async function getCustomRole(deps: Deps, _call: Call, id: string): Promise<CustomRoleRow> {
  const row = await readCustomRole(deps.database.db, id);
  if (row === undefined) throw notFound("custom role", id);
  return row;
}

/** The roles on which the caller holds cloud.customrole.get, by id. */
export async function listCustomRoles(
  deps: Deps,
  call: Call,
  request: GetCustomRolesRequest,
): Promise<Page<CustomRoleRow>> {
  const page = parsePage("custom-roles", request.pageSize, request.pageToken);
  const { view, caller, now } = call;
  const visible = visibleIds(view, caller?.principalId ?? "", "custom-roles", now.getTime());
  return listRows(deps.database.db, page, visible);
}

export async function createCustomRole(mutation: Mutation, request: CreateCustomRoleRequest): Promise<Outcome> {
  const { tx } = mutation;
  const spec = requireValidRole(mutation, requireSpec(CustomRoleSpecSchema, request.spec), []);
  const { limits } = mutation.deps;
  const { taken, count, version } = await prepareCustomRole(tx, spec.name, limits.customRolesPerAccount);
  if (taken) throw alreadyExists("custom role", spec.name);
  requireRoom(limits, "customRolesPerAccount", count, "custom roles in the account");
  const bindings = bindNamespaces(mutation, spec);
  const id = newId();
  requireCovers(
    mutation,
    diffRoleGrants(null, toPolicyRole(id, spec, bindings).permissions, mutation.view.snapshot).changed,
  );
  const row = {
    id,
    name: spec.name,
    bindings,
    version,
    state: ResourceState.ACTIVE,
    spec: toBinary(CustomRoleSpecSchema, spec),
    async_operation_id: mutation.operationId,
    created_at: mutation.now,
    updated_at: null,
  };
  mutation.writeLast((db) => db.insertInto("custom_roles").values({ ...row, bindings: JSON.stringify(bindings) }));
  mutation.touch("custom-role", id, row);
  mutation.about("custom-roles", id, { name: spec.name, after: toJson(CustomRoleSpecSchema, spec) });
  return { roleId: id };
}

export async function updateCustomRole(mutation: Mutation, request: UpdateCustomRoleRequest): Promise<Outcome> {
  const { tx } = mutation;
  const row = await readCustomRole(tx, request.roleId);
  if (row === undefined) throw notFound("custom role", request.roleId);
  const stored = fromBinary(CustomRoleSpecSchema, row.spec);
  const before = toPolicyRole(row.id, stored, row.bindings).permissions;
  const spec = requireValidRole(mutation, requireSpec(CustomRoleSpecSchema, request.spec), before);
  requireVersion("custom role", row.version, request.resourceVersion);
  const bindings = bindNamespaces(mutation, spec);
  // An unchanged text can still be a change: a name that was gone may exist again, and saving binds it anew.
  if (sameBindings(row.bindings, bindings))
    requireChange(CustomRoleSpecSchema, toComparable(stored), toComparable(spec), "the custom role");
  const namesake = await readCustomRoleByName(tx, spec.name);
  if (namesake !== undefined && namesake.id !== row.id) throw alreadyExists("custom role", spec.name);
  const after = toPolicyRole(row.id, spec, bindings).permissions;
  requireCovers(mutation, diffRoleGrants(before, after, mutation.view.snapshot).changed);
  await updateRow(tx, row.id, {
    name: spec.name,
    bindings: JSON.stringify(bindings),
    version: await nextVersion(tx),
    spec: toBinary(CustomRoleSpecSchema, spec),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.touch("custom-role", row.id);
  mutation.about("custom-roles", row.id, {
    name: spec.name,
    before: toJson(CustomRoleSpecSchema, stored),
    after: toJson(CustomRoleSpecSchema, spec),
  });
  return {};
}

/** Actions and ids are sets, so their order is no change; the order of permissions is kept, and is one. */
function toComparable(spec: CustomRoleSpec): CustomRoleSpec {
  const copy = clone(CustomRoleSpecSchema, spec);
  for (const { actions, resources } of copy.permissions) {
    actions.sort();
    resources?.resourceIds.sort();
  }
  return copy;
}

/** Takes the role from every holder, in the same transaction. */
export async function deleteCustomRole(mutation: Mutation, request: DeleteCustomRoleRequest): Promise<Outcome> {
  const { tx, view } = mutation;
  const row = await readCustomRole(tx, request.roleId);
  if (row === undefined) throw notFound("custom role", request.roleId);
  requireVersion("custom role", row.version, request.resourceVersion);
  const holders = directHoldersOfRole(view.snapshot, row.id);
  await removeRoleFromHolders(tx, row.id, holders, mutation.now);
  const forATime = await endTemporaryGrantsOn(tx, "custom_role_id", row.id, mutation.now);
  for (const id of forATime) mutation.touch("principal", id);
  await deleteRow(tx, row.id);
  mutation.touch("custom-role", row.id);
  for (const id of holders.principals) mutation.touch("principal", id);
  for (const id of holders.groups) mutation.touch("group", id);
  const before = toJson(CustomRoleSpecSchema, fromBinary(CustomRoleSpecSchema, row.spec));
  mutation.about("custom-roles", row.id, {
    name: row.name,
    before,
    holders: holders.principals.length + holders.groups.length,
  });
  return {};
}

/** @throws RemitError INVALID_FIELD with the first problem; the message names the field and what is allowed */
function requireValidRole(mutation: Mutation, spec: CustomRoleSpec, stored: readonly RolePermission[]): CustomRoleSpec {
  const { limits } = mutation.deps;
  const [problem] = validateRole(spec, { limits, exists: mayBeNamed(mutation, stored) });
  if (problem !== undefined) throw invalidField(problem.field, problem.message);
  return create(CustomRoleSpecSchema, normaliseRole(spec) as MessageInitShape<typeof CustomRoleSpecSchema>);
}

/** The uids behind the namespaces that the role names: a namesake made later is not what was granted. */
function bindNamespaces({ view }: Mutation, spec: CustomRoleSpec): Record<string, string> {
  const names = spec.permissions.flatMap(({ resources }) =>
    resources?.resourceType === "namespaces" ? resources.resourceIds : [],
  );
  return Object.fromEntries(
    names.flatMap((name) => {
      const uid = view.namespacesById.get(name)?.uid;
      return uid === undefined ? [] : [[name, uid]];
    }),
  );
}

const sameBindings = (a: Record<string, string>, b: Record<string, string>): boolean =>
  Object.keys(b).every((name) => a[name] === b[name]);
