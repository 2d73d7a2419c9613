// From plain data to a snapshot. Reads everything once; later changes go through `apply`.
import { type Arena, createArena } from "./compiled/arena.ts";
import { directCoverOf } from "./compiled/custom-role.ts";
import { buildHolders } from "./compiled/holders.ts";
import { createIds, type Ids, type IdTable, numberFor, tableOf } from "./compiled/ids.ts";
import { appendRole } from "./compiled/pack-role.ts";
import { fromArray, type Paged } from "./compiled/paged.ts";
import { ACTIVE, appendRecord, SERVICE_ACCOUNT } from "./compiled/records.ts";
import { ABSENT, PLACE_OFFSET, type Snapshot, WITHOUT_PROJECT } from "./compiled/snapshot.ts";
import {
  ACCOUNTS,
  CONNECTIVITY_RULES,
  CUSTOM_ROLES,
  compileVocabulary,
  NAMESPACES,
  NEXUS_ENDPOINTS,
  PROJECTS,
  remitVocabulary,
  typeNames,
  type Vocabulary,
} from "./compiled/vocabulary.ts";
import type { Child, CustomRole, Group, PolicyData, Principal } from "./types.ts";

/**
 * Compiles a policy. Where an id occurs twice in one list, the last one counts.
 * What names something that does not exist is accepted and matches nothing.
 */
export function compile(data: PolicyData, vocabulary: Vocabulary = remitVocabulary): Snapshot {
  const ids = createIds();
  const places = placeResources(ids, data);
  const compiled = compileVocabulary(vocabulary);
  const arena = createArena(data.principals.length * 24);
  const roleAt = numbersOf(tableOf(ids, CUSTOM_ROLES), data.customRoles);
  const groupAt = numbersOf(ids.groups, data.groups);
  const principalAt = numbersOf(ids.principals, data.principals);
  const appendOne = (role: CustomRole): number => appendRole(arena, compiled, ids, data.account, role);
  const roles = recordsByNumber(roleAt, data.customRoles, appendOne);
  const groups = recordsByNumber(groupAt, data.groups, (group) => appendGroup(arena, ids, group));
  const principals = recordsByNumber(principalAt, data.principals, (one) => appendPrincipal(arena, ids, one));
  return {
    account: data.account,
    vocabulary: compiled,
    ids,
    arena,
    arenaLive: arena.length,
    principals,
    groups,
    roles,
    directCover: directCoverOf(arena.data, roles, compiled.words),
    places: places.map((column) => Int32Array.from(column)),
    live: typeNames.map(() => ({ known: null })),
    children: places.map(childrenByProject),
    roleSources: fromArray(valuesByNumber(roleAt, data.customRoles, (role) => role)),
    groupNames: fromArray(valuesByNumber(groupAt, data.groups, ({ name }) => name)),
    groupHolders: buildHolders(arena.data, groups, ACTIVE),
    principalNames: fromArray(valuesByNumber(principalAt, data.principals, ({ name }) => name)),
    principalHolders: buildHolders(arena.data, principals, ACTIVE),
  };
}

/** Appends the record of a principal and says where it starts. */
export function appendPrincipal(arena: Arena, ids: Ids, principal: Principal): number {
  const flags = (principal.active ? ACTIVE : 0) | (principal.kind === "serviceaccount" ? SERVICE_ACCOUNT : 0);
  // Groups hold users only; a membership of a service account would be a way around that.
  return appendRecord(arena, ids, principal.access, flags, principal.kind === "user" ? principal.groups : []);
}

/** Appends the record of a group and says where it starts. */
export function appendGroup(arena: Arena, ids: Ids, group: Group): number {
  return appendRecord(arena, ids, group.access, ACTIVE, []);
}

/** Places by type and number. Numbers resources in the order in which they are given. */
function placeResources(ids: Ids, data: PolicyData): number[][] {
  const places = typeNames.map((): number[] => []);
  const set = (type: number, id: string, place: number): void => {
    const number = numberFor(tableOf(ids, type), id);
    const column = places[type] as number[];
    while (column.length <= number) column.push(ABSENT);
    column[number] = place;
  };
  const setChildren = (type: number, children: readonly Child[]): void => {
    for (const { id, project } of children) set(type, id, numberFor(tableOf(ids, PROJECTS), project) + PLACE_OFFSET);
  };
  set(ACCOUNTS, data.account, WITHOUT_PROJECT);
  for (const id of data.projects) set(PROJECTS, id, WITHOUT_PROJECT);
  setChildren(NAMESPACES, data.namespaces);
  setChildren(NEXUS_ENDPOINTS, data.nexusEndpoints);
  setChildren(CONNECTIVITY_RULES, data.connectivityRules);
  for (const { id } of data.customRoles) set(CUSTOM_ROLES, id, WITHOUT_PROJECT);
  return places;
}

function childrenByProject(column: readonly number[]): Paged<Int32Array> {
  const byProject: number[][] = [];
  column.forEach((place, number) => {
    if (place < PLACE_OFFSET) return;
    while (byProject.length <= place - PLACE_OFFSET) byProject.push([]);
    byProject[place - PLACE_OFFSET]?.push(number);
  });
  return fromArray(byProject.map((list) => Int32Array.from(list)));
}

/** The numbers of items, in the order of the items. */
function numbersOf(table: IdTable, items: readonly { readonly id: string }[]): Int32Array {
  return Int32Array.from(items, ({ id }) => numberFor(table, id));
}

/** What is made of the items, by their numbers: offsets of records, 0 where there is none. */
function recordsByNumber<T>(numbers: Int32Array, items: readonly T[], append: (item: T) => number): Int32Array {
  const records = new Int32Array(largest(numbers) + 1);
  items.forEach((item, at) => {
    records[numbers[at] as number] = append(item);
  });
  return records;
}

function valuesByNumber<T, V>(numbers: Int32Array, items: readonly T[], pick: (item: T) => V): (V | undefined)[] {
  const values = Array.from({ length: largest(numbers) + 1 }, (): V | undefined => undefined);
  items.forEach((item, at) => {
    values[numbers[at] as number] = pick(item);
  });
  return values;
}

function largest(numbers: Int32Array): number {
  return numbers.reduce((most, number) => Math.max(most, number), -1);
}
