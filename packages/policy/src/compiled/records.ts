// Access packed into integers: a decision reads one short run of memory for a principal and one for each group.
import type { Access } from "../types.ts";
import { type Arena, append } from "./arena.ts";
import { type Ids, numberFor, tableOf } from "./ids.ts";
import { appendImplied, decodeImplied, IMPLIED_SIZE } from "./implied.ts";
import { accountRoleNames, CUSTOM_ROLES, levelNames, NAMESPACES, PROJECTS, projectRoleNames } from "./vocabulary.ts";

// A record at offset o:
//   o + 0  flags: 1 active, 2 service account, 4 has projects or implied grants, account role from bit 3
//   o + 1  a bit for each named Namespace, by the low five bits of its number: most others are ruled out by it
//   o + 2 .. o + 6  where groups, roles, Namespaces, projects and implied grants end, relative to o
//   groups: one number each · roles: one number each · Namespaces: number << 2 | level · projects: number << 3 | role
//   implied: as `implied.ts` packs them
export const NAMESPACE_BITS = 1;
export const GROUPS_END = 2;
export const ROLES_END = 3;
export const NAMESPACES_END = 4;
export const PROJECTS_END = 5;
export const IMPLIED_END = 6;
export const RECORD_HEADER = 7;

export const ACTIVE = 1;
export const SERVICE_ACCOUNT = 2;
export const HAS_MORE = 4;
export const ACCOUNT_ROLE_SHIFT = 3;

/** The number of integers in the record at an offset. */
export function recordLength(data: Int32Array, offset: number): number {
  return data[offset + IMPLIED_END] as number;
}

/**
 * Appends the record of an access and says where it starts. Unknown levels and roles become 0, which holds nothing.
 * Repeated entries are kept once.
 */
export function appendRecord(arena: Arena, ids: Ids, access: Access, flags: number, groups: readonly string[]): number {
  const start = arena.length;
  const namespaces = tableOf(ids, NAMESPACES);
  const more = access.projects.length + access.implied.length > 0 ? HAS_MORE : 0;
  append(arena, flags | more | (accountRoleNumber(access.accountRole) << ACCOUNT_ROLE_SHIFT));
  for (let at = NAMESPACE_BITS; at < RECORD_HEADER; at++) append(arena, 0);
  appendUnique(arena, groups, (id) => numberFor(ids.groups, id));
  close(arena, start, GROUPS_END);
  appendUnique(arena, access.customRoles, (id) => numberFor(tableOf(ids, CUSTOM_ROLES), id));
  close(arena, start, ROLES_END);
  appendUnique(arena, access.namespaces, (entry) => {
    return (numberFor(namespaces, entry.namespace) << 2) | Math.max(0, levelNames.indexOf(entry.permission));
  });
  close(arena, start, NAMESPACES_END);
  setNamespaceBits(arena, start);
  appendUnique(arena, access.projects, (entry) => {
    return (numberFor(tableOf(ids, PROJECTS), entry.project) << 3) | Math.max(0, projectRoleNames.indexOf(entry.role));
  });
  close(arena, start, PROJECTS_END);
  for (const grant of access.implied) appendImplied(arena, ids, grant);
  close(arena, start, IMPLIED_END);
  return start;
}

function close(arena: Arena, start: number, end: number): void {
  arena.data[start + end] = arena.length - start;
}

function setNamespaceBits({ data }: Arena, start: number): void {
  let bits = 0;
  const end = start + (data[start + NAMESPACES_END] as number);
  for (let at = start + (data[start + ROLES_END] as number); at < end; at++)
    bits |= namespaceBit((data[at] as number) >>> 2);
  data[start + NAMESPACE_BITS] = bits;
}

/** The bit that stands for a Namespace, and for others of which there are few in one record. */
export function namespaceBit(namespace: number): number {
  return 1 << (namespace & 31);
}

function accountRoleNumber(role: Access["accountRole"]): number {
  return role === null ? 0 : Math.max(0, accountRoleNames.indexOf(role));
}

function appendUnique<T>(arena: Arena, items: readonly T[], encode: (item: T) => number): void {
  const start = arena.length;
  for (const item of items) {
    const value = encode(item);
    let at = start;
    while (at < arena.length && arena.data[at] !== value) at++;
    if (at === arena.length) append(arena, value);
  }
}

/** Unpacks the access of the record at an offset. */
export function decodeAccess(ids: Ids, data: Int32Array, offset: number): Access {
  const part = (from: number, to: number): Int32Array =>
    data.subarray(offset + (data[offset + from] ?? 0), offset + (data[offset + to] ?? 0));
  const name = (type: number, number: number): string => tableOf(ids, type).names[number] ?? "";
  const implied = part(PROJECTS_END, IMPLIED_END);
  return {
    accountRole: accountRoleNames[(data[offset] ?? 0) >>> ACCOUNT_ROLE_SHIFT] ?? null,
    customRoles: Array.from(part(GROUPS_END, ROLES_END), (role) => name(CUSTOM_ROLES, role)),
    namespaces: Array.from(part(ROLES_END, NAMESPACES_END)).flatMap((entry) => {
      const permission = levelNames[entry & 3];
      return permission ? [{ namespace: name(NAMESPACES, entry >>> 2), permission }] : [];
    }),
    projects: Array.from(part(NAMESPACES_END, PROJECTS_END)).flatMap((entry) => {
      const role = projectRoleNames[entry & 7];
      return role ? [{ project: name(PROJECTS, entry >>> 3), role }] : [];
    }),
    implied: Array.from({ length: implied.length / IMPLIED_SIZE }, (_, index) => {
      return decodeImplied(ids, implied, index * IMPLIED_SIZE);
    }).filter((grant) => grant !== null),
  };
}

/** Group ids of the record at an offset. */
export function decodeGroups(ids: Ids, data: Int32Array, offset: number): string[] {
  const groups = data.subarray(offset + RECORD_HEADER, offset + (data[offset + GROUPS_END] ?? 0));
  return Array.from(groups, (group) => ids.groups.names[group] ?? "");
}
