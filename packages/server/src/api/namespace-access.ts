import { create } from "@bufbuild/protobuf";
import type { NamespacePermission } from "@remit/policy";
import type {
  GetServiceAccountNamespaceAssignmentsRequest,
  GetUserGroupNamespaceAssignmentsRequest,
  GetUserNamespaceAssignmentsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type NamespaceAccess,
  NamespaceAccessSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { fromNamespacePermission } from "@remit/protocol/policy-access";
import { fillNamespaceAccess } from "../resources/access.ts";
import type { Deps } from "../resources/call.ts";
import {
  setServiceAccountNamespaceAccess,
  setUserGroupNamespaceAccess,
  setUserNamespaceAccess,
} from "../resources/namespace-access.ts";
import {
  listServiceAccountsOfNamespace,
  listUserGroupsOfNamespace,
  listUsersOfNamespace,
  type NamespaceAssigned,
} from "../resources/namespace-assignments.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";

export const namespaceAccess = (deps: Deps): CloudHandlers => ({
  setUserNamespaceAccess: write(deps, setUserNamespaceAccess),
  setUserGroupNamespaceAccess: write(deps, setUserGroupNamespaceAccess),
  setServiceAccountNamespaceAccess: write(deps, setServiceAccountNamespaceAccess),
  getUserNamespaceAssignments: read(deps, async (_, call, request: GetUserNamespaceAssignmentsRequest) => {
    const { items, nextPageToken } = await listUsersOfNamespace(deps, call, request);
    return { users: items.map((line) => ({ ...toFields(line), email: line.row.email })), nextPageToken };
  }),
  getUserGroupNamespaceAssignments: read(deps, async (_, call, request: GetUserGroupNamespaceAssignmentsRequest) => {
    const { items, nextPageToken } = await listUserGroupsOfNamespace(deps, call, request);
    return { groups: items.map((line) => ({ ...toFields(line), displayName: line.row.display_name })), nextPageToken };
  }),
  getServiceAccountNamespaceAssignments: read(
    deps,
    async (_, call, request: GetServiceAccountNamespaceAssignmentsRequest) => {
      const { items, nextPageToken } = await listServiceAccountsOfNamespace(deps, call, request);
      return { serviceAccounts: items.map((line) => ({ ...toFields(line), name: line.row.name })), nextPageToken };
    },
  ),
});

function toFields({ row, assignment }: NamespaceAssigned<{ readonly id: string; readonly version: number }>) {
  return {
    id: row.id,
    namespaceAccess: toNamespaceAccess(assignment.level),
    inheritedAccess: assignment.inherited,
    resourceVersion: String(row.version),
  };
}

const toNamespaceAccess = (level: NamespacePermission): NamespaceAccess =>
  fillNamespaceAccess(create(NamespaceAccessSchema, { permission: fromNamespacePermission(level) }));
