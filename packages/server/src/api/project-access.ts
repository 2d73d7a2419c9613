import type {
  GetServiceAccountProjectAssignmentsRequest,
  GetUserGroupProjectAssignmentsRequest,
  GetUserProjectAssignmentsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { fromProjectRole } from "@remit/protocol/policy-access";
import type { Deps } from "../resources/call.ts";
import {
  setServiceAccountProjectAccess,
  setUserGroupProjectAccess,
  setUserProjectAccess,
} from "../resources/project-access.ts";
import {
  listServiceAccountsOfProject,
  listUserGroupsOfProject,
  listUsersOfProject,
  type ProjectAssigned,
} from "../resources/project-assignments.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";

export const projectAccess = (deps: Deps): CloudHandlers => ({
  setUserProjectAccess: write(deps, setUserProjectAccess),
  setUserGroupProjectAccess: write(deps, setUserGroupProjectAccess),
  setServiceAccountProjectAccess: write(deps, setServiceAccountProjectAccess),
  getUserProjectAssignments: read(deps, async (_, call, request: GetUserProjectAssignmentsRequest) => {
    const { items, nextPageToken } = await listUsersOfProject(deps, call, request);
    return { users: items.map((line) => ({ ...toFields(line), email: line.row.email })), nextPageToken };
  }),
  getUserGroupProjectAssignments: read(deps, async (_, call, request: GetUserGroupProjectAssignmentsRequest) => {
    const { items, nextPageToken } = await listUserGroupsOfProject(deps, call, request);
    return { groups: items.map((line) => ({ ...toFields(line), displayName: line.row.display_name })), nextPageToken };
  }),
  getServiceAccountProjectAssignments: read(
    deps,
    async (_, call, request: GetServiceAccountProjectAssignmentsRequest) => {
      const { items, nextPageToken } = await listServiceAccountsOfProject(deps, call, request);
      return { serviceAccounts: items.map((line) => ({ ...toFields(line), name: line.row.name })), nextPageToken };
    },
  ),
});

function toFields({ row, assignment }: ProjectAssigned<{ readonly id: string; readonly version: number }>) {
  return {
    id: row.id,
    projectAccess: { role: fromProjectRole(assignment.level) },
    inheritedAccess: assignment.inherited,
    resourceVersion: String(row.version),
  };
}
