// Who is in a group. Only cloud groups are filled here; the others come from their directories.
import { accessOfGroup, accessOfPrincipal, groupsOfPrincipal } from "@remit/policy";
import type {
  AddUserGroupMemberRequest,
  GetUserGroupMembersRequest,
  RemoveUserGroupMemberRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import type { UserGroupMemberId } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { noAccess } from "@remit/protocol/policy-access";
import { alreadyExists, failedPrecondition, invalidField, notFound } from "../errors.ts";
import {
  deleteGroupMember,
  type GroupMemberRow,
  insertGroupMember,
  isGroupMember,
  listGroupMembers as listRows,
} from "../store/group-members.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { readServiceAccount } from "../store/service-accounts.ts";
import { readUserGroup, type UserGroupRow } from "../store/user-groups.ts";
import type { UserRow } from "../store/users.ts";
import type { Call, Deps } from "./call.ts";
import { requireCoversMembership, requireOwnerFor } from "./cover.ts";
import { requireOwnerRemains } from "./last-owner.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireUserGroup } from "./user-groups.ts";
import { requireUser } from "./users.ts";

/** By user id. @throws RemitError NOT_FOUND for a group that does not exist */
export async function listUserGroupMembers(
  deps: Deps,
  _call: Call,
  request: GetUserGroupMembersRequest,
): Promise<Page<GroupMemberRow>> {
  const page = parsePage(`members of ${request.groupId}`, request.pageSize, request.pageToken);
  if ((await readUserGroup(deps.database.db, request.groupId)) === undefined)
    throw notFound("user group", request.groupId);
  return listRows(deps.database.db, request.groupId, page);
}

export async function addUserGroupMember(mutation: Mutation, request: AddUserGroupMemberRequest): Promise<Outcome> {
  const { tx, now } = mutation;
  const userId = requireMemberId(request.memberId);
  const group = requireCloudGroup(await requireUserGroup(mutation, request.groupId));
  const user = await requireMember(mutation, userId);
  if (await isGroupMember(tx, group.id, user.id)) throw alreadyExists("member", user.email);
  requireCoversMembership(mutation, group.id);
  await insertGroupMember(tx, group.id, user.id, now);
  tell(mutation, group, user);
  return {};
}

export async function removeUserGroupMember(
  mutation: Mutation,
  request: RemoveUserGroupMemberRequest,
): Promise<Outcome> {
  const { tx, view } = mutation;
  const userId = requireMemberId(request.memberId);
  const group = requireCloudGroup(await requireUserGroup(mutation, request.groupId));
  const user = await requireMember(mutation, userId);
  if (!(await isGroupMember(tx, group.id, user.id))) throw notFound("member", userId);
  const held = accessOfGroup(view.snapshot, group.id);
  requireOwnerFor(mutation, [held]);
  if (held?.accountRole === "owner")
    await requireOwnerRemains(mutation, {
      kind: "principal",
      id: user.id,
      principal: without(mutation, user, group.id),
    });
  await deleteGroupMember(tx, group.id, user.id);
  tell(mutation, group, user);
  return {};
}

function tell(mutation: Mutation, group: UserGroupRow, user: UserRow): void {
  mutation.touch("principal", user.id);
  mutation.about("user-groups", group.id, { name: group.display_name, user_id: user.id, email: user.email });
}

function requireMemberId(memberId: UserGroupMemberId | undefined): string {
  const id = memberId?.memberType.case === "userId" ? memberId.memberType.value : "";
  if (id === "") throw invalidField("member_id.user_id", "is required");
  return id;
}

async function requireMember(mutation: Mutation, userId: string): Promise<UserRow> {
  if ((await readServiceAccount(mutation.tx, userId)) === undefined) return requireUser(mutation, userId);
  throw invalidField("member_id.user_id", "is a service account; only users can be members of a group");
}

function requireCloudGroup(group: UserGroupRow): UserGroupRow {
  if (group.kind === "cloud") return group;
  throw failedPrecondition(
    `the members of a ${group.kind} group come from its directory; only cloud groups are filled here`,
  );
}

/** The user as it would be without the group. */
function without({ view }: Mutation, user: UserRow, groupId: string) {
  return {
    id: user.id,
    kind: "user" as const,
    name: user.email,
    active: user.state === ResourceState.ACTIVE,
    access: accessOfPrincipal(view.snapshot, user.id) ?? noAccess,
    groups: groupsOfPrincipal(view.snapshot, user.id).filter((id) => id !== groupId),
  };
}
