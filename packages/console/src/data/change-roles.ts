// A custom role given to, or taken from, several at once. The API changes one at a time, so each has its own outcome:
// what was refused for one says nothing about the next, and nothing is passed over in silence.
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { type Access, AccountAccessSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { CloudClient } from "./change.ts";
import { describeError } from "./describe-error.ts";
import { editAccess, type Identity } from "./identities.ts";
import { newOperationId } from "./operation-id.ts";

export type RoleChange = "assign" | "remove";

export type RoleOutcome =
  | { readonly kind: "done" }
  /** It was so already. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "failed"; readonly error: unknown };

/** At the same time; every change of access waits for the same lock on the server, so more would gain nothing. */
const atOnce = 3;
/** Somebody else may change the same principal meanwhile; what is wanted of its roles stays right. */
const attempts = 3;

/** Tells each outcome as it comes. Never rejects: a refusal is an outcome. */
export async function changeRoles(
  cloud: CloudClient,
  identities: readonly Identity[],
  change: RoleChange,
  roleIds: readonly string[],
  onOutcome: (identity: Identity, outcome: RoleOutcome) => void,
): Promise<void> {
  const waiting = identities.values();
  const work = async () => {
    for (const identity of waiting) onOutcome(identity, await changeRolesOf(cloud, identity, change, roleIds));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, identities.length) }, work));
}

async function changeRolesOf(
  cloud: CloudClient,
  identity: Identity,
  change: RoleChange,
  roleIds: readonly string[],
): Promise<RoleOutcome> {
  if (identity.bound) {
    const message = "A service account that is bound to one Namespace or project takes no custom roles.";
    return { kind: "failed", error: new ConnectError(message, Code.FailedPrecondition) };
  }
  const edit = (access: Access) => withRoles(access, change, roleIds);
  for (let attempt = 1; ; attempt++) {
    try {
      const changed = await editAccess(cloud, identity, edit, newOperationId());
      return { kind: changed ? "done" : "unchanged" };
    } catch (error) {
      if (attempt >= attempts || describeError(error).reason !== "VERSION_MISMATCH") return { kind: "failed", error };
    }
  }
}

/** Changes `access`; false when it reads like this already. */
export function withRoles(access: Access, change: RoleChange, roleIds: readonly string[]): boolean {
  access.accountAccess ??= create(AccountAccessSchema);
  const held = access.accountAccess.customRoles;
  const wanted = change === "assign" ? [...new Set([...held, ...roleIds])] : held.filter((id) => !roleIds.includes(id));
  access.accountAccess.customRoles = wanted;
  return wanted.length !== held.length;
}
