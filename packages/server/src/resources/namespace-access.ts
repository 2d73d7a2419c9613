// Set*NamespaceAccess: one entry of what a user, group or service account holds, for the admins of the namespace.
import { clone } from "@bufbuild/protobuf";
import type * as policy from "@remit/policy";
import type {
  SetServiceAccountNamespaceAccessRequest,
  SetUserGroupNamespaceAccessRequest,
  SetUserNamespaceAccessRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type NamespaceAccess,
  NamespaceAccess_Permission,
  NamespaceAccessSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { deleteCreatorGrant, readImpliedGrantsOf, toImpliedGrant } from "../store/implied-grants.ts";
import { normaliseNamespaceAccess } from "./access.ts";
import { type AccessHolder, holderOfServiceAccount, holderOfUser, holderOfUserGroup } from "./access-holders.ts";
import { requireEnum, requireVersion } from "./checks.ts";
import { requireCoversChange } from "./cover.ts";
import type { Mutation, Outcome } from "./mutation.ts";

export async function setUserNamespaceAccess(
  mutation: Mutation,
  request: SetUserNamespaceAccessRequest,
): Promise<Outcome> {
  const access = requirePermission(request.access);
  return setAccess(mutation, await holderOfUser(mutation, request.userId), request, access);
}

export async function setUserGroupNamespaceAccess(
  mutation: Mutation,
  request: SetUserGroupNamespaceAccessRequest,
): Promise<Outcome> {
  const access = requirePermission(request.access);
  return setAccess(mutation, await holderOfUserGroup(mutation, request.groupId), request, access);
}

export async function setServiceAccountNamespaceAccess(
  mutation: Mutation,
  request: SetServiceAccountNamespaceAccessRequest,
): Promise<Outcome> {
  const access = requirePermission(request.access);
  return setAccess(mutation, await holderOfServiceAccount(mutation, request.serviceAccountId), request, access);
}

/** Unset access takes the entry away. With less than admin, what its creator holds by that alone ends, too. */
async function setAccess(
  mutation: Mutation,
  holder: AccessHolder,
  request: { readonly namespace: string; readonly resourceVersion: string },
  access: NamespaceAccess | undefined,
): Promise<Outcome> {
  requireVersion(holder.what, holder.version, request.resourceVersion);
  holder.putNamespace(request.namespace, access);
  const uid = mutation.view.namespacesById.get(request.namespace)?.uid ?? "";
  const creator = await readCreatorGrant(mutation, holder, uid);
  const ended = access?.permission === NamespaceAccess_Permission.ADMIN ? [] : creator;
  if (ended.length === 0) holder.requireChange();
  const before = { ...holder.before(), implied: creator };
  const after = { ...holder.after(), implied: ended.length > 0 ? [] : creator };
  requireCoversChange(mutation, before, after);
  if (ended.length > 0) await deleteCreatorGrant(mutation.tx, holder.id, uid);
  await holder.save(ended.length > 0 ? { ended_creator_grant: request.namespace } : {});
  return {};
}

async function readCreatorGrant({ tx }: Mutation, holder: AccessHolder, uid: string): Promise<policy.ImpliedGrant[]> {
  if (holder.touches === "group") return [];
  const rows = await readImpliedGrantsOf(tx, holder.id);
  return rows.filter((row) => row.kind === "creator" && row.namespace_uid === uid).map(toImpliedGrant);
}

/** A canonical copy. @throws RemitError INVALID_FIELD */
function requirePermission(access: NamespaceAccess | undefined): NamespaceAccess | undefined {
  if (access === undefined) return undefined;
  const copy = clone(NamespaceAccessSchema, access);
  normaliseNamespaceAccess(copy, "access");
  requireEnum(NamespaceAccess_Permission, copy.permission, "access.permission");
  return copy;
}
