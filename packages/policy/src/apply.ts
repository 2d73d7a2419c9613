// Changes to a snapshot. Each gives a new snapshot that shares with the old one all that it does not touch; the old one
// stays valid. A role edit recompiles that role and nothing of its holders.

import { appendGroup, appendPrincipal } from "./compile.ts";
import { copyRecord, copyTable, createArena } from "./compiled/arena.ts";
import { directCoverOf, roleExtent } from "./compiled/custom-role.ts";
import { listAt, replaceHolder } from "./compiled/holders.ts";
import { numberFor, tableOf } from "./compiled/ids.ts";
import { appendRole } from "./compiled/pack-role.ts";
import { setAt } from "./compiled/paged.ts";
import { ACTIVE, recordLength } from "./compiled/records.ts";
import { ABSENT, PLACE_OFFSET, placeOf, type Snapshot, WITHOUT_PROJECT } from "./compiled/snapshot.ts";
import {
  CHILD_TYPES,
  CONNECTIVITY_RULES,
  CUSTOM_ROLES,
  NAMESPACES,
  NEXUS_ENDPOINTS,
  PROJECTS,
} from "./compiled/vocabulary.ts";
import type { CustomRole, Group, PolicyChange, Principal } from "./types.ts";

/** The snapshot after the changes, applied in order. */
export function apply(snapshot: Snapshot, changes: readonly PolicyChange[]): Snapshot {
  const next = changes.reduce(applyOne, snapshot);
  return next.arena.length > next.arenaLive * 2 + 4096 ? moveToNewArena(next) : next;
}

const childTypes = {
  namespace: NAMESPACES,
  "nexus-endpoint": NEXUS_ENDPOINTS,
  "connectivity-rule": CONNECTIVITY_RULES,
} as const;

function applyOne(snapshot: Snapshot, change: PolicyChange): Snapshot {
  switch (change.kind) {
    case "project":
      return setPlace(snapshot, PROJECTS, change.id, change.exists ? WITHOUT_PROJECT : ABSENT);
    case "namespace":
    case "nexus-endpoint":
    case "connectivity-rule":
      return setChild(snapshot, childTypes[change.kind], change.id, change.project);
    case "custom-role":
      return setRole(snapshot, change.id, change.role);
    case "group":
      return setGroup(snapshot, change.id, change.group);
    case "principal":
      return setPrincipal(snapshot, change.id, change.principal);
  }
}

function setChild(snapshot: Snapshot, type: number, id: string, project: string | null): Snapshot {
  const place = project === null ? ABSENT : numberFor(tableOf(snapshot.ids, PROJECTS), project) + PLACE_OFFSET;
  return setPlace(snapshot, type, id, place);
}

function setPlace(snapshot: Snapshot, type: number, id: string, place: number): Snapshot {
  const number = numberFor(tableOf(snapshot.ids, type), id);
  const before = placeOf(snapshot, type, number);
  if (before === place) return snapshot;
  return {
    ...snapshot,
    places: snapshot.places.with(type, withValue(snapshot.places[type], number, place)),
    live: snapshot.live.with(type, { known: null }),
    children: (CHILD_TYPES >> type) & 1 ? moveChild(snapshot, type, number, before, place) : snapshot.children,
  };
}

function moveChild(snapshot: Snapshot, type: number, number: number, from: number, to: number): Snapshot["children"] {
  let lists = snapshot.children[type] ?? [];
  if (from >= PLACE_OFFSET) {
    const project = from - PLACE_OFFSET;
    lists = setAt(
      lists,
      project,
      listAt(lists, project).filter((other) => other !== number),
    );
  }
  if (to >= PLACE_OFFSET) {
    const project = to - PLACE_OFFSET;
    lists = setAt(lists, project, Int32Array.of(...listAt(lists, project), number));
  }
  return snapshot.children.with(type, lists);
}

function setRole(snapshot: Snapshot, id: string, role: CustomRole | null): Snapshot {
  const { arena, ids, vocabulary, account } = snapshot;
  const number = numberFor(tableOf(ids, CUSTOM_ROLES), id);
  const offset = role ? appendRole(arena, vocabulary, ids, account, role) : 0;
  const placed = setPlace(snapshot, CUSTOM_ROLES, id, role ? WITHOUT_PROJECT : ABSENT);
  return {
    ...placed,
    roles: withValue(snapshot.roles, number, offset),
    // Going through all roles to see whether it has grown would make every edit wait for the account's size.
    directCover: Math.min(snapshot.directCover, directCoverOf(arena.data, Int32Array.of(offset), vocabulary.words)),
    roleSources: setAt(snapshot.roleSources, number, role ?? undefined),
  };
}

function setGroup(snapshot: Snapshot, id: string, group: Group | null): Snapshot {
  const { arena, ids } = snapshot;
  const number = numberFor(ids.groups, id);
  const before = snapshot.groups[number] ?? 0;
  const after = group ? appendGroup(arena, ids, group) : 0;
  return {
    ...snapshot,
    groups: withValue(snapshot.groups, number, after),
    groupNames: setAt(snapshot.groupNames, number, group?.name),
    groupHolders: replaceHolder(snapshot.groupHolders, arena.data, number, before, after),
  };
}

function setPrincipal(snapshot: Snapshot, id: string, principal: Principal | null): Snapshot {
  const { arena, ids } = snapshot;
  const number = numberFor(ids.principals, id);
  const before = snapshot.principals[number] ?? 0;
  const after = principal ? appendPrincipal(arena, ids, principal) : 0;
  // Those that are not active are in no list of holders.
  const listed = (offset: number): number => ((arena.data[offset] as number) & ACTIVE ? offset : 0);
  return {
    ...snapshot,
    principals: withValue(snapshot.principals, number, after),
    principalNames: setAt(snapshot.principalNames, number, principal?.name),
    principalHolders: replaceHolder(snapshot.principalHolders, arena.data, number, listed(before), listed(after)),
  };
}

function withValue(table: Int32Array | undefined, number: number, value: number): Int32Array {
  const next = copyTable(table ?? new Int32Array(0), number + 1);
  next[number] = value;
  return next;
}

/** The same snapshot with its live records alone in an arena of their own. */
function moveToNewArena(snapshot: Snapshot): Snapshot {
  const from = snapshot.arena;
  const { words } = snapshot.vocabulary;
  const arena = createArena(snapshot.arenaLive);
  const moveRecord = (at: number): number => (at === 0 ? 0 : copyRecord(arena, from, at, recordLength(from.data, at)));
  const moveRole = (at: number): number => {
    if (at === 0) return 0;
    const { before, after } = roleExtent(from.data, at, words);
    return copyRecord(arena, from, at - before, before + after) + before;
  };
  const roles = snapshot.roles.map(moveRole);
  const groups = snapshot.groups.map(moveRecord);
  const principals = snapshot.principals.map(moveRecord);
  const directCover = directCoverOf(arena.data, roles, words);
  return { ...snapshot, arena, arenaLive: arena.length, roles, directCover, groups, principals };
}
