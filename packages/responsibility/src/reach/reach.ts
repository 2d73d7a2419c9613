// What somebody can do, or answers for: operations by place. Comparing two of them is comparing them at every place
// that the first one names, with all that the other one has there and in the places around it.
import type { Grant } from "@remit/policy";
import { bitOf, type OperationSet, operationsOn } from "./operation-set.ts";
import type { Place, PlacesOf } from "./places.ts";

export type Reach = ReadonlyMap<Place, OperationSet>;

export const noReach: Reach = new Map();

/** What grants give. The caller leaves out those that have ended. */
export function reachOfGrants(grants: Iterable<Grant>, placesOf: PlacesOf): Reach {
  const reach = new Map<Place, OperationSet>();
  for (const { operation, scope } of grants) {
    const bit = bitOf(operation);
    for (const place of placesOf(scope)) {
      if ((operationsOn[place.type] & bit) !== 0n) reach.set(place, (reach.get(place) ?? 0n) | bit);
    }
  }
  return reach;
}

/** All that any of them has. */
export function joinReaches(reaches: readonly Reach[]): Reach {
  const [first = noReach, ...others] = reaches;
  if (others.length === 0) return first;
  const joined = new Map(first);
  for (const reach of others) for (const [place, set] of reach) joined.set(place, (joined.get(place) ?? 0n) | set);
  return joined;
}

/** The operations at a place, those of the places around it included. */
export function operationsAt(reach: Reach, place: Place): OperationSet {
  let set = 0n;
  for (let at: Place | null = place; at !== null; at = at.parent) set |= reach.get(at) ?? 0n;
  return set;
}

/** What the first has and the second has not. */
export function subtractReach(from: Reach, what: Reach): Reach {
  const rest = new Map<Place, OperationSet>();
  for (const [place, set] of from) {
    const left = set & ~operationsAt(what, place);
    if (left !== 0n) rest.set(place, left);
  }
  return rest.size === 0 ? noReach : rest;
}

/** Whether the second has all that the first has. */
export function isWithin(what: Reach, limit: Reach): boolean {
  for (const [place, set] of what) if ((set & ~operationsAt(limit, place)) !== 0n) return false;
  return true;
}

/** Whether some operation at some place is in both. */
export function meets(a: Reach, b: Reach): boolean {
  for (const [place, set] of a) if ((set & operationsAt(b, place)) !== 0n) return true;
  for (const [place, set] of b) if ((set & operationsAt(a, place)) !== 0n) return true;
  return false;
}
