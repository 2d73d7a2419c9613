// Set*ProjectAccess: one entry of what a user, group or service account holds, for the admins of the project.
import { clone } from "@bufbuild/protobuf";
import type {
  SetServiceAccountProjectAccessRequest,
  SetUserGroupProjectAccessRequest,
  SetUserProjectAccessRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type ProjectAccess,
  ProjectAccessSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { requireProjectRole } from "./access.ts";
import { type AccessHolder, holderOfServiceAccount, holderOfUser, holderOfUserGroup } from "./access-holders.ts";
import { requireVersion } from "./checks.ts";
import { requireCoversChange } from "./cover.ts";
import type { Mutation, Outcome } from "./mutation.ts";

export async function setUserProjectAccess(mutation: Mutation, request: SetUserProjectAccessRequest): Promise<Outcome> {
  const access = requireRole(request.access);
  return setAccess(mutation, await holderOfUser(mutation, request.userId), request, access);
}

export async function setUserGroupProjectAccess(
  mutation: Mutation,
  request: SetUserGroupProjectAccessRequest,
): Promise<Outcome> {
  const access = requireRole(request.access);
  return setAccess(mutation, await holderOfUserGroup(mutation, request.groupId), request, access);
}

export async function setServiceAccountProjectAccess(
  mutation: Mutation,
  request: SetServiceAccountProjectAccessRequest,
): Promise<Outcome> {
  const access = requireRole(request.access);
  return setAccess(mutation, await holderOfServiceAccount(mutation, request.serviceAccountId), request, access);
}

/** Unset access takes the entry away. */
async function setAccess(
  mutation: Mutation,
  holder: AccessHolder,
  request: { readonly projectId: string; readonly resourceVersion: string },
  access: ProjectAccess | undefined,
): Promise<Outcome> {
  requireVersion(holder.what, holder.version, request.resourceVersion);
  holder.putProject(request.projectId, access);
  holder.requireChange();
  requireCoversChange(mutation, holder.before(), holder.after());
  await holder.save();
  return {};
}

/** A copy. @throws RemitError INVALID_FIELD */
function requireRole(access: ProjectAccess | undefined): ProjectAccess | undefined {
  if (access === undefined) return undefined;
  requireProjectRole(access, "access");
  return clone(ProjectAccessSchema, access);
}
