// User groups: what their members hold together. Of three kinds: filled here (cloud), by Google, or by SCIM.
import { create, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { accessOfGroup, holdsAccountRole } from "@remit/policy";
import type {
  CreateUserGroupRequest,
  DeleteUserGroupRequest,
  GetUserGroupsRequest,
  UpdateUserGroupRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  AccessSchema,
  type UserGroupSpec,
  UserGroupSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { ruleDenied } from "../authorize/refusal.ts";
import { alreadyExists, invalidField, notFound } from "../errors.ts";
import { readMemberIds } from "../store/group-members.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { type Page, parsePage } from "../store/paging.ts";
import {
  deleteUserGroup as deleteRow,
  insertUserGroup,
  listUserGroups as listRows,
  readExternalGroup,
  readUserGroup,
  type UserGroupFilter,
  type UserGroupKind,
  type UserGroupRow,
  updateUserGroup as updateRow,
} from "../store/user-groups.ts";
import { prepareAccess, settleAccess, toPolicy } from "./access.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireText, requireVersion } from "./checks.ts";
import { requireCoversChange, requireOwnerFor } from "./cover.ts";
import { type Seen, seenBy } from "./identity-administration.ts";
import { requireOwnerRemains } from "./last-owner.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { keepUserGroupsOn } from "./namespace-assignments.ts";
import { requireAssignForChange } from "./role-assignment.ts";
import { requireEmail } from "./users.ts";

export async function getUserGroup(deps: Deps, call: Call, id: string): Promise<Seen<UserGroupRow>> {
  const row = await readUserGroup(deps.database.db, id);
  if (row === undefined) throw notFound("user group", id);
  return seenBy<UserGroupRow>(call)(row);
}

/** By display name. A namespace narrows to those that have access to it, for callers who may see that. */
export async function listUserGroups(
  deps: Deps,
  call: Call,
  request: GetUserGroupsRequest,
): Promise<Page<Seen<UserGroupRow>>> {
  const { namespace, displayName } = request;
  const externals = toExternals(request);
  const page = parsePage(
    `user-groups ${JSON.stringify([namespace, displayName, externals])}`,
    request.pageSize,
    request.pageToken,
  );
  // A group has one kind only: asked for two, there is none.
  if (externals.length > 1) return { items: [], nextPageToken: "" };
  const keep = namespace === "" ? undefined : keepUserGroupsOn(call, namespace);
  const { items, nextPageToken } = await listRows(deps.database.db, page, {
    displayName,
    external: externals[0] ?? null,
    keep,
  });
  return { items: items.map(seenBy<UserGroupRow>(call)), nextPageToken };
}

function toExternals({ googleGroup, scimGroup }: GetUserGroupsRequest): NonNullable<UserGroupFilter["external"]>[] {
  const google = googleGroup?.emailAddress ?? "";
  const scim = scimGroup?.idpId ?? "";
  return [
    ...(google === "" ? [] : [{ kind: "google" as const, id: google }]),
    ...(scim === "" ? [] : [{ kind: "scim" as const, id: scim }]),
  ];
}

export async function createUserGroup(mutation: Mutation, request: CreateUserGroupRequest): Promise<Outcome> {
  const { tx, now } = mutation;
  const spec = requireSpec(UserGroupSpecSchema, request.spec);
  const { kind, externalId } = requireKind(spec);
  requireDisplayName(mutation, spec, kind);
  prepareAccess(mutation, spec.access);
  requireAssignForChange(mutation, undefined, spec.access);
  // Clients read through the access of every group: it is there even when it says nothing.
  spec.access ??= create(AccessSchema);
  if (kind === "scim") requireOwnerOfScim(mutation);
  if (externalId !== "" && (await readExternalGroup(tx, kind, externalId)) !== undefined)
    throw alreadyExists("user group", externalId);
  requireCoversChange(mutation, null, toPolicy(mutation.view, spec.access));
  const id = newId();
  await insertUserGroup(tx, {
    id,
    display_name: spec.displayName,
    kind,
    external_id: externalId,
    version: await nextVersion(tx),
    state: ResourceState.ACTIVE,
    spec: toBinary(UserGroupSpecSchema, spec),
    async_operation_id: mutation.operationId,
    created_at: now,
    updated_at: null,
  });
  mutation.touch("group", id);
  mutation.about("user-groups", id, { name: spec.displayName, after: toJson(UserGroupSpecSchema, spec) });
  return { groupId: id };
}

export async function updateUserGroup(mutation: Mutation, request: UpdateUserGroupRequest): Promise<Outcome> {
  const { tx, view } = mutation;
  const spec = requireSpec(UserGroupSpecSchema, request.spec);
  prepareAccess(mutation, spec.access);
  spec.access ??= create(AccessSchema);
  const row = await requireUserGroup(mutation, request.groupId);
  requireVersion("user group", row.version, request.resourceVersion);
  const stored = fromBinary(UserGroupSpecSchema, row.spec);
  requireSameKind(spec, stored, row);
  if (spec.displayName !== stored.displayName) requireDisplayName(mutation, spec, row.kind);
  settleAccess(mutation, UserGroupSpecSchema, stored, spec, request.spec?.access);
  requireChange(UserGroupSpecSchema, stored, spec, "the user group");
  if (row.kind === "scim" && spec.displayName !== stored.displayName) requireOwnerOfScim(mutation);
  requireAssignForChange(mutation, stored.access, spec.access);
  const [before, after] = [toPolicy(view, stored.access), toPolicy(view, spec.access)];
  requireCoversChange(mutation, before, after);
  if (before.accountRole === "owner") {
    await requireOwnerRemains(mutation, {
      kind: "group",
      id: row.id,
      group: { id: row.id, name: row.display_name, access: after },
    });
  }
  await updateRow(tx, row.id, {
    display_name: spec.displayName,
    version: await nextVersion(tx),
    spec: toBinary(UserGroupSpecSchema, spec),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.touch("group", row.id);
  mutation.about("user-groups", row.id, {
    name: spec.displayName,
    before: toJson(UserGroupSpecSchema, stored),
    after: toJson(UserGroupSpecSchema, spec),
  });
  return {};
}

export async function deleteUserGroup(mutation: Mutation, request: DeleteUserGroupRequest): Promise<Outcome> {
  const { tx, view } = mutation;
  const row = await requireUserGroup(mutation, request.groupId);
  requireVersion("user group", row.version, request.resourceVersion);
  if (row.kind === "scim") requireOwnerOfScim(mutation);
  requireOwnerFor(mutation, [accessOfGroup(view.snapshot, row.id)]);
  await requireOwnerRemains(mutation, { kind: "group", id: row.id, group: null });
  const members = await readMemberIds(tx, row.id);
  await deleteRow(tx, row.id);
  mutation.touch("group", row.id);
  for (const id of members) mutation.touch("principal", id);
  const before = toJson(UserGroupSpecSchema, fromBinary(UserGroupSpecSchema, row.spec));
  mutation.about("user-groups", row.id, { name: row.display_name, before, members });
  return {};
}

/** @throws RemitError NOT_FOUND */
export async function requireUserGroup({ tx }: Mutation, id: string): Promise<UserGroupRow> {
  const row = await readUserGroup(tx, id);
  if (row === undefined) throw notFound("user group", id);
  return row;
}

/** @throws RemitError INVALID_FIELD */
function requireKind({ groupType }: UserGroupSpec): { kind: UserGroupKind; externalId: string } {
  switch (groupType.case) {
    case "cloudGroup":
      return { kind: "cloud", externalId: "" };
    case "googleGroup":
      requireEmail(groupType.value.emailAddress, "spec.google_group.email_address");
      return { kind: "google", externalId: groupType.value.emailAddress };
    case "scimGroup":
      requireText(groupType.value.idpId, "spec.scim_group.idp_id", { max: 255 });
      return { kind: "scim", externalId: groupType.value.idpId };
    case undefined:
      throw invalidField("spec.group_type", "one of cloud_group, google_group, scim_group is required");
  }
}

/** The kind, and the name in the outside directory, stay as they are; left out, they are taken from what is stored. */
function requireSameKind(spec: UserGroupSpec, stored: UserGroupSpec, row: UserGroupRow): void {
  if (spec.groupType.case === undefined) spec.groupType = stored.groupType;
  const { kind, externalId } = requireKind(spec);
  if (kind !== row.kind) throw invalidField("spec.group_type", `cannot be changed; this is a ${row.kind} group`);
  if (externalId === row.external_id) return;
  throw invalidField(
    kind === "google" ? "spec.google_group.email_address" : "spec.scim_group.idp_id",
    "cannot be changed",
  );
}

/** The name of a SCIM group is whatever its directory calls it. */
function requireDisplayName({ deps }: Mutation, { displayName }: UserGroupSpec, kind: UserGroupKind): void {
  const { groupNameLengthMin: min, groupNameLengthMax: max } = deps.limits;
  const own = { pattern: /^[a-z0-9_-]+$/, says: "must consist of lower-case letters, digits, hyphens and underscores" };
  requireText(displayName, "spec.display_name", { min, max, ...(kind !== "scim" && own) });
}

/** SCIM groups belong to their directory. Until one is connected, an Account Owner may stand in for it. */
function requireOwnerOfScim({ view, principalId, call }: Mutation): void {
  if (holdsAccountRole(view.snapshot, principalId, "owner")) return;
  const message =
    "a SCIM group is made, renamed and deleted by its identity provider, or by an Account Owner in its place.";
  throw ruleDenied(message, call.row.operation ?? "");
}
