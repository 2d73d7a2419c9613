// Carries out changes of access through the Cloud Ops API, one after the other. What is so already is left alone, so
// that a plan can be carried out again after a failure in the middle; what others changed since is not overwritten.

import type { Change, Facts } from "@remit/responsibility";
import type { Clients } from "../clients.ts";
import { untilDone } from "../operations.ts";
import { ifThere } from "../served.ts";
import { endImplied } from "./end-implied.ts";
import { createRole, deleteRole, updateRole } from "./roles.ts";
import { setAccess } from "./set-access.ts";

/** What changes must know of those before them. One for each plan, kept for as long as the plan is gone on with. */
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

/**
 * Calls `tell` after each change; what it throws ends the rest.
 * @throws ClientError for a change that this server cannot make, or that the plan does not fit any more
 */
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
  switch (change.kind) {
    case "create-role":
      progress.made.set(change.role.name, await createRole(clients, change.role));
      return;
    case "update-role":
      return updateRole(clients, progress.facts, change);
    case "delete-role":
      await deleteRole(clients, progress.facts, change);
      progress.gone.add(change.roleId);
      return;
    case "set-access":
      return setAccess(clients, progress, change);
    case "remove-member":
      return removeMember(clients, change);
    case "delete-key":
      return deleteKey(clients, change);
    case "end-implied":
      return endImplied(clients, progress.facts, change);
  }
}

async function removeMember(
  clients: Asked,
  { group, user }: Extract<Change, { readonly kind: "remove-member" }>,
): Promise<void> {
  const memberId = { memberType: { case: "userId" as const, value: user } };
  await ifThere(untilDone(clients, clients.cloud.removeUserGroupMember({ groupId: group, memberId })));
}

async function deleteKey(clients: Asked, { keyId }: Extract<Change, { readonly kind: "delete-key" }>): Promise<void> {
  const { cloud } = clients;
  const there = await ifThere(cloud.getApiKey({ keyId }));
  if (there === null) return;
  const resourceVersion = there.apiKey?.resourceVersion ?? "";
  await ifThere(untilDone(clients, cloud.deleteApiKey({ keyId, resourceVersion })));
}
