// Who has access to one project.
import type * as policy from "@remit/policy";
import type {
  GetServiceAccountProjectAssignmentsRequest,
  GetUserGroupProjectAssignmentsRequest,
  GetUserProjectAssignmentsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { listServiceAccounts, type ServiceAccountRow } from "../store/service-accounts.ts";
import { listUserGroups, type UserGroupRow } from "../store/user-groups.ts";
import { listUsers, type UserRow } from "../store/users.ts";
import {
  type Assignment,
  accessOfServiceAccount,
  accessOfUser,
  accessOfUserGroup,
  readTemporaryBy,
  toProjectAssignment,
} from "./assignments.ts";
import type { Call, Deps } from "./call.ts";

/** One line of the answer. */
export interface ProjectAssigned<Row> {
  readonly row: Row;
  readonly assignment: Assignment<policy.ProjectRole>;
}

type Found<Row> = Promise<Page<ProjectAssigned<Row>>>;
type Question<Row> = (row: Row) => Assignment<policy.ProjectRole> | null;

/** Users by id, with what they were given themselves; their groups stand in the list of groups. */
export async function listUsersOfProject(
  deps: Deps,
  call: Call,
  request: GetUserProjectAssignmentsRequest,
): Found<UserRow> {
  const page = pageOf("users", request);
  const temporaryOf = await readTemporaryBy(deps.database.db, request.projectId);
  const ask: Question<UserRow> = (row) =>
    toProjectAssignment(accessOfUser(call.view, row, temporaryOf(row.id)), request.projectId, call.now.getTime());
  return answered(await listUsers(deps.database.db, page, { email: "", keep: (row) => ask(row) !== null }), ask);
}

/** User groups by name. */
export async function listUserGroupsOfProject(
  deps: Deps,
  call: Call,
  request: GetUserGroupProjectAssignmentsRequest,
): Found<UserGroupRow> {
  const page = pageOf("user-groups", request);
  const ask: Question<UserGroupRow> = (row) =>
    toProjectAssignment(accessOfUserGroup(call.view, row), request.projectId, call.now.getTime());
  const filter = { displayName: "", external: null, keep: (row: UserGroupRow) => ask(row) !== null };
  return answered(await listUserGroups(deps.database.db, page, filter), ask);
}

/** Service accounts by id, those bound to the project among them. */
export async function listServiceAccountsOfProject(
  deps: Deps,
  call: Call,
  request: GetServiceAccountProjectAssignmentsRequest,
): Found<ServiceAccountRow> {
  const page = pageOf("service-accounts", request);
  const ask: Question<ServiceAccountRow> = (row) =>
    toProjectAssignment(accessOfServiceAccount(call.view, row, []), request.projectId, call.now.getTime());
  return answered(
    await listServiceAccounts(deps.database.db, page, { scope: null, keep: (row) => ask(row) !== null }),
    ask,
  );
}

const pageOf = (
  kind: string,
  { projectId, pageSize, pageToken }: { projectId: string; pageSize: number; pageToken: string },
) => parsePage(`${kind} assigned in project ${projectId}`, pageSize, pageToken);

function answered<Row>({ items, nextPageToken }: Page<Row>, ask: Question<Row>): Page<ProjectAssigned<Row>> {
  const lines = items.flatMap((row) => {
    const assignment = ask(row);
    return assignment === null ? [] : [{ row, assignment }];
  });
  return { items: lines, nextPageToken };
}
