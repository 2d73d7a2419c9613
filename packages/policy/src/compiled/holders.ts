// Who holds what, the other way round: from a role, a Namespace or a project to the principals and groups that have it.
// whoCan reads these lists; a decision never does. Principals that are not active are in none of them.
import { GIVES_NAMESPACE, GIVES_PROJECT, GIVES_ROLE, givenAt, IMPLIED_SIZE } from "./implied.ts";
import { fromArray, getAt, type Paged, setAt } from "./paged.ts";
import {
  ACCOUNT_ROLE_SHIFT,
  GROUPS_END,
  IMPLIED_END,
  NAMESPACES_END,
  PROJECTS_END,
  RECORD_HEADER,
  ROLES_END,
} from "./records.ts";

/** Lists by key. An element is a holder's number, with the level or role it holds in the low bits where there is one. */
export type Lists = Paged<Int32Array>;

/** The lists of one kind of holder. */
export interface Holders {
  /** By account role number: holder. */
  readonly account: Lists;
  /** By custom role: holder. */
  readonly role: Lists;
  /** By Namespace: holder << 2 | level. */
  readonly namespace: Lists;
  /** By project: holder << 3 | role. */
  readonly project: Lists;
  /** By group: its members. Empty for holders that are groups. */
  readonly member: Lists;
  /** By Namespace, project and custom role: holders with an implied grant of it; when it ends is in their record. */
  readonly impliedNamespace: Lists;
  readonly impliedProject: Lists;
  readonly impliedRole: Lists;
}

type Family = keyof Holders;
const families: readonly Family[] = [
  "account",
  "role",
  "namespace",
  "project",
  "member",
  "impliedNamespace",
  "impliedProject",
  "impliedRole",
];
/** By what an implied grant gives: its place in `families`. */
const impliedFamilies: Readonly<Record<number, number>> = {
  [GIVES_NAMESPACE]: 5,
  [GIVES_PROJECT]: 6,
  [GIVES_ROLE]: 7,
};

const EMPTY = new Int32Array(0);

/** The list under a key; empty when nobody holds it. */
export function listAt(lists: Lists, key: number): Int32Array {
  return getAt(lists, key) ?? EMPTY;
}

type Visit = (family: number, key: number, element: number) => void;

/** Visits every list element that a holder's record gives rise to; the family as its place in `families`. */
function visitHolds(data: Int32Array, offset: number, holder: number, visit: Visit): void {
  const end = (part: number): number => offset + (data[offset + part] as number);
  const account = (data[offset] as number) >>> ACCOUNT_ROLE_SHIFT;
  if (account !== 0) visit(0, account, holder);
  let at = offset + RECORD_HEADER;
  for (const last = end(GROUPS_END); at < last; at++) visit(4, data[at] as number, holder);
  for (const last = end(ROLES_END); at < last; at++) visit(1, data[at] as number, holder);
  for (const last = end(NAMESPACES_END); at < last; at++) {
    const entry = data[at] as number;
    visit(2, entry >>> 2, (holder << 2) | (entry & 3));
  }
  for (const last = end(PROJECTS_END); at < last; at++) {
    const entry = data[at] as number;
    visit(3, entry >>> 3, (holder << 3) | (entry & 7));
  }
  for (const last = end(IMPLIED_END); at < last; at += IMPLIED_SIZE) {
    const family = impliedFamilies[givenAt(data, at)];
    if (family !== undefined) visit(family, data[at] as number, holder);
  }
}

/** Builds the lists of all holders: those with a record whose flags are all set in `flags`. */
export function buildHolders(data: Int32Array, records: Int32Array, flags: number): Holders {
  const visitAll = (visit: Visit): void => {
    for (let holder = 0; holder < records.length; holder++) {
      const offset = records[holder] as number;
      if (offset !== 0 && ((data[offset] as number) & flags) === flags) visitHolds(data, offset, holder, visit);
    }
  };
  const counts = families.map((): number[] => []);
  visitAll((family, key) => {
    const count = counts[family] as number[];
    while (count.length <= key) count.push(0);
    count[key] = (count[key] as number) + 1;
  });
  const fills = counts.map(reserveLists);
  visitAll((family, key, element) => {
    const { buffer, next } = fills[family] as Fill;
    const at = next[key] as number;
    buffer[at] = element;
    next[key] = at + 1;
  });
  const lists = fills.map(({ buffer, starts }) => sliceLists(buffer, starts));
  return Object.fromEntries(families.map((family, at) => [family, lists[at]])) as unknown as Holders;
}

/** One buffer for all lists of a family, where each list starts, and where its next element goes. */
interface Fill {
  readonly buffer: Int32Array;
  readonly starts: Int32Array;
  readonly next: Int32Array;
}

function reserveLists(counts: readonly number[]): Fill {
  const starts = new Int32Array(counts.length + 1);
  counts.forEach((count, key) => {
    starts[key + 1] = (starts[key] as number) + count;
  });
  return { buffer: new Int32Array(starts[counts.length] as number), starts, next: starts.slice() };
}

function sliceLists(buffer: Int32Array, starts: Int32Array): Lists {
  return fromArray(
    Array.from({ length: starts.length - 1 }, (_, key) =>
      starts[key] === starts[key + 1] ? undefined : buffer.subarray(starts[key], starts[key + 1]),
    ),
  );
}

/** The lists after one holder's record moved from `before` to `after`; 0 means that it was not, or is no longer, listed. */
export function replaceHolder(
  holders: Holders,
  data: Int32Array,
  holder: number,
  before: number,
  after: number,
): Holders {
  const next: { -readonly [F in Family]: Lists } = { ...holders };
  const gone = collectHolds(data, before, holder);
  const held = collectHolds(data, after, holder);
  for (const [name, { family, key, element }] of gone) {
    if (!held.has(name)) next[family] = setAt(next[family], key, without(listAt(next[family], key), element));
  }
  for (const [name, { family, key, element }] of held) {
    if (!gone.has(name)) next[family] = setAt(next[family], key, withElement(listAt(next[family], key), element));
  }
  return next;
}

interface Held {
  readonly family: Family;
  readonly key: number;
  readonly element: number;
}

function collectHolds(data: Int32Array, offset: number, holder: number): Map<string, Held> {
  const held = new Map<string, Held>();
  if (offset === 0) return held;
  visitHolds(data, offset, holder, (number, key, element) => {
    const family = families[number] as Family;
    held.set(`${family} ${key} ${element}`, { family, key, element });
  });
  return held;
}

function without(list: Int32Array, element: number): Int32Array {
  return list.filter((other) => other !== element);
}

function withElement(list: Int32Array, element: number): Int32Array {
  const next = new Int32Array(list.length + 1);
  next.set(list);
  next[list.length] = element;
  return next;
}
