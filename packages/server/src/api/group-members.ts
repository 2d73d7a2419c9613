import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { GetUserGroupMembersRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type UserGroupMember,
  UserGroupMemberSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import { addUserGroupMember, listUserGroupMembers, removeUserGroupMember } from "../resources/group-members.ts";
import type { GroupMemberRow } from "../store/group-members.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";

export const groupMembers = (deps: Deps): CloudHandlers => ({
  getUserGroupMembers: read(deps, async (_, call, request: GetUserGroupMembersRequest) => {
    const { items, nextPageToken } = await listUserGroupMembers(deps, call, request);
    return { members: items.map(toMember), nextPageToken };
  }),
  addUserGroupMember: write(deps, addUserGroupMember),
  removeUserGroupMember: write(deps, removeUserGroupMember),
});

function toMember({ user_id, created_at }: GroupMemberRow): UserGroupMember {
  const memberId = { memberType: { case: "userId" as const, value: user_id } };
  return create(UserGroupMemberSchema, { memberId, createdTime: timestampFromDate(created_at) });
}
