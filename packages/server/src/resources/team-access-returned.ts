// Takes back what was given on a Namespace that never came: left behind, it would be access to something that nobody
// ever saw, and a plan would find it for ever.
import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { normaliseRole } from "@remit/policy";
import { CustomRoleSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { isCompiledRole, removeFromEntries } from "@remit/responsibility";
import { removeNamespaceEntries } from "../store/access-cleaning.ts";
import {
  type CustomRoleRow,
  deleteCustomRole,
  readCustomRolesBoundTo,
  updateCustomRole,
} from "../store/custom-roles.ts";
import { nextVersion } from "../store/ids.ts";
import { removeRoleFromHolders } from "../store/role-holders.ts";
import { endTemporaryGrantsOn } from "../store/temporary-grants.ts";
import type { Transition } from "./transition.ts";

interface Namespace {
  readonly id: string;
  readonly uid: string;
}

/** From everybody's access, and from the custom roles that are compiled. Gives what the audit record tells. */
export async function takeBackTeamAccess(
  step: Transition,
  namespace: Namespace,
): Promise<Readonly<Record<string, unknown>>> {
  const { tx, now } = step;
  const { principals, groups } = await removeNamespaceEntries(tx, namespace.id, now);
  touchAll(step, principals, groups);
  const roles = (await readCustomRolesBoundTo(tx, namespace)).filter(isCompiledRole);
  for (const role of roles) await takeFromRole(step, role, namespace.id);
  return { user_groups: groups, custom_roles: roles.map(({ name }) => name) };
}

async function takeFromRole(step: Transition, row: CustomRoleRow, namespaceId: string): Promise<void> {
  const { tx, now, operation } = step;
  const spec = fromBinary(CustomRoleSpecSchema, row.spec);
  const permissions = removeFromEntries(spec.permissions, "namespaces", namespaceId);
  if (permissions.length === 0) return deleteRole(step, row.id);
  const { [namespaceId]: _gone, ...bindings } = row.bindings;
  const kept = normaliseRole({ name: spec.name, description: spec.description, permissions });
  await updateCustomRole(tx, row.id, {
    bindings: JSON.stringify(bindings),
    version: await nextVersion(tx),
    spec: toBinary(
      CustomRoleSpecSchema,
      create(CustomRoleSpecSchema, kept as MessageInitShape<typeof CustomRoleSpecSchema>),
    ),
    async_operation_id: operation.id,
    updated_at: now,
  });
  step.touch("custom-role", row.id);
}

/** It was made for this Namespace alone: a role without permissions is none. */
async function deleteRole(step: Transition, id: string): Promise<void> {
  const { tx, now } = step;
  const { principals, groups } = await removeRoleFromHolders(tx, id, { principals: [], groups: [] }, now);
  touchAll(step, [...principals, ...(await endTemporaryGrantsOn(tx, "custom_role_id", id, now))], groups);
  await deleteCustomRole(tx, id);
  step.touch("custom-role", id);
}

function touchAll(step: Transition, principals: readonly string[], groups: readonly string[]): void {
  for (const id of principals) step.touch("principal", id);
  for (const id of groups) step.touch("group", id);
}
