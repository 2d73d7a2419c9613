import { create, fromBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type {
  GetUserRequest,
  GetUsersRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type User,
  UserSchema,
  type UserSpec,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { fillAccess } from "../resources/access.ts";
import type { Deps } from "../resources/call.ts";
import type { Seen } from "../resources/identity-administration.ts";
import { createUser, deleteUser, getUser, listUsers, updateUser } from "../resources/users.ts";
import type { UserRow } from "../store/users.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const users = (deps: Deps): CloudHandlers => ({
  getUsers: read(deps, async (_, call, request: GetUsersRequest) => {
    const { items, nextPageToken } = await listUsers(deps, call, request);
    return { users: items.map(toUser), nextPageToken };
  }),
  getUser: read(deps, async (_, call, request: GetUserRequest) => ({
    user: toUser(await getUser(deps, call, request.userId)),
  })),
  createUser: write(deps, createUser),
  updateUser: write(deps, updateUser),
  deleteUser: write(deps, deleteUser),
});

export function toUser({ row, full }: Seen<UserRow>): User {
  const { invited_at, invitation_expires_at, accepted_at } = row;
  const open = full && invited_at !== null && invitation_expires_at !== null && accepted_at === null;
  return create(UserSchema, {
    ...resourceFields(row),
    id: row.id,
    spec: toSpec(row, full),
    ...(open && {
      invitation: { createdTime: timestampFromDate(invited_at), expiredTime: timestampFromDate(invitation_expires_at) },
    }),
  });
}

function toSpec(row: UserRow, full: boolean): UserSpec {
  const spec = fromBinary(UserSpecSchema, row.spec);
  if (!full) delete spec.access;
  else if (spec.access !== undefined) fillAccess(spec.access);
  return spec;
}
