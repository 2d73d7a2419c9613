// The fast path: may this principal do this to that, yes or no. No allocation, a few short runs of memory.
// Reads of typed arrays are asserted as numbers: indices come from the compiler of the snapshot, and a read beyond the
// end would be undefined, which every test below turns into a denial.
import { DIRECT, directStart, everywhereStart, roleHolds } from "./compiled/custom-role.ts";
import type { IdTable } from "./compiled/ids.ts";
import {
  expiryAt,
  GIVES_NAMESPACE,
  GIVES_PROJECT,
  GIVES_ROLE,
  givenAt,
  heldAt,
  IMPLIED_SIZE,
} from "./compiled/implied.ts";
import {
  ACCOUNT_ROLE_SHIFT,
  ACTIVE,
  GROUPS_END,
  HAS_MORE,
  IMPLIED_END,
  NAMESPACE_BITS,
  NAMESPACES_END,
  namespaceBit,
  PROJECTS_END,
  RECORD_HEADER,
  ROLES_END,
} from "./compiled/records.ts";
import { projectOf, type Snapshot } from "./compiled/snapshot.ts";
import { NAMESPACES, PROJECTS, typeNumber } from "./compiled/vocabulary.ts";
import type { Resource } from "./types.ts";

/**
 * Whether the principal may do the operation on the resource at `now` (Unix milliseconds).
 * Anything unknown, inactive or gone is denied; never throws.
 */
export function check(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  resource: Resource,
  now: number,
): boolean {
  // Small enough to be inlined, so that a resource made for the call costs no allocation.
  return checkNamed(snapshot, principalId, operation, resource.type, resource.id, now);
}

function checkNamed(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  typeName: string,
  id: string,
  now: number,
): boolean {
  const { ids, vocabulary } = snapshot;
  const type = typeNumber(typeName);
  const number = vocabulary.numbers.get(operation);
  const principal = ids.principals.numbers.get(principalId);
  if (type < 0 || number === undefined || principal === undefined) return false;
  const target = (ids.resources[type] as IdTable).numbers.get(id);
  if (target === undefined || !(((vocabulary.types[number] as number) >> type) & 1)) return false;
  // Ids that came after this snapshot are beyond the end of its tables and read as undefined.
  if (!((snapshot.places[type] as Int32Array)[target] as number)) return false;
  const record = snapshot.principals[principal];
  if (!record || !((snapshot.arena.data[record] as number) & ACTIVE)) return false;
  return recordHolds(snapshot, record, number, type, target, now);
}

/**
 * Whether the record of a principal or a group holds an operation, by itself or through its groups, on a resource that
 * is known to exist and that the operation fits.
 * One long loop on purpose: short functions would be inlined into some callers and not into others, at half the speed.
 * `| 0` keeps arithmetic on indices in 32 bits without a test for overflow.
 */
export function recordHolds(
  snapshot: Snapshot,
  first: number,
  operation: number,
  type: number,
  target: number,
  now: number,
): boolean {
  const { roles, groups, vocabulary } = snapshot;
  const { size, words, accountHolds, levelHolds } = vocabulary;
  const { data } = snapshot.arena;
  const isNamespace = type === NAMESPACES;
  const nearby = namespaceBit(target);
  const word = operation >>> 5;
  const bit = 1 << (operation & 31);
  const everywhere = everywhereStart(words) + type * words + word;
  const directSize = words + DIRECT;
  const byte = directStart(words) + (target >>> 2);
  const shift = (target & 3) << 3;
  const covered = isNamespace && target < snapshot.directCover;
  // Only Namespaces have direct tables: nothing else is below the size of one.
  const directTarget = isNamespace ? target : 0x7fffffff;
  const parent = ((vocabulary.types[operation] as number) >> PROJECTS) & 1 ? projectOf(snapshot, type, target) : -1;
  let record = first;
  let groupAt = first + RECORD_HEADER;
  const groupsEnd = first + (data[first + GROUPS_END] as number);
  for (;;) {
    const flags = data[record] as number;
    const account = flags >>> ACCOUNT_ROLE_SHIFT;
    if (account !== 0 && ((accountHolds[account * size + operation] as number) >> type) & 1) return true;
    const rolesEnd = (record + (data[(record + ROLES_END) | 0] as number)) | 0;
    if (isNamespace && (data[record + NAMESPACE_BITS] as number) & nearby) {
      const end = record + (data[record + NAMESPACES_END] as number);
      for (let at = rolesEnd; at < end; at++) {
        const entry = data[at] as number;
        if (entry >>> 2 === target && levelHolds[(entry & 3) * size + operation] === 1) return true;
      }
    }
    for (let at = (record + (data[(record + GROUPS_END) | 0] as number)) | 0; at < rolesEnd; at++) {
      const role = roles[data[at] as number];
      if (!role) continue;
      if (covered || directTarget < (data[(role + directSize) | 0] as number)) {
        const set = ((data[(role + byte) | 0] as number) >>> shift) & 255;
        if (
          ((data[(role + everywhere) | 0] as number) | (data[(role - Math.imul(set, words) + word) | 0] as number)) &
          bit
        )
          return true;
        if (parent < 0) continue;
      }
      if (roleHolds(data, role, words, operation, type, target, parent)) return true;
    }
    if (flags & HAS_MORE && moreHolds(snapshot, record, operation, type, target, now)) return true;
    do {
      if (groupAt === groupsEnd) return false;
      record = groups[data[groupAt++] as number] as number;
    } while (!record);
  }
}

/** Project access and implied grants: what few records have. */
function moreHolds(
  snapshot: Snapshot,
  record: number,
  operation: number,
  type: number,
  target: number,
  now: number,
): boolean {
  const { size, projectHolds } = snapshot.vocabulary;
  const { data } = snapshot.arena;
  const project = projectOf(snapshot, type, target);
  const projectsEnd = record + (data[record + PROJECTS_END] as number);
  for (let at = record + (data[record + NAMESPACES_END] as number); at < projectsEnd; at++) {
    const entry = data[at] as number;
    if (entry >>> 3 !== project) continue;
    if (((projectHolds[(entry & 7) * size + operation] as number) >> type) & 1) return true;
  }
  // Few have any: asked before the call, that costs one comparison.
  if (data[record + IMPLIED_END] === data[record + PROJECTS_END]) return false;
  return impliedHolds(snapshot, record, operation, type, target, project, now);
}

function impliedHolds(
  snapshot: Snapshot,
  record: number,
  operation: number,
  type: number,
  target: number,
  project: number,
  now: number,
): boolean {
  const { roles, vocabulary } = snapshot;
  const { size, words, types, levelHolds, projectHolds } = vocabulary;
  const { data } = snapshot.arena;
  const end = record + (data[record + IMPLIED_END] as number);
  for (let at = record + (data[record + PROJECTS_END] as number); at < end; at += IMPLIED_SIZE) {
    // Asked this way round, an end that is no moment at all has passed.
    if (!(now < expiryAt(data, at))) continue;
    const number = data[at] as number;
    const given = givenAt(data, at);
    if (given === GIVES_ROLE) {
      const role = roles[number];
      const parent = ((types[operation] as number) >> PROJECTS) & 1 ? project : -1;
      if (role && roleHolds(data, role, words, operation, type, target, parent)) return true;
    } else if (given === GIVES_PROJECT) {
      if (number !== project) continue;
      if (((projectHolds[heldAt(data, at) * size + operation] as number) >> type) & 1) return true;
    } else if (given === GIVES_NAMESPACE && type === NAMESPACES && number === target) {
      if (levelHolds[heldAt(data, at) * size + operation] === 1) return true;
    }
  }
  return false;
}
