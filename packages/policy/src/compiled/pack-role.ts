// Turns a custom role into the record that `custom-role.ts` reads.
import type { CustomRole, RolePermission } from "../types.ts";
import { type Arena, reserve } from "./arena.ts";
import { directStart, everywhereStart, hashOf, resourceKey, TYPES } from "./custom-role.ts";
import { type Ids, numberFor, tableOf } from "./ids.ts";
import { ACCOUNTS, type CompiledVocabulary, NAMESPACES, PROJECT_TYPES, PROJECTS, typeNumber } from "./vocabulary.ts";

/**
 * Appends a compiled role and says where it starts. Actions that an entry's type cannot carry are dropped: data from a
 * store is not trusted.
 */
export function appendRole(
  arena: Arena,
  vocabulary: CompiledVocabulary,
  ids: Ids,
  account: string,
  role: CustomRole,
): number {
  const { words } = vocabulary;
  const everywhere = new Int32Array(TYPES * words);
  const named = createNamed(words);
  for (const entry of role.permissions) {
    const type = typeNumber(entry.resourceType);
    const operations = operationsOf(vocabulary, entry, type);
    if (operations.length === 0) continue;
    if (entry.allowAll || (type === ACCOUNTS && entry.resourceIds.includes(account))) {
      for (const operation of operations) addEverywhere(vocabulary, everywhere, type, operation);
    } else if (type !== ACCOUNTS) {
      const table = tableOf(ids, type);
      addNamed(
        named,
        type,
        entry.resourceIds.map((id) => numberFor(table, id)),
        setOf(words, operations),
      );
    }
  }
  return packRole(arena, everywhere, named, tableOf(ids, NAMESPACES).names.length);
}

function operationsOf(vocabulary: CompiledVocabulary, entry: RolePermission, type: number): number[] {
  if (type < 0) return [];
  const operations: number[] = [];
  for (const action of entry.actions) {
    const operation = vocabulary.numbers.get(action);
    if (operation === undefined || !vocabulary.entryMayCarry[type * vocabulary.size + operation]) continue;
    operations.push(operation);
  }
  return operations;
}

/** Everywhere on a type is also everywhere on what lies below it, as far as the operation is valid there. */
function addEverywhere(vocabulary: CompiledVocabulary, everywhere: Int32Array, type: number, operation: number): void {
  const valid = vocabulary.types[operation] as number;
  const below = type === ACCOUNTS ? valid : type === PROJECTS ? valid & PROJECT_TYPES : 1 << type;
  for (let t = 0; t < TYPES; t++) {
    if ((below >> t) & 1) addTo(everywhere, t * vocabulary.words, operation);
  }
}

function addTo(set: Int32Array, offset: number, operation: number): void {
  const at = offset + (operation >>> 5);
  set[at] = (set[at] as number) | (1 << (operation & 31));
}

function setOf(words: number, operations: readonly number[]): Int32Array {
  const set = new Int32Array(words);
  for (const operation of operations) addTo(set, 0, operation);
  return set;
}

/** The named resources of a role while it is compiled: keys to set numbers, and the sets, each once. */
interface Named {
  readonly words: number;
  readonly byKey: Map<number, number>;
  /** Set number 1 is first. */
  readonly sets: Int32Array[];
  /** The number of the union of two sets, by `a * 65536 + b`. */
  readonly unions: Map<number, number>;
  readonly numbers: Map<string, number>;
}

function createNamed(words: number): Named {
  return { words, byKey: new Map(), sets: [], unions: new Map(), numbers: new Map() };
}

function addNamed(named: Named, type: number, numbers: readonly number[], set: Int32Array): void {
  const added = numberOfSet(named, set);
  for (const number of numbers) {
    const key = resourceKey(type, number);
    const known = named.byKey.get(key);
    named.byKey.set(key, known === undefined || known === added ? added : unionOf(named, known, added));
  }
}

function unionOf(named: Named, a: number, b: number): number {
  const pair = a * 65536 + b;
  const known = named.unions.get(pair);
  if (known !== undefined) return known;
  const [left, right] = [named.sets[a - 1] as Int32Array, named.sets[b - 1] as Int32Array];
  const union = numberOfSet(
    named,
    left.map((word, at) => word | (right[at] as number)),
  );
  named.unions.set(pair, union);
  return union;
}

function numberOfSet(named: Named, set: Int32Array): number {
  const key = set.join();
  const known = named.numbers.get(key);
  if (known !== undefined) return known;
  named.sets.push(set);
  named.numbers.set(key, named.sets.length);
  return named.sets.length;
}

/** Up to so many Namespaces every role has a direct table. */
const ALWAYS_DIRECT = 1024;

/**
 * A byte per Namespace is used when set numbers fit a byte, and there are few Namespaces or hashing would hardly be
 * smaller. The table covers a multiple of 32, so that Namespaces made soon after are in it, unnamed.
 */
function directSize({ byKey, sets }: Named, namespaces: number): number {
  if (sets.length > 255) return 0;
  let count = 0;
  for (const key of byKey.keys()) if (((key - 1) & 7) === NAMESPACES) count++;
  return namespaces <= Math.max(ALWAYS_DIRECT, 64 * count) ? (namespaces + 31) & ~31 : 0;
}

function packRole(arena: Arena, everywhere: Int32Array, named: Named, namespaces: number): number {
  const { words, byKey, sets } = named;
  const direct = directSize(named, namespaces);
  const inDirect = (key: number): boolean => ((key - 1) & 7) === NAMESPACES && (key - 1) >>> 3 < direct;
  let hashed = 0;
  for (const key of byKey.keys()) if (!inDirect(key)) hashed++;
  let pairs = 1;
  while (pairs < hashed * 2) pairs *= 2;
  const bytes = directStart(words);
  const table = bytes + (direct >>> 2);
  const list = table + pairs * 2;
  const after = list + (byKey.size - hashed);
  const before = sets.length * words;
  reserve(arena, before + after);
  const start = arena.length + before;
  const role = arena.data.subarray(start, start + after);
  role.set([sets.length, after, direct, table, pairs - 1, byKey.size - hashed], words);
  role.set(everywhere, everywhereStart(words));
  for (const [at, set] of sets.entries()) arena.data.set(set, start - (at + 1) * words);
  let listed = list;
  for (const [key, set] of byKey) {
    const number = (key - 1) >>> 3;
    if (inDirect(key)) {
      setByte(role, bytes, number, set);
      role[listed++] = (number << 8) | set;
    } else insert(role, table, pairs - 1, key, set);
  }
  arena.length = start + after;
  return start;
}

function setByte(role: Int32Array, bytes: number, at: number, value: number): void {
  const word = bytes + (at >>> 2);
  role[word] = (role[word] as number) | (value << ((at & 3) << 3));
}

function insert(role: Int32Array, table: number, mask: number, key: number, set: number): void {
  let pair = hashOf(key) & mask;
  while (role[table + pair * 2] !== 0) pair = (pair + 1) & mask;
  role[table + pair * 2] = key;
  role[table + pair * 2 + 1] = set;
}
