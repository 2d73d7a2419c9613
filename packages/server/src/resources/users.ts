// People. To create one is to invite: the user is active at once, and its invitation stays open until it is accepted.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import type * as policy from "@remit/policy";
import { groupsOfPrincipal } from "@remit/policy";
import type {
  CreateUserRequest,
  DeleteUserRequest,
  GetUsersRequest,
  UpdateUserRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { UserSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { alreadyExists, invalidField, notFound } from "../errors.ts";
import { deleteApiKeysOf } from "../store/api-keys.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { deleteImpliedGrantsOf } from "../store/implied-grants.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { dayMs } from "../store/periods.ts";
import { closeRequestsOf } from "../store/requests.ts";
import { deleteSessionsOf } from "../store/sessions.ts";
import {
  countUsers,
  deleteUser as deleteRow,
  insertUser,
  listUsers as listRows,
  readUser,
  readUserByEmail,
  type UserRow,
  updateUser as updateRow,
} from "../store/users.ts";
import { prepareAccess, settleAccess, toPolicy } from "./access.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireText, requireVersion } from "./checks.ts";
import { accessesOf, requireCoversChange, requireOwnerFor } from "./cover.ts";
import { type Seen, seenBy } from "./identity-administration.ts";
import { requireOwnerRemains } from "./last-owner.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { keepUsersOn } from "./namespace-assignments.ts";
import { requireAssignForChange } from "./role-assignment.ts";

export async function getUser(deps: Deps, call: Call, id: string): Promise<Seen<UserRow>> {
  const row = await readUser(deps.database.db, id);
  if (row === undefined) throw notFound("user", id);
  return seenBy<UserRow>(call)(row);
}

/** By id. A namespace narrows to those who have access to it, for callers who may see that. */
export async function listUsers(deps: Deps, call: Call, request: GetUsersRequest): Promise<Page<Seen<UserRow>>> {
  const { email, namespace } = request;
  const page = parsePage(`users ${JSON.stringify([email, namespace])}`, request.pageSize, request.pageToken);
  const keep = namespace === "" ? undefined : await keepUsersOn(deps, call, namespace);
  const { items, nextPageToken } = await listRows(deps.database.db, page, { email, keep });
  return { items: items.map(seenBy<UserRow>(call)), nextPageToken };
}

export async function createUser(mutation: Mutation, request: CreateUserRequest): Promise<Outcome> {
  const { tx, deps, now } = mutation;
  const spec = requireSpec(UserSpecSchema, request.spec);
  requireEmail(spec.email, "spec.email");
  prepareAccess(mutation, spec.access);
  requireAssignForChange(mutation, undefined, spec.access);
  if ((await readUserByEmail(tx, spec.email)) !== undefined) throw alreadyExists("user", spec.email);
  requireRoom(deps.limits, "usersPerAccount", await countUsers(tx), "users in the account");
  requireCoversChange(mutation, null, toPolicy(mutation.view, spec.access));
  const id = newId();
  await insertUser(tx, {
    id,
    email: spec.email,
    version: await nextVersion(tx),
    state: ResourceState.ACTIVE,
    spec: toBinary(UserSpecSchema, spec),
    async_operation_id: mutation.operationId,
    created_at: now,
    updated_at: null,
    invited_at: now,
    invitation_expires_at: new Date(now.getTime() + deps.limits.invitationExpiryDays * dayMs),
    accepted_at: null,
  });
  mutation.touch("principal", id);
  mutation.about("users", id, { email: spec.email, after: toJson(UserSpecSchema, spec) });
  return { userId: id };
}

export async function updateUser(mutation: Mutation, request: UpdateUserRequest): Promise<Outcome> {
  const { tx, view } = mutation;
  const spec = requireSpec(UserSpecSchema, request.spec);
  requireEmail(spec.email, "spec.email");
  prepareAccess(mutation, spec.access);
  const row = await requireUser(mutation, request.userId);
  requireVersion("user", row.version, request.resourceVersion);
  const stored = fromBinary(UserSpecSchema, row.spec);
  if (spec.email !== stored.email)
    throw invalidField("spec.email", "cannot be changed; invite the new address instead");
  settleAccess(mutation, UserSpecSchema, stored, spec, request.spec?.access);
  requireChange(UserSpecSchema, stored, spec, "the user");
  requireAssignForChange(mutation, stored.access, spec.access);
  const [before, after] = [toPolicy(view, stored.access), toPolicy(view, spec.access)];
  requireCoversChange(mutation, before, after);
  if (before.accountRole === "owner") await requireOwnerRemains(mutation, afterUpdate(mutation, row, after));
  await updateRow(tx, row.id, {
    version: await nextVersion(tx),
    spec: toBinary(UserSpecSchema, spec),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.touch("principal", row.id);
  mutation.about("users", row.id, {
    email: row.email,
    before: toJson(UserSpecSchema, stored),
    after: toJson(UserSpecSchema, spec),
  });
  return {};
}

/** The user's keys, sessions, memberships, open invitation and implied grants go with it. */
export async function deleteUser(mutation: Mutation, request: DeleteUserRequest): Promise<Outcome> {
  const { tx, view } = mutation;
  const row = await requireUser(mutation, request.userId);
  requireVersion("user", row.version, request.resourceVersion);
  requireOwnerFor(mutation, accessesOf(view, row.id));
  await requireOwnerRemains(mutation, { kind: "principal", id: row.id, principal: null });
  await deleteApiKeysOf(tx, [row.id]);
  await deleteSessionsOf(tx, row.id);
  await deleteImpliedGrantsOf(tx, [row.id]);
  await closeRequestsOf(tx, row.id, mutation.now);
  await deleteRow(tx, row.id);
  mutation.touch("principal", row.id);
  mutation.about("users", row.id, {
    email: row.email,
    before: toJson(UserSpecSchema, fromBinary(UserSpecSchema, row.spec)),
  });
  return {};
}

/** @throws RemitError NOT_FOUND */
export async function requireUser({ tx }: Mutation, id: string): Promise<UserRow> {
  const row = await readUser(tx, id);
  if (row === undefined) throw notFound("user", id);
  return row;
}

/** Kept byte for byte; only what cannot be an address at all is refused. */
export function requireEmail(email: string, field: string): void {
  requireText(email, field, { max: 254, pattern: /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u, says: "must be an e-mail address" });
}

function afterUpdate({ view }: Mutation, row: UserRow, access: policy.Access): policy.PolicyChange {
  const groups = groupsOfPrincipal(view.snapshot, row.id);
  const active = row.state === ResourceState.ACTIVE;
  return {
    kind: "principal",
    id: row.id,
    principal: { id: row.id, kind: "user", name: row.email, active, access, groups },
  };
}
