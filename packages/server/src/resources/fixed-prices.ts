// What is due by the month, whatever is used.
import type { Priced } from "../store/priced.ts";
import { type Charge, fixedCharge, type Prices } from "./prices.ts";

export interface FixedCost {
  readonly resource: Priced;
  readonly charge: Charge;
}

/**
 * For the time between two moments of one month, as far as it has passed and the thing was there: nobody is charged
 * ahead.
 */
export function fixedCosts(
  priced: readonly Priced[],
  { namespacesPerMonth, projectsPerMonth }: Prices,
  from: Date,
  until: Date,
  now: Date,
): FixedCost[] {
  return priced.flatMap((resource) => {
    const price = (resource.type === "Namespace" ? namespacesPerMonth : projectsPerMonth)[resource.id];
    const begins = resource.since > from ? resource.since : from;
    const ends = until < now ? until : now;
    return price === undefined || begins >= ends ? [] : [{ resource, charge: fixedCharge(price, begins, ends) }];
  });
}
