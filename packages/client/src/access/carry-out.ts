// Carries out changes of access through the Cloud Ops API, one after the other. What is so already is left alone, so
// that a plan can be carried out again after a failure in the middle; what others changed since is not overwritten.

import { toRoleMessage } from "@remit/protocol/role-message";
import type { Change, Facts } from "@remit/responsibility";
import type { Clients } from "../clients.ts";
import { untilDone } from "../operations.ts";
import { endImplied } from "./end-implied.ts";
import { setAccess } from "./set-access.ts";

/** What changes must know of those before them. */
export interface Progress {
  readonly facts: Facts;
  /** Name → id of the roles that were made on the way. */
  readonly made: Map<string, string>;
  /** Ids of the roles that went on the way: servers take them from all who hold them. */
  readonly gone: Set<string>;
}

/** @param facts those that the plan was made from */
export const startProgress = (facts: Facts): Progress => ({ facts, made: new Map(), gone: new Set() });

type Asked = Pick<Clients, "cloud" | "requests">;

/** Calls `tell` after each change. @throws ClientError for a change that this server cannot make */
export async function carryOut(
  clients: Asked,
  progress: Progress,
  changes: readonly Change[],
  tell: (change: Change) => void,
): Promise<void> {
  for (const change of changes) {
    await carryOutOne(clients, progress, change);
    tell(change);
  }
}

async function carryOutOne(clients: Asked, progress: Progress, change: Change): Promise<void> {
  const { cloud } = clients;
  switch (change.kind) {
    case "create-role": {
      const { roleId } = await untilDone(clients, cloud.createCustomRole({ spec: toRoleMessage(change.role) }));
      progress.made.set(change.role.name, roleId);
      return;
    }
    case "update-role": {
      const { customRole } = await cloud.getCustomRole({ roleId: change.roleId });
      const request = { roleId: change.roleId, resourceVersion: customRole?.resourceVersion ?? "" };
      await untilDone(clients, cloud.updateCustomRole({ ...request, spec: toRoleMessage(change.role) }));
      return;
    }
    case "delete-role": {
      const { customRole } = await cloud.getCustomRole({ roleId: change.roleId });
      const request = { roleId: change.roleId, resourceVersion: customRole?.resourceVersion ?? "" };
      await untilDone(clients, cloud.deleteCustomRole(request));
      progress.gone.add(change.roleId);
      return;
    }
    case "set-access":
      return setAccess(clients, progress, change);
    case "remove-member": {
      const memberId = { memberType: { case: "userId" as const, value: change.user } };
      await untilDone(clients, cloud.removeUserGroupMember({ groupId: change.group, memberId }));
      return;
    }
    case "delete-key": {
      const { apiKey } = await cloud.getApiKey({ keyId: change.keyId });
      const request = { keyId: change.keyId, resourceVersion: apiKey?.resourceVersion ?? "" };
      await untilDone(clients, cloud.deleteApiKey(request));
      return;
    }
    case "end-implied":
      return endImplied(clients, progress.facts, change);
  }
}
