import { callUnaryMethod, createConnectQueryKey, useQuery, useTransport } from "@connectrpc/connect-query";
import type {
  GetUserGroupMembersResponse,
  GetUserGroupsResponse,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { UserGroup, UserGroupMember } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useQueries } from "@tanstack/react-query";
import { useWholeList, type WholeList, type WholeListOptions } from "./all-pages.ts";

const { getUserGroups, getUserGroup, getUserGroupMembers } = CloudService.method;

const pickGroups = ({ groups }: GetUserGroupsResponse): readonly UserGroup[] => groups;
const pickMembers = ({ members }: GetUserGroupMembersResponse): readonly UserGroupMember[] => members;

export const useUserGroups = (options: WholeListOptions = {}): WholeList<UserGroup> =>
  useWholeList(getUserGroups, {}, pickGroups, options);

export const useUserGroup = (groupId: string) => useQuery(getUserGroup, { groupId });

export const useUserGroupMembers = (groupId: string): WholeList<UserGroupMember> =>
  useWholeList(getUserGroupMembers, { groupId }, pickMembers);

export const memberIdOf = ({ memberId }: UserGroupMember): string =>
  memberId?.memberType.case === "userId" ? memberId.memberType.value : "";

export interface GroupsOfUser {
  readonly groups: readonly UserGroup[];
  /** False while groups are still being looked through. */
  readonly complete: boolean;
  readonly error: Error | null;
}

/**
 * The API has no question for the groups of one user, so every group's members are looked through: fine for the
 * hundreds of groups that an account has, and shown as they are found.
 */
export function useGroupsOfUser(userId: string): GroupsOfUser {
  const transport = useTransport();
  const groups = useUserGroups();
  const members = useQueries({
    queries: groups.items.map(({ id: groupId }) => ({
      queryKey: [
        ...createConnectQueryKey({ schema: getUserGroupMembers, input: { groupId }, transport, cardinality: "finite" }),
        "ids",
      ],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const found = new Set<string>();
        let pageToken = "";
        do {
          const page = await callUnaryMethod(
            transport,
            getUserGroupMembers,
            { groupId, pageToken, pageSize: 1_000 },
            { signal },
          );
          for (const member of page.members) found.add(memberIdOf(member));
          pageToken = page.nextPageToken;
        } while (pageToken !== "");
        return found;
      },
    })),
  });
  return {
    groups: groups.items.filter((_, index) => members[index]?.data?.has(userId)),
    complete: groups.complete && members.every(({ isPending }) => !isPending),
    error: groups.error ?? members.find(({ error }) => error !== null)?.error ?? null,
  };
}
