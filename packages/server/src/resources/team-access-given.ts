// Writes what the team of a new Namespace comes to hold on it. It is added to what is there: nothing else of a custom
// role or of a group changes.
import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { normaliseRole, type RoleSpec, type RoleSpecPermission, validateRole } from "@remit/policy";
import {
  AccessSchema,
  AccountAccessSchema,
  type CustomRoleSpec,
  CustomRoleSpecSchema,
  NamespaceAccessSchema,
  UserGroupSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { fromNamespacePermission } from "@remit/protocol/policy-access";
import {
  addEntries,
  type GroupAddition,
  type NewNamespace,
  type RoleAddition,
  removeFromEntries,
} from "@remit/responsibility";
import { failedPrecondition } from "../errors.ts";
import { insertCustomRole, readCustomRole, updateCustomRole } from "../store/custom-roles.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { readUserGroup, updateUserGroup } from "../store/user-groups.ts";
import type { Mutation } from "./mutation.ts";

interface Namespace {
  readonly id: string;
  readonly uid: string;
}

/** The caller has asked the cover rule. Gives what the audit record tells. */
export async function giveTeamAccess(
  mutation: Mutation,
  { roles, groups }: NewNamespace,
  namespace: Namespace,
): Promise<Readonly<Record<string, unknown>>> {
  const ids = new Map<string, string>();
  for (const role of roles) ids.set(role.name, await writeRole(mutation, role, namespace));
  for (const group of groups) await extendGroup(mutation, group, ids, namespace);
  return {
    custom_roles: roles.map(({ name, id, entries }) => ({
      role_id: ids.get(name) ?? "",
      name,
      made: id === null,
      actions: entries.flatMap(({ actions }) => actions),
    })),
    user_groups: groups.map(({ id, name, level, roles: held }) => ({
      group_id: id,
      name,
      ...(level !== null && { namespace_access: level }),
      ...(held.length > 0 && { custom_roles: held }),
    })),
  };
}

async function writeRole(mutation: Mutation, role: RoleAddition, namespace: Namespace): Promise<string> {
  const { tx, now, operationId } = mutation;
  const entries = role.entries.map((entry) => onWire(entry, namespace));
  const binding = { [namespace.id]: namespace.uid };
  if (role.id !== null) {
    await extendRole(mutation, role.id, entries, namespace.id, binding);
    return role.id;
  }
  const id = newId();
  const { name, description } = role;
  await insertCustomRole(tx, {
    id,
    name,
    bindings: JSON.stringify(binding),
    version: await nextVersion(tx),
    state: ResourceState.ACTIVE,
    spec: toBinary(CustomRoleSpecSchema, toValidRole(mutation, { name, description, permissions: entries })),
    async_operation_id: operationId,
    created_at: now,
    updated_at: null,
  });
  mutation.touch("custom-role", id);
  return id;
}

async function extendRole(
  mutation: Mutation,
  id: string,
  entries: readonly RoleSpecPermission[],
  namespaceId: string,
  binding: Readonly<Record<string, string>>,
): Promise<void> {
  const { tx, now, operationId } = mutation;
  const row = await readCustomRole(tx, id);
  if (row === undefined) throw new Error(`custom role ${id} was planned and is not there`);
  const { name, description, permissions } = fromBinary(CustomRoleSpecSchema, row.spec);
  // A namesake that is gone may still stand in it: bound anew, its entries would come to life on this Namespace.
  const kept = removeFromEntries(permissions, "namespaces", namespaceId);
  const spec = toValidRole(mutation, { name, description, permissions: addEntries(kept, entries) });
  await updateCustomRole(tx, id, {
    bindings: JSON.stringify({ ...row.bindings, ...binding }),
    version: await nextVersion(tx),
    spec: toBinary(CustomRoleSpecSchema, spec),
    async_operation_id: operationId,
    updated_at: now,
  });
  mutation.touch("custom-role", id);
}

/** A plan names Namespaces by their uids. */
function onWire({ actions, resources }: RoleSpecPermission, { id, uid }: Namespace): RoleSpecPermission {
  if (resources === undefined) return { actions };
  const resourceIds = resources.resourceIds.map((one) => (one === uid ? id : one));
  return { actions, resources: { ...resources, resourceIds } };
}

/** What it names is there, or was when it was written. @throws RemitError FAILED_PRECONDITION */
function toValidRole({ deps }: Mutation, spec: RoleSpec): CustomRoleSpec {
  const [problem] = validateRole(spec, { limits: deps.limits, exists: () => true });
  if (problem !== undefined)
    throw failedPrecondition(`the custom role ${spec.name} cannot be written: ${problem.field} ${problem.message}`);
  return create(CustomRoleSpecSchema, normaliseRole(spec) as MessageInitShape<typeof CustomRoleSpecSchema>);
}

async function extendGroup(
  mutation: Mutation,
  { id, level, roles }: GroupAddition,
  roleIds: ReadonlyMap<string, string>,
  namespace: Namespace,
): Promise<void> {
  const { tx, now, operationId } = mutation;
  const row = await readUserGroup(tx, id);
  if (row === undefined) throw new Error(`user group ${id} was planned and is not there`);
  const spec = fromBinary(UserGroupSpecSchema, row.spec);
  spec.access ??= create(AccessSchema);
  const { access } = spec;
  if (level !== null) {
    const permission = fromNamespacePermission(level);
    access.namespaceAccesses[namespace.id] = create(NamespaceAccessSchema, { permission });
  }
  if (roles.length > 0) {
    access.accountAccess ??= create(AccountAccessSchema);
    const held = [...access.accountAccess.customRoles, ...roles.flatMap((name) => roleIds.get(name) ?? [])];
    access.accountAccess.customRoles = [...new Set(held)].sort();
  }
  await updateUserGroup(tx, id, {
    version: await nextVersion(tx),
    spec: toBinary(UserGroupSpecSchema, spec),
    async_operation_id: operationId,
    updated_at: now,
  });
  mutation.touch("group", id);
}
