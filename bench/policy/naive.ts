// The reference of the benchmark: the workload's rules by plain search. What every engine's answers are compared with.
import { accountRoles, type Entry, type Holder, levels, type Workload } from "./account.ts";

export function naiveCheck(workload: Workload, user: number, action: number, namespace: number): boolean {
  const own = workload.users[user];
  if (!own) return false;
  if (action < accountRoles[own.account]) return true;
  if (holderAllows(workload, own, action, namespace)) return true;
  return own.groups.some((group) => {
    const holder = workload.groups[group];
    return holder !== undefined && holderAllows(workload, holder, action, namespace);
  });
}

function holderAllows(workload: Workload, holder: Holder, action: number, namespace: number): boolean {
  if (holder.namespaces.some(([id, level]) => id === namespace && action < (levels[level] ?? 0))) return true;
  return holder.roles.some((role) =>
    workload.roles[role]?.some((entry) => entryAllows(workload, entry, action, namespace)),
  );
}

function entryAllows(workload: Workload, { actions, scope }: Entry, action: number, namespace: number): boolean {
  if (!actions.includes(action)) return false;
  if (scope === "all") return true;
  return "project" in scope ? workload.projectOf[namespace] === scope.project : scope.namespaces.includes(namespace);
}

/** The Namespaces on which the user may do the action. */
export function naiveList(workload: Workload, user: number, action: number): number[] {
  return [...workload.projectOf.keys()].filter((namespace) => naiveCheck(workload, user, action, namespace));
}

/** The users who may do the action on the Namespace. */
export function naiveWhoCan(workload: Workload, action: number, namespace: number): number[] {
  return [...workload.users.keys()].filter((user) => naiveCheck(workload, user, action, namespace));
}
