// What may this principal do an operation on: walks the principal's own grants, never the whole policy.
import { markListed, roleHoldsEverywhere, visitHashed } from "./compiled/custom-role.ts";
import { listAt } from "./compiled/holders.ts";
import { tableOf } from "./compiled/ids.ts";
import { GIVES_NAMESPACE, GIVES_PROJECT, GIVES_ROLE, heldAt, visitLasting } from "./compiled/implied.ts";
import { createMarks, keepOnly, type Marks, mark, namesOfMarked } from "./compiled/marks.ts";
import {
  ACCOUNT_ROLE_SHIFT,
  ACTIVE,
  GROUPS_END,
  HAS_MORE,
  IMPLIED_END,
  NAMESPACES_END,
  PROJECTS_END,
  RECORD_HEADER,
  ROLES_END,
} from "./compiled/records.ts";
import { ABSENT, type Live, placeOf, type Snapshot } from "./compiled/snapshot.ts";
import { CHILD_TYPES, NAMESPACES, PROJECTS, typeNumber } from "./compiled/vocabulary.ts";
import type { ResourceType } from "./types.ts";

/**
 * The ids of the existing resources of a type on which the principal may do the operation: exactly those for which
 * `check` says yes. Empty for anything unknown. The order is that of arrival in the policy.
 */
export function listAllowed(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  type: ResourceType,
  now: number,
): string[] {
  const started = startWalk(snapshot, principalId, operation, type, now);
  if (started === null) return [];
  const { walk, records } = started;
  for (const offset of records) {
    if (holdsEverywhere(walk, offset)) return liveIds(snapshot, walk.type).slice();
    markNamed(walk, offset);
  }
  keepOnly(walk.marks, liveOf(snapshot, walk.type).marks);
  return namesOfMarked(walk.marks, tableOf(snapshot.ids, walk.type).names);
}

/**
 * Whether the principal may do the operation on every resource of the type, those to come included: then `listAllowed`
 * gives all of them, and a list of thousands needs no ids to be filtered by. False says nothing about single ones.
 */
export function isAllowedOnAll(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  type: ResourceType,
  now: number,
): boolean {
  const started = startWalk(snapshot, principalId, operation, type, now);
  return started?.records.some((offset) => holdsEverywhere(started.walk, offset)) ?? false;
}

/** Null for anything unknown, and for an operation that is none on this type. */
function startWalk(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  type: ResourceType,
  now: number,
): { readonly walk: Walk; readonly records: readonly number[] } | null {
  const wanted = typeNumber(type);
  const number = snapshot.vocabulary.numbers.get(operation);
  const principal = snapshot.ids.principals.numbers.get(principalId);
  if (wanted < 0 || number === undefined || principal === undefined) return null;
  if (!(((snapshot.vocabulary.types[number] as number) >> wanted) & 1)) return null;
  return { walk: createWalk(snapshot, number, wanted, now), records: recordsOfPrincipal(snapshot, principal) };
}

/** The ids of all existing resources of a type, in the order of their numbers. Do not change the answer. */
export function liveIds(snapshot: Snapshot, type: number): readonly string[] {
  return liveOf(snapshot, type).ids;
}

function liveOf(snapshot: Snapshot, type: number): Live {
  const live = snapshot.live[type];
  if (live?.known) return live.known;
  const { names } = tableOf(snapshot.ids, type);
  const marks = createMarks(names.length);
  for (let number = 0; number < names.length; number++) {
    if (placeOf(snapshot, type, number) !== ABSENT) mark(marks, number);
  }
  const known = { ids: namesOfMarked(marks, names), marks };
  if (live) live.known = known;
  return known;
}

/** Where the records are that make up an active principal: its own, then its groups'. Empty when unknown or inactive. */
export function recordsOfPrincipal(snapshot: Snapshot, principal: number): number[] {
  const { data } = snapshot.arena;
  const offset = snapshot.principals[principal] ?? 0;
  if (offset === 0 || !((data[offset] as number) & ACTIVE)) return [];
  const records = [offset];
  const end = offset + (data[offset + GROUPS_END] as number);
  for (let at = offset + RECORD_HEADER; at < end; at++) {
    const group = snapshot.groups[data[at] as number] ?? 0;
    if (group !== 0) records.push(group);
  }
  return records;
}

interface Walk {
  readonly snapshot: Snapshot;
  readonly operation: number;
  readonly type: number;
  readonly now: number;
  readonly marks: Marks;
  /** Whether a grant on a project reaches resources of the wanted type. */
  readonly throughProject: boolean;
}

function createWalk(snapshot: Snapshot, operation: number, type: number, now: number): Walk {
  const valid = snapshot.vocabulary.types[operation] as number;
  return {
    snapshot,
    operation,
    type,
    now,
    marks: createMarks(snapshot.ids.resources[type]?.names.length ?? 0),
    throughProject: ((valid >> PROJECTS) & 1) === 1 && ((CHILD_TYPES >> type) & 1) === 1,
  };
}

function holdsEverywhere(walk: Walk, offset: number): boolean {
  const { snapshot, operation, type, now } = walk;
  const { vocabulary, roles } = snapshot;
  const { data } = snapshot.arena;
  const accountRole = (data[offset] as number) >>> ACCOUNT_ROLE_SHIFT;
  if (((vocabulary.accountHolds[accountRole * vocabulary.size + operation] as number) >> type) & 1) return true;
  const end = offset + (data[offset + ROLES_END] as number);
  for (let at = offset + (data[offset + GROUPS_END] as number); at < end; at++) {
    const role = roles[data[at] as number] ?? 0;
    if (role !== 0 && roleHoldsEverywhere(data, role, vocabulary.words, operation, type)) return true;
  }
  let found = false;
  visitImplied(snapshot, offset, now, (gives, number) => {
    const role = gives === GIVES_ROLE ? (roles[number] ?? 0) : 0;
    found ||= role !== 0 && roleHoldsEverywhere(data, role, vocabulary.words, operation, type);
  });
  return found;
}

/** Visits the implied grants of a record that have not ended. */
function visitImplied(
  { arena }: Snapshot,
  offset: number,
  now: number,
  visit: Parameters<typeof visitLasting>[4],
): void {
  const { data } = arena;
  if (!((data[offset] as number) & HAS_MORE)) return;
  const end = (part: number): number => offset + (data[offset + part] as number);
  visitLasting(data, end(PROJECTS_END), end(IMPLIED_END), now, visit);
}

function markNamed(walk: Walk, offset: number): void {
  const { snapshot, operation, type, now } = walk;
  const { data } = snapshot.arena;
  const { levelHolds, projectHolds, size } = snapshot.vocabulary;
  let at = offset + (data[offset + GROUPS_END] as number);
  for (const end = offset + (data[offset + ROLES_END] as number); at < end; at++) {
    const role = snapshot.roles[data[at] as number] ?? 0;
    if (role !== 0) markNamedByRole(walk, role);
  }
  for (const end = offset + (data[offset + NAMESPACES_END] as number); at < end; at++) {
    const entry = data[at] as number;
    if (type === NAMESPACES && levelHolds[(entry & 3) * size + operation] === 1) mark(walk.marks, entry >>> 2);
  }
  for (const end = offset + (data[offset + PROJECTS_END] as number); at < end; at++) {
    const entry = data[at] as number;
    if (((projectHolds[(entry & 7) * size + operation] as number) >> type) & 1)
      markInProject(snapshot, type, entry >>> 3, walk.marks);
  }
  visitImplied(snapshot, offset, now, (gives, number, grant) => {
    const held = heldAt(data, grant) * size + operation;
    if (gives === GIVES_NAMESPACE) {
      if (type === NAMESPACES && levelHolds[held] === 1) mark(walk.marks, number);
    } else if (gives === GIVES_PROJECT) {
      if (((projectHolds[held] as number) >> type) & 1) markInProject(snapshot, type, number, walk.marks);
    } else if (gives === GIVES_ROLE) {
      const role = snapshot.roles[number] ?? 0;
      if (role !== 0) markNamedByRole(walk, role);
    }
  });
}

function markNamedByRole({ snapshot, operation, type, marks, throughProject }: Walk, role: number): void {
  const { data } = snapshot.arena;
  const { words } = snapshot.vocabulary;
  if (type === NAMESPACES) markListed(data, role, words, operation, marks);
  visitHashed(data, role, words, operation, (named, number) => {
    if (named === type) mark(marks, number);
    else if (named === PROJECTS && throughProject) markInProject(snapshot, type, number, marks);
  });
}

/** Marks the project itself or what lies in it, as the wanted type asks; nothing when the project is gone. */
function markInProject(snapshot: Snapshot, type: number, project: number, marks: Marks): void {
  if (placeOf(snapshot, PROJECTS, project) === ABSENT) return;
  if (type === PROJECTS) mark(marks, project);
  else for (const child of listAt(snapshot.children[type] ?? [], project)) mark(marks, child);
}
