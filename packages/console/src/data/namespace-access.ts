// Who has which permission on a Namespace: people, groups and service accounts in one list.
import type {
  GetServiceAccountNamespaceAssignmentsResponse,
  GetUserGroupNamespaceAssignmentsResponse,
  GetUserNamespaceAssignmentsResponse,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  type NamespaceAccess,
  NamespaceAccess_Permission as Permission,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { AccessHolder } from "./access-holders.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";
import { useJoined } from "./joined-lists.ts";

const { getUserNamespaceAssignments, getUserGroupNamespaceAssignments, getServiceAccountNamespaceAssignments } =
  CloudService.method;

const permissions: Readonly<Record<number, string>> = {
  [Permission.ADMIN]: "Namespace Admin",
  [Permission.WRITE]: "Write",
  [Permission.READ]: "Read",
};

const nameOf = (access: NamespaceAccess | undefined): string =>
  permissions[access?.permission ?? Permission.UNSPECIFIED] ?? "–";

const pickUsers = ({ users }: GetUserNamespaceAssignmentsResponse): readonly AccessHolder[] =>
  users.map(({ id, email, namespaceAccess, inheritedAccess: inherited }) => ({
    kind: "User",
    id,
    name: email,
    permission: nameOf(namespaceAccess),
    inherited,
  }));

const pickGroups = ({ groups }: GetUserGroupNamespaceAssignmentsResponse): readonly AccessHolder[] =>
  groups.map(({ id, displayName, namespaceAccess, inheritedAccess: inherited }) => ({
    kind: "Group",
    id,
    name: displayName,
    permission: nameOf(namespaceAccess),
    inherited,
  }));

const pickAccounts = ({ serviceAccounts }: GetServiceAccountNamespaceAssignmentsResponse): readonly AccessHolder[] =>
  serviceAccounts.map(({ id, name, namespaceAccess, inheritedAccess: inherited }) => ({
    kind: "Service account",
    id,
    name,
    permission: nameOf(namespaceAccess),
    inherited,
  }));

export function useNamespaceHolders(namespace: string): WholeList<AccessHolder> {
  const users = useWholeList(getUserNamespaceAssignments, { namespace }, pickUsers);
  const groups = useWholeList(getUserGroupNamespaceAssignments, { namespace }, pickGroups);
  const accounts = useWholeList(getServiceAccountNamespaceAssignments, { namespace }, pickAccounts);
  return useJoined(users, groups, accounts);
}
