// The workload in the words of the policy package. Its forty actions are a vocabulary of their own. An entry on what
// lies in a project names each Namespace, as custom roles have to: no permission on a project reaches into Namespaces.
import type {
  Access,
  AccountRole,
  CustomRole,
  PolicyData,
  RolePermission,
  Vocabulary,
} from "../../packages/policy/src/index.ts";
import { actionId, groupId, namespaceId, projectId, roleId, userId } from "./ids.ts";
import { ACTIONS, accountRoles, type Entry, type Holder, levels, times, type Workload } from "./workload.ts";

const below = (count: number): { operations: ReadonlySet<string> } => ({ operations: new Set(times(count, actionId)) });
const nothing = { operations: new Set<string>(), namespacePermission: null };

/** Forty actions, three levels, three account roles that hold something. */
export const workloadVocabulary: Vocabulary = {
  operations: times(ACTIONS, (action) => ({
    operation: actionId(action),
    resourceTypes: ["namespaces"],
    grantable: true,
    inert: false,
  })),
  accountRoles: {
    owner: below(accountRoles.owner),
    admin: below(accountRoles.admin),
    read: below(accountRoles.read),
    developer: below(0),
    finance_admin: below(0),
    metrics_read: below(0),
  },
  namespacePermissions: { read: below(levels[0]), write: below(levels[1]), admin: below(levels[2]) },
  projectRoles: {
    admin: nothing,
    write: nothing,
    read: nothing,
    contribute: nothing,
    list: nothing,
    member: nothing,
    developer: nothing,
  },
};

const levelNames = ["read", "write", "admin"] as const;

/** The workload as policy data. */
export function toPolicyData(workload: Workload): PolicyData {
  return {
    account: "bench1",
    projects: times(workload.projects, projectId),
    namespaces: workload.projectOf.map((project, number) => ({ id: namespaceId(number), project: projectId(project) })),
    nexusEndpoints: [],
    connectivityRules: [],
    customRoles: workload.roles.map((entries, number) => toCustomRole(workload, number, entries)),
    groups: workload.groups.map((group, number) => ({
      id: groupId(number),
      name: groupId(number),
      access: toAccess(group, null),
    })),
    principals: workload.users.map((user, number) => ({
      id: userId(number),
      kind: "user",
      name: userId(number),
      active: true,
      access: toAccess(user, user.account === "none" ? null : user.account),
      groups: user.groups.map(groupId),
    })),
  };
}

export function toCustomRole(workload: Workload, number: number, entries: readonly Entry[]): CustomRole {
  return {
    id: roleId(number),
    name: roleId(number),
    permissions: entries.map((entry) => toPermission(workload, entry)),
  };
}

function toPermission({ projectOf }: Workload, { actions, scope }: Entry): RolePermission {
  const names = actions.map(actionId);
  if (scope === "all") return { actions: names, resourceType: "namespaces", allowAll: true, resourceIds: [] };
  const numbers =
    "project" in scope ? [...projectOf.keys()].filter((at) => projectOf[at] === scope.project) : scope.namespaces;
  return { actions: names, resourceType: "namespaces", allowAll: false, resourceIds: numbers.map(namespaceId) };
}

function toAccess(holder: Holder, accountRole: AccountRole | null): Access {
  return {
    accountRole,
    customRoles: holder.roles.map(roleId),
    namespaces: holder.namespaces.map(([namespace, level]) => ({
      namespace: namespaceId(namespace),
      permission: levelNames[level] ?? "read",
    })),
    projects: [],
    implied: [],
  };
}
