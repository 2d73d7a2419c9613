// An account without an Account Owner could never be put right through the API.
import { apply, holdersOfAccountRole, type PolicyChange } from "@remit/policy";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { failedPrecondition } from "../errors.ts";
import { readUserIdsInState } from "../store/users.ts";
import type { Mutation } from "./mutation.ts";

/**
 * Asked before a change that may take the role from somebody. Sound, because every such change queues on the policy
 * version: nobody else takes it from the other owner meanwhile.
 * @throws RemitError FAILED_PRECONDITION when no active user would be an Account Owner any more
 */
export async function requireOwnerRemains({ view, tx }: Mutation, change: PolicyChange): Promise<void> {
  const before = holdersOfAccountRole(view.snapshot, "owner");
  const after = new Set(holdersOfAccountRole(apply(view.snapshot, [change]), "owner"));
  if (before.every((id) => after.has(id))) return;
  // Service accounts may hold the role, but it is people who answer for the account.
  const people = await readUserIdsInState(tx, [...after], ResourceState.ACTIVE);
  if (people.length === 0) {
    throw failedPrecondition("the last active Account Owner cannot go: make somebody else an Account Owner first");
  }
}
