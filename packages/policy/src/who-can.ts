// Who may do an operation on a resource: from the grants that reach it to their holders.

import { recordHolds } from "./check.ts";
import { rolesThatHold } from "./compiled/custom-role.ts";
import { type Holders, type Lists, listAt } from "./compiled/holders.ts";
import { createMarks, type Marks, mark, namesOfMarked } from "./compiled/marks.ts";
import { projectOf, resolveTarget, type Snapshot, type Target } from "./compiled/snapshot.ts";
import { accountRoleNames, NAMESPACES, PROJECTS } from "./compiled/vocabulary.ts";
import type { Resource } from "./types.ts";

/** The ids of exactly those principals for which `check` says yes. Empty for anything unknown. */
export function whoCan(snapshot: Snapshot, operation: string, resource: Resource, now: number): string[] {
  const target = resolveTarget(snapshot, operation, resource.type, resource.id);
  if (typeof target === "string") return [];
  const roles = rolesOf(snapshot, target);
  const groups = createMarks(snapshot.ids.groups.names.length);
  const principals = createMarks(snapshot.ids.principals.names.length);
  markHolders(snapshot, target, roles, snapshot.groupHolders, groups, (group) =>
    holdsNow(snapshot, target, snapshot.groups[group] ?? 0, now),
  );
  markHolders(snapshot, target, roles, snapshot.principalHolders, principals, (principal) =>
    holdsNow(snapshot, target, snapshot.principals[principal] ?? 0, now),
  );
  markMembers(snapshot, groups, principals);
  return namesOfMarked(principals, snapshot.ids.principals.names);
}

function rolesOf(snapshot: Snapshot, { operation, type, number }: Target): number[] {
  const { arena, vocabulary, roles } = snapshot;
  const { words, types } = vocabulary;
  const parent = ((types[operation] as number) >> PROJECTS) & 1 ? projectOf(snapshot, type, number) : -1;
  return rolesThatHold(arena.data, roles, words, operation, type, number, parent);
}

function holdsNow(snapshot: Snapshot, { operation, type, number }: Target, record: number, now: number): boolean {
  return record !== 0 && recordHolds(snapshot, record, operation, type, number, now);
}

/** Marks the holders, all principals or all groups, whose own record reaches the target. */
function markHolders(
  snapshot: Snapshot,
  target: Target,
  roles: readonly number[],
  holders: Holders,
  marks: Marks,
  holds: (holder: number) => boolean,
): void {
  const { accountHolds, levelHolds, projectHolds, size } = snapshot.vocabulary;
  const { operation, type, number } = target;
  const project = projectOf(snapshot, type, number);
  for (let role = 1; role < accountRoleNames.length; role++) {
    if (((accountHolds[role * size + operation] as number) >> type) & 1) markAll(marks, holders.account, role);
  }
  // Whether an implied grant has ended is in its holder's record only.
  const markIfHeld = (lists: Lists, key: number): void => {
    for (const holder of listAt(lists, key)) if (holds(holder)) mark(marks, holder);
  };
  for (const role of roles) {
    markAll(marks, holders.role, role);
    markIfHeld(holders.impliedRole, role);
  }
  if (project >= 0) {
    for (const element of listAt(holders.project, project)) {
      if (((projectHolds[(element & 7) * size + operation] as number) >> type) & 1) mark(marks, element >>> 3);
    }
    markIfHeld(holders.impliedProject, project);
  }
  if (type !== NAMESPACES) return;
  for (const element of listAt(holders.namespace, number)) {
    if (levelHolds[(element & 3) * size + operation] === 1) mark(marks, element >>> 2);
  }
  markIfHeld(holders.impliedNamespace, number);
}

function markAll(marks: Marks, lists: Lists, key: number): void {
  const list = listAt(lists, key);
  for (let at = 0; at < list.length; at++) mark(marks, list[at] as number);
}

function markMembers(snapshot: Snapshot, groups: Marks, principals: Marks): void {
  for (let word = 0; word < groups.length; word++) {
    for (let bits = groups[word] as number; bits !== 0; bits &= bits - 1) {
      markAll(principals, snapshot.principalHolders.member, (word << 5) | (31 - Math.clz32(bits & -bits)));
    }
  }
}
