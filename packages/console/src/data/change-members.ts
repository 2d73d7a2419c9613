// Several added to, or taken out of, groups: one call each, each with its own outcome.
import { Code, ConnectError } from "@connectrpc/connect";
import type { CloudClient } from "./change.ts";
import { newOperationId } from "./operation-id.ts";

export interface Membership {
  readonly groupId: string;
  readonly userId: string;
}

export interface MembershipFailure {
  readonly membership: Membership;
  readonly error: unknown;
}

/** One after the other: each waits for the same lock on the server. Who is a member already, or none any more, is no failure. */
export async function changeMembers(
  cloud: CloudClient,
  change: "add" | "remove",
  memberships: readonly Membership[],
): Promise<readonly MembershipFailure[]> {
  const failures: MembershipFailure[] = [];
  for (const membership of memberships) {
    const { groupId, userId } = membership;
    const memberId = { memberType: { case: "userId" as const, value: userId } };
    const request = { groupId, memberId, asyncOperationId: newOperationId() };
    try {
      await (change === "add" ? cloud.addUserGroupMember(request) : cloud.removeUserGroupMember(request));
    } catch (error) {
      if (!isSoAlready(change, error)) failures.push({ membership, error });
    }
  }
  return failures;
}

const isSoAlready = (change: "add" | "remove", error: unknown): boolean =>
  change === "add" && ConnectError.from(error).code === Code.AlreadyExists;
