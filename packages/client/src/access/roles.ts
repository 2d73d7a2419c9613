// Makes, changes and deletes custom roles as a plan says. A role that is not as the plan found it is not touched: the
// plan does not know what it was changed for.
import { Code, ConnectError } from "@connectrpc/connect";
import { type CustomRole, type RoleSpec, toRolePermissions } from "@remit/policy";
import type { CustomRole as WireRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toRoleMessage } from "@remit/protocol/role-message";
import { type Change, type Facts, hasSamePermissions, isSameRole } from "@remit/responsibility";
import { ClientError } from "../client-error.ts";
import type { Clients } from "../clients.ts";
import { untilDone } from "../operations.ts";
import { readAllPages } from "../pages.ts";
import { ifThere } from "../served.ts";

type Cloud = Pick<Clients, "cloud">;

/** The id of the role, which an earlier run may have made. @throws ClientError when another has its name */
export async function createRole(clients: Cloud, role: RoleSpec): Promise<string> {
  const { cloud } = clients;
  try {
    return (await untilDone(clients, cloud.createCustomRole({ spec: toRoleMessage(role) }))).roleId;
  } catch (error) {
    if (!(error instanceof ConnectError) || error.code !== Code.AlreadyExists) throw error;
    const there = await findByName(clients, role.name);
    if (there !== undefined && isSame(toRole(there), role)) return there.id;
    throw changedSince(role.name);
  }
}

async function findByName({ cloud }: Cloud, name: string): Promise<WireRole | undefined> {
  const roles = await readAllPages(async (pageToken) => {
    const { customRoles: items, nextPageToken } = await cloud.getCustomRoles({ pageToken });
    return { items, nextPageToken };
  });
  return roles.find(({ spec }) => spec?.name === name);
}

/** @throws ClientError when somebody changed it since */
export async function updateRole(
  clients: Cloud,
  facts: Facts,
  { roleId, role }: Extract<Change, { readonly kind: "update-role" }>,
): Promise<void> {
  const { customRole } = await clients.cloud.getCustomRole({ roleId });
  if (customRole !== undefined && isSame(toRole(customRole), role)) return;
  requireAsPlanned(facts, roleId, role.name, customRole);
  const { resourceVersion } = customRole;
  await untilDone(clients, clients.cloud.updateCustomRole({ roleId, resourceVersion, spec: toRoleMessage(role) }));
}

/** @throws ClientError when somebody changed it since */
export async function deleteRole(
  clients: Cloud,
  facts: Facts,
  { roleId, name }: Extract<Change, { readonly kind: "delete-role" }>,
): Promise<void> {
  const answer = await ifThere(clients.cloud.getCustomRole({ roleId }));
  if (answer === null) return;
  requireAsPlanned(facts, roleId, name, answer.customRole);
  const { resourceVersion } = answer.customRole;
  await untilDone(clients, clients.cloud.deleteCustomRole({ roleId, resourceVersion }));
}

function requireAsPlanned(
  { policy }: Facts,
  roleId: string,
  name: string,
  now: WireRole | undefined,
): asserts now is WireRole {
  const planned = policy.customRoles.find(({ id }) => id === roleId);
  const role = now === undefined ? undefined : toRole(now);
  if (planned === undefined || role?.name !== planned.name || !hasSamePermissions(role, planned))
    throw changedSince(planned?.name ?? name);
}

const toRole = ({ id, spec }: WireRole): CustomRole => ({
  id,
  name: spec?.name ?? "",
  permissions: spec === undefined ? [] : toRolePermissions(spec),
});

const isSame = (there: CustomRole, wanted: RoleSpec): boolean =>
  there.name === wanted.name && isSameRole(there, wanted);

const changedSince = (name: string): ClientError =>
  new ClientError("CHANGED_SINCE", `The custom role ${name} was changed since the plan was made: plan again.`);
