// A compiled custom role: one set of operations per type that holds everywhere, and tables from named resources to sets.
// A decision reads two or three cache lines of it, whatever the size of the role. `pack-role.ts` writes what this reads.
import type { Marks } from "./marks.ts";
import { NAMESPACES, PROJECTS, typeNames } from "./vocabulary.ts";

// A role at offset o, with w words in a set of operations:
//   o - n * w  set number n; sets are numbered from 1, and before the role so that no load says where they are
//   o          set number 0: always empty, what is not named leads here
//   o + w      number of sets, and then with the header's names below
//   then six sets: by type, the operations held on every resource of it
//   then the direct table: a byte per Namespace number with its set's number
//   then the hash table, open addressing: pairs of key (0: empty) and set number; what is not in the direct table
//   then what is in the direct table as a list: Namespace number << 8 | set number
const SET_COUNT = 0;
/** Integers from the role to its end. */
const LENGTH = 1;
/** Namespace numbers that the direct table covers; 0 when there is none. Relative to the end of set number 0. */
export const DIRECT = 2;
/** Where the hash table starts, relative to the role. */
const HASH = 3;
/** Pairs in the hash table less one; their number is a power of two. */
const HASH_MASK = 4;
/** Namespaces in the list; they are those of the direct table. */
const LISTED = 5;
const HEADER = 6;
export const TYPES = typeNames.length;

/** Where the six sets start, relative to the role. */
export function everywhereStart(words: number): number {
  return words + HEADER;
}

/** Where the direct table starts, relative to the role. */
export function directStart(words: number): number {
  return words + HEADER + TYPES * words;
}

/** The key of a named resource: never 0. */
export function resourceKey(type: number, number: number): number {
  return ((number << 3) | type) + 1;
}

export function hashOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 12;
}

/** Integers that the role at an offset has before it, and after. */
export function roleExtent(data: Int32Array, role: number, words: number): { before: number; after: number } {
  const before = (data[role + words + SET_COUNT] as number) * words;
  return { before, after: data[role + words + LENGTH] as number };
}

function hashedSetNumber(data: Int32Array, role: number, words: number, key: number): number {
  const table = role + (data[role + words + HASH] as number);
  const mask = data[role + words + HASH_MASK] as number;
  for (let pair = hashOf(key) & mask; ; pair = (pair + 1) & mask) {
    const found = data[table + pair * 2] as number;
    if (found === key) return data[table + pair * 2 + 1] as number;
    // Half of the table at least is empty, so this ends; beyond the end of the data it is undefined, so this ends too.
    if (!found) return 0;
  }
}

/**
 * Whether the role at an offset holds an operation on one existing resource. `project` is the resource's project, or -1
 * when it has none or the operation is not one that a grant on a project gives. `recordHolds` has this written out for
 * Namespaces: a change here is a change there.
 */
export function roleHolds(
  data: Int32Array,
  role: number,
  words: number,
  operation: number,
  type: number,
  number: number,
  project: number,
): boolean {
  if (roleHoldsEverywhere(data, role, words, operation, type)) return true;
  const direct = type === NAMESPACES && number < (data[role + words + DIRECT] as number);
  const own = direct
    ? ((data[role + directStart(words) + (number >>> 2)] as number) >>> ((number & 3) << 3)) & 255
    : hashedSetNumber(data, role, words, resourceKey(type, number));
  if (setHolds(data, role, words, own, operation)) return true;
  return (
    project >= 0 &&
    setHolds(data, role, words, hashedSetNumber(data, role, words, resourceKey(PROJECTS, project)), operation)
  );
}

/** The numbers of all roles that hold an operation on one existing resource; as `roleHolds` for each of them. */
export function rolesThatHold(
  data: Int32Array,
  roles: Int32Array,
  words: number,
  operation: number,
  type: number,
  number: number,
  project: number,
): number[] {
  const bit = 1 << (operation & 31);
  const word = operation >>> 5;
  const everywhere = everywhereStart(words) + type * words + word;
  const byte = directStart(words) + (number >>> 2);
  const shift = (number & 3) << 3;
  const found: number[] = [];
  for (let at = 0; at < roles.length; at++) {
    const role = roles[at] as number;
    if (role === 0) continue;
    // Most roles are settled by two reads: nothing everywhere, and a byte that says that the Namespace is not named.
    if (type === NAMESPACES && project < 0 && number < (data[role + words + DIRECT] as number)) {
      const set = ((data[role + byte] as number) >>> shift) & 255;
      const held = (data[role + everywhere] as number) | (data[role - Math.imul(set, words) + word] as number);
      if (held & bit) found.push(at);
    } else if (roleHolds(data, role, words, operation, type, number, project)) found.push(at);
  }
  return found;
}

function setHolds(data: Int32Array, role: number, words: number, set: number, operation: number): boolean {
  return ((data[role - set * words + (operation >>> 5)] as number) & (1 << (operation & 31))) !== 0;
}

/** Whether the role at an offset holds an operation on every resource of a type. */
export function roleHoldsEverywhere(
  data: Int32Array,
  role: number,
  words: number,
  operation: number,
  type: number,
): boolean {
  return (
    ((data[role + everywhereStart(words) + type * words + (operation >>> 5)] as number) & (1 << (operation & 31))) !== 0
  );
}

const gives = new Uint8Array(256);

/**
 * Marks the Namespaces of the direct table on which the role at an offset holds an operation, existing or not. This is
 * most of the work of listing, so it has no branches inside.
 */
export function markListed(data: Int32Array, role: number, words: number, operation: number, marks: Marks): void {
  const listed = data[role + words + LISTED] as number;
  if (listed === 0) return;
  const sets = data[role + words + SET_COUNT] as number;
  let any = 0;
  let at = role + (operation >>> 5);
  for (let set = 1; set <= sets; set++) {
    at -= words;
    const holds = ((data[at] as number) >>> (operation & 31)) & 1;
    gives[set] = holds;
    any |= holds;
  }
  if (any === 0) return;
  at = role + (data[role + words + LENGTH] as number) - listed;
  for (const end = at + listed; at < end; at++) {
    const entry = data[at] as number;
    const word = entry >>> 13;
    marks[word] = (marks[word] as number) | ((gives[entry & 255] as number) << ((entry >>> 8) & 31));
  }
}

/** Visits the resources in the hash table on which the role at an offset holds an operation. */
export function visitHashed(
  data: Int32Array,
  role: number,
  words: number,
  operation: number,
  visit: (type: number, number: number) => void,
): void {
  const table = role + (data[role + words + HASH] as number);
  const end = table + ((data[role + words + HASH_MASK] as number) + 1) * 2;
  for (let at = table; at < end; at += 2) {
    const key = data[at] as number;
    if (key === 0 || !setHolds(data, role, words, data[at + 1] as number, operation)) continue;
    visit((key - 1) & 7, (key - 1) >>> 3);
  }
}

/** How many Namespaces the direct tables of all roles cover at least. */
export function directCoverOf(data: Int32Array, roles: Int32Array, words: number): number {
  let cover = 0x7fffffff;
  for (const role of roles) if (role !== 0) cover = Math.min(cover, data[role + words + DIRECT] as number);
  return cover;
}
