import { create, fromBinary } from "@bufbuild/protobuf";
import type {
  GetUserGroupRequest,
  GetUserGroupsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  AccessSchema,
  type UserGroup,
  UserGroupSchema,
  UserGroupSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { fillAccess } from "../resources/access.ts";
import type { Deps } from "../resources/call.ts";
import type { Seen } from "../resources/identity-administration.ts";
import {
  createUserGroup,
  deleteUserGroup,
  getUserGroup,
  listUserGroups,
  updateUserGroup,
} from "../resources/user-groups.ts";
import type { UserGroupRow } from "../store/user-groups.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const userGroups = (deps: Deps): CloudHandlers => ({
  getUserGroups: read(deps, async (_, call, request: GetUserGroupsRequest) => {
    const { items, nextPageToken } = await listUserGroups(deps, call, request);
    return { groups: items.map(toUserGroup), nextPageToken };
  }),
  getUserGroup: read(deps, async (_, call, request: GetUserGroupRequest) => ({
    group: toUserGroup(await getUserGroup(deps, call, request.groupId)),
  })),
  createUserGroup: write(deps, createUserGroup),
  updateUserGroup: write(deps, updateUserGroup),
  deleteUserGroup: write(deps, deleteUserGroup),
});

/** The access is never unset, not even where the caller may not see it: tcld reads through it without asking. */
function toUserGroup({ row, full }: Seen<UserGroupRow>): UserGroup {
  const spec = fromBinary(UserGroupSpecSchema, row.spec);
  spec.access = full && spec.access !== undefined ? fillAccess(spec.access) : create(AccessSchema);
  return create(UserGroupSchema, { ...resourceFields(row), id: row.id, spec });
}
