// Who has access to one namespace: the three lists, and the same question as a filter of the lists of users and groups.

import type * as policy from "@remit/policy";
import { check } from "@remit/policy";
import type {
  GetServiceAccountNamespaceAssignmentsRequest,
  GetUserGroupNamespaceAssignmentsRequest,
  GetUserNamespaceAssignmentsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { toResource } from "../authorize/view.ts";
import { notFound } from "../errors.ts";
import { type Page, parsePage } from "../store/paging.ts";
import type { NamespaceName } from "../store/policy-data.ts";
import { listServiceAccounts, type ServiceAccountRow } from "../store/service-accounts.ts";
import { listUserGroups, type UserGroupRow } from "../store/user-groups.ts";
import { listUsers, type UserRow } from "../store/users.ts";
import {
  type Assignment,
  accessOfServiceAccount,
  accessOfUser,
  accessOfUserGroup,
  readImpliedBy,
  toNamespaceAssignment,
} from "./assignments.ts";
import type { Call, Deps } from "./call.ts";
import { administersIdentities } from "./identity-administration.ts";

/** One line of the answer. */
export interface NamespaceAssigned<Row> {
  readonly row: Row;
  readonly assignment: Assignment<policy.NamespacePermission>;
}

type Found<Row> = Promise<Page<NamespaceAssigned<Row>>>;
/** What a row has on the namespace; null: nothing. */
type Question<Row> = (row: Row) => Assignment<policy.NamespacePermission> | null;

/** Users by id, with what they were given themselves; their groups stand in the list of groups. */
export async function listUsersOfNamespace(
  deps: Deps,
  call: Call,
  request: GetUserNamespaceAssignmentsRequest,
): Found<UserRow> {
  const page = pageOf("users", request);
  const ask = await askUsers(deps, call, requireNamespace(call, request.namespace));
  return answered(await listUsers(deps.database.db, page, { email: "", keep: (row) => ask(row) !== null }), ask);
}

/** User groups by name. */
export async function listUserGroupsOfNamespace(
  deps: Deps,
  call: Call,
  request: GetUserGroupNamespaceAssignmentsRequest,
): Found<UserGroupRow> {
  const page = pageOf("user-groups", request);
  const ask = askUserGroups(call, requireNamespace(call, request.namespace));
  const filter = { displayName: "", external: null, keep: (row: UserGroupRow) => ask(row) !== null };
  return answered(await listUserGroups(deps.database.db, page, filter), ask);
}

/** Service accounts by id, those bound to the namespace or its project among them. */
export async function listServiceAccountsOfNamespace(
  deps: Deps,
  call: Call,
  request: GetServiceAccountNamespaceAssignmentsRequest,
): Found<ServiceAccountRow> {
  const page = pageOf("service-accounts", request);
  const namespace = requireNamespace(call, request.namespace);
  const impliedOf = await readImpliedBy(deps.database.db, namespace);
  const ask = (row: ServiceAccountRow) =>
    toNamespaceAssignment(accessOfServiceAccount(call.view, row, impliedOf(row.id)), namespace, call.now.getTime());
  return answered(
    await listServiceAccounts(deps.database.db, page, { scope: null, keep: (row) => ask(row) !== null }),
    ask,
  );
}

/** A filter for users with access to a namespace. Who may not see that finds nobody but itself. */
export async function keepUsersOn(deps: Deps, call: Call, namespaceId: string): Promise<(row: UserRow) => boolean> {
  const namespace = call.view.namespacesById.get(namespaceId);
  if (namespace === undefined) return () => false;
  const ask = await askUsers(deps, call, namespace);
  const all = maySee(call, namespaceId, "cloud.namespace.getUserNamespaceAssignments");
  return (row) => (all || row.id === call.caller?.principalId) && ask(row) !== null;
}

/** The same for groups. */
export function keepUserGroupsOn(call: Call, namespaceId: string): (row: UserGroupRow) => boolean {
  const namespace = call.view.namespacesById.get(namespaceId);
  const all = maySee(call, namespaceId, "cloud.namespace.getUserGroupNamespaceAssignments");
  if (namespace === undefined || !all) return () => false;
  const ask = askUserGroups(call, namespace);
  return (row) => ask(row) !== null;
}

async function askUsers(deps: Deps, call: Call, namespace: NamespaceName): Promise<Question<UserRow>> {
  const impliedOf = await readImpliedBy(deps.database.db, namespace);
  return (row) => toNamespaceAssignment(accessOfUser(call.view, row, impliedOf(row.id)), namespace, call.now.getTime());
}

function askUserGroups(call: Call, namespace: NamespaceName): Question<UserGroupRow> {
  return (row) => toNamespaceAssignment(accessOfUserGroup(call.view, row), namespace, call.now.getTime());
}

function maySee(call: Call, namespaceId: string, operation: string): boolean {
  const { view, caller, now } = call;
  const resource = toResource(view, "namespaces", namespaceId);
  return (
    administersIdentities(call) || check(view.snapshot, caller?.principalId ?? "", operation, resource, now.getTime())
  );
}

function requireNamespace({ view }: Call, id: string): NamespaceName {
  const namespace = view.namespacesById.get(id);
  if (namespace === undefined) throw notFound("namespace", id);
  return namespace;
}

const pageOf = (
  kind: string,
  { namespace, pageSize, pageToken }: { namespace: string; pageSize: number; pageToken: string },
) => parsePage(`${kind} assigned in namespace ${namespace}`, pageSize, pageToken);

function answered<Row>({ items, nextPageToken }: Page<Row>, ask: Question<Row>): Page<NamespaceAssigned<Row>> {
  const lines = items.flatMap((row) => {
    const assignment = ask(row);
    return assignment === null ? [] : [{ row, assignment }];
  });
  return { items: lines, nextPageToken };
}
