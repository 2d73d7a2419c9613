// Sets of operations as bits of one bigint, so that a comparison of two accesses costs a few words and not a few sets.
import { type Permission, permissions, type ResourceType } from "@remit/policy";

/** One bit for each operation of the catalogue; inert ones have none, as nobody can hold them. */
export type OperationSet = bigint;

const live: readonly Permission[] = permissions.filter(({ inert }) => !inert);
const bits: ReadonlyMap<string, OperationSet> = new Map(live.map(({ operation }, at) => [operation, 1n << BigInt(at)]));

/** The set of one operation; empty for a name that means nothing. */
export function bitOf(operation: string): OperationSet {
  return bits.get(operation) ?? 0n;
}

/** The set of several. */
export function setOf(operations: Iterable<string>): OperationSet {
  let set = 0n;
  for (const operation of operations) set |= bitOf(operation);
  return set;
}

const namesOf = new Map<OperationSet, readonly string[]>();

/** The names in a set, sorted. There are few sets that anybody asks about, each of them often. */
export function namesIn(set: OperationSet): readonly string[] {
  const known = namesOf.get(set);
  if (known !== undefined) return known;
  const names = [...bits].flatMap(([operation, bit]) => ((set & bit) === 0n ? [] : [operation])).sort();
  if (namesOf.size < 1000) namesOf.set(set, names);
  return names;
}

/** The operations that have a meaning on a type. */
export const operationsOn: Readonly<Record<ResourceType, OperationSet>> = {
  accounts: validOn("accounts"),
  projects: validOn("projects"),
  namespaces: validOn("namespaces"),
  "nexus-endpoints": validOn("nexus-endpoints"),
  "connectivity-rules": validOn("connectivity-rules"),
  "custom-roles": validOn("custom-roles"),
};

function validOn(type: ResourceType): OperationSet {
  return setOf(live.filter(({ resourceTypes }) => resourceTypes.includes(type)).map(({ operation }) => operation));
}
