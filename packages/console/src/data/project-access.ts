// Who has which role on a project.
import type {
  GetServiceAccountProjectAssignmentsResponse,
  GetUserGroupProjectAssignmentsResponse,
  GetUserProjectAssignmentsResponse,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  type ProjectAccess,
  ProjectAccess_ProjectRole as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { AccessHolder } from "./access-holders.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";
import { useJoined } from "./joined-lists.ts";

const { getUserProjectAssignments, getUserGroupProjectAssignments, getServiceAccountProjectAssignments } =
  CloudService.method;

const roles: Readonly<Record<number, string>> = {
  [Role.ADMIN]: "Project Admin",
  [Role.WRITE]: "Write",
  [Role.READ]: "Read",
};

const nameOf = (access: ProjectAccess | undefined): string => roles[access?.role ?? Role.UNSPECIFIED] ?? "–";

const pickUsers = ({ users }: GetUserProjectAssignmentsResponse): readonly AccessHolder[] =>
  users.map(({ id, email: name, projectAccess, inheritedAccess: inherited }) => ({
    kind: "User",
    id,
    name,
    permission: nameOf(projectAccess),
    inherited,
  }));

const pickGroups = ({ groups }: GetUserGroupProjectAssignmentsResponse): readonly AccessHolder[] =>
  groups.map(({ id, displayName: name, projectAccess, inheritedAccess: inherited }) => ({
    kind: "Group",
    id,
    name,
    permission: nameOf(projectAccess),
    inherited,
  }));

const pickAccounts = ({ serviceAccounts }: GetServiceAccountProjectAssignmentsResponse): readonly AccessHolder[] =>
  serviceAccounts.map(({ id, name, projectAccess, inheritedAccess: inherited }) => ({
    kind: "Service account",
    id,
    name,
    permission: nameOf(projectAccess),
    inherited,
  }));

export function useProjectHolders(projectId: string): WholeList<AccessHolder> {
  const users = useWholeList(getUserProjectAssignments, { projectId }, pickUsers);
  const groups = useWholeList(getUserGroupProjectAssignments, { projectId }, pickGroups);
  const accounts = useWholeList(getServiceAccountProjectAssignments, { projectId }, pickAccounts);
  return useJoined(users, groups, accounts);
}

/** Whoever holds the same on both neither gains nor loses, be it by an account role or by both projects. */
export function compareHolders(before: readonly AccessHolder[], after: readonly AccessHolder[]) {
  const keyOf = ({ kind, id, permission }: AccessHolder): string => `${kind} ${id} ${permission}`;
  const without = (all: readonly AccessHolder[], others: readonly AccessHolder[]): readonly AccessHolder[] => {
    const known = new Set(others.map(keyOf));
    return all.filter((holder) => !known.has(keyOf(holder)));
  };
  return { lost: without(before, after), gained: without(after, before) };
}
