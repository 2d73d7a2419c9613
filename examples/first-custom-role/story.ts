// The steps, in order. Each says what it did; an answer that is not the expected one ends the story.
import proto from "@temporalio/proto";
import { acceptInvitation } from "./accept-invitation.ts";
import { type CloudCaller, connectCloud, refusalOf } from "./cloud.ts";
import type { Connection } from "./connection.ts";
import { readRole, toMessage } from "./read-role.ts";
import { removeGroup, removeNamespace, removeRole, removeServiceAccount, removeUser } from "./remove.ts";

const { Role } = proto.temporal.api.cloud.identity.v1.AccountAccess;
const { OwnerType } = proto.temporal.api.cloud.identity.v1;

export type Say = (line: string) => void;

/** What the steps hand on. Whatever was made is removed at the end, also when a step fails. */
interface Stage {
  readonly connection: Connection;
  readonly owner: CloudCaller;
  readonly say: Say;
  readonly leftovers: AsyncDisposableStack;
  /** Makes names of this run unique. */
  readonly run: string;
}

export async function tellStory(connection: Connection, say: Say): Promise<void> {
  await using leftovers = new AsyncDisposableStack();
  const owner = leftovers.adopt(await connectCloud(connection.tlsAddress, connection.apiKey), (caller) =>
    caller.close(),
  );
  const stage: Stage = { connection, owner, say, leftovers, run: Date.now().toString(36) };
  const since = Date.now();

  say("1. A role from a file");
  const roleId = await importRole(stage);
  say("2. Two Namespaces on the Temporal server");
  const [orders, billing] = [await createNamespace(stage, "orders"), await createNamespace(stage, "billing")];
  say("3. A service account with the Read role");
  const monitor = await createMonitor(stage, orders, roleId);
  say("4. The same through a group, for a user who accepted an invitation");
  const ines = await createUserInGroup(stage, roleId);
  for (const { name, caller } of [monitor, ines]) await tryNamespaces(stage, name, caller, [orders, billing]);
  say("5. An edit of the role takes effect on the next call");
  await narrowRole(stage, roleId, orders);
  for (const { name, caller } of [monitor, ines]) {
    await caller.cloud.getNamespace({ namespace: orders });
    say(`   ${name} still reads ${orders}. ${name} no longer reads ${billing}:`);
    say(`     ${await refusalOf(caller.cloud.getNamespace({ namespace: billing }))}`);
  }
  say("6. Deleting the role takes the access away on the next call");
  await deleteRole(stage, roleId);
  for (const { name, caller } of [monitor, ines]) {
    say(`   ${name}: ${await refusalOf(caller.cloud.getNamespace({ namespace: orders }))}`);
  }
  say("7. The audit log has all of it");
  await showAuditLog(stage, since);
  say("Done. `npx remit audit verify` recomputes the log's hash chain.");
}

async function importRole({ owner, say, leftovers }: Stage): Promise<string> {
  const { spec, changes } = readRole(new URL("NamespaceGlobalReadOnly.json", import.meta.url));
  for (const change of changes) say(`   The importer ${change}.`);
  const { roleId } = await owner.settle(owner.cloud.createCustomRole({ spec: toMessage(spec) }));
  leftovers.defer(() => removeRole(owner, roleId));
  say(`   Created the custom role ${spec.name}.`);
  return roleId;
}

async function createNamespace({ owner, say, leftovers, run }: Stage, name: string): Promise<string> {
  const spec = { name: `${name}-${run}`, regions: ["aws-us-east-1"], retentionDays: 7, apiKeyAuth: { enabled: true } };
  const { namespace } = await owner.settle(owner.cloud.createNamespace({ spec }));
  leftovers.defer(() => removeNamespace(owner, namespace));
  say(`   Created ${namespace}.`);
  return namespace;
}

interface Actor {
  readonly name: string;
  readonly caller: CloudCaller;
}

async function createMonitor(stage: Stage, namespace: string, roleId: string): Promise<Actor> {
  const { owner, say, leftovers, run, connection } = stage;
  const read = { name: `monitor-${run}`, access: { accountAccess: { role: Role.ROLE_READ } } };
  const { serviceAccountId } = await owner.settle(owner.cloud.createServiceAccount({ spec: read }));
  leftovers.defer(() => removeServiceAccount(owner, serviceAccountId));
  const keySpec = {
    ownerId: serviceAccountId,
    ownerType: OwnerType.OWNER_TYPE_SERVICE_ACCOUNT,
    displayName: "monitor",
  };
  const { token } = await owner.settle(owner.cloud.createApiKey({ spec: keySpec }));
  const caller = leftovers.adopt(await connectCloud(connection.tlsAddress, token), (opened) => opened.close());
  say("   With the Read role alone, its key opens no Namespace:");
  say(`     ${await refusalOf(caller.cloud.getNamespace({ namespace }))}`);

  const { serviceAccount } = await owner.cloud.getServiceAccount({ serviceAccountId });
  const spec = { ...read, access: { accountAccess: { role: Role.ROLE_READ, customRoles: [roleId] } } };
  const resourceVersion = serviceAccount?.resourceVersion ?? "";
  await owner.settle(owner.cloud.updateServiceAccount({ serviceAccountId, spec, resourceVersion }));
  say("   It got the custom role.");
  return { name: "The service account", caller };
}

async function createUserInGroup({ owner, say, leftovers, run, connection }: Stage, roleId: string): Promise<Actor> {
  const access = { accountAccess: { customRoles: [roleId] } };
  const group = { displayName: `compliance-${run}`, access, cloudGroup: {} };
  const { groupId } = await owner.settle(owner.cloud.createUserGroup({ spec: group }));
  leftovers.defer(() => removeGroup(owner, groupId));
  const user = { email: `ines-${run}@example.com`, access: { accountAccess: { role: Role.ROLE_READ } } };
  const { userId } = await owner.settle(owner.cloud.createUser({ spec: user }));
  leftovers.defer(() => removeUser(owner, userId));
  await owner.settle(owner.cloud.addUserGroupMember({ groupId, memberId: { userId } }));
  say(`   Invited ${user.email} and put her into the group ${group.displayName}, which holds the role.`);

  const caller = leftovers.adopt(await acceptInvitation(connection, userId), (opened) => opened.close());
  say("   She accepted the invitation and holds her first API key.");
  return { name: "The user", caller };
}

async function tryNamespaces(
  { say }: Stage,
  name: string,
  { cloud }: CloudCaller,
  namespaces: readonly string[],
): Promise<void> {
  for (const namespace of namespaces) {
    const { namespace: found } = await cloud.getNamespace({ namespace });
    const { spec, resourceVersion } = found ?? {};
    say(`   ${name} reads ${namespace}: retention ${spec?.retentionDays} days. Changing it is refused:`);
    const changed = { namespace, spec: { ...spec, retentionDays: 14 }, resourceVersion: resourceVersion ?? "" };
    say(`     ${await refusalOf(cloud.updateNamespace(changed))}`);
  }
}

/** From every Namespace to one. */
async function narrowRole({ owner, say }: Stage, roleId: string, namespace: string): Promise<void> {
  const { customRole } = await owner.cloud.getCustomRole({ roleId });
  const permissions = (customRole?.spec?.permissions ?? []).map((permission) =>
    permission.resources?.resourceType === "namespaces"
      ? { ...permission, resources: { resourceType: "namespaces", resourceIds: [namespace] } }
      : permission,
  );
  const spec = { ...customRole?.spec, permissions };
  await owner.settle(
    owner.cloud.updateCustomRole({ roleId, spec, resourceVersion: customRole?.resourceVersion ?? "" }),
  );
  say(`   The role now reads ${namespace} alone.`);
}

async function deleteRole({ owner, say }: Stage, roleId: string): Promise<void> {
  await removeRole(owner, roleId);
  say("   Deleted the role.");
}

async function showAuditLog({ owner, say }: Stage, since: number): Promise<void> {
  let pageToken = "";
  do {
    const page = await owner.cloud.getAuditLogs({ pageToken });
    for (const record of page.logs ?? []) {
      if (Number(record.emitTime?.seconds ?? 0) < Math.floor(since / 1000)) continue;
      const who = record.principal?.name || record.principal?.type;
      say(`   ${record.operation?.padEnd(24)} ${record.status?.padEnd(18)} ${who}`);
    }
    pageToken = page.nextPageToken ?? "";
  } while (pageToken !== "");
}
