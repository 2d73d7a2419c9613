// What use costs by the configured price list. Pure: quantities in, charges out.

import { addPeriods, hourMs, startOf } from "../store/periods.ts";
import type { UsageRow } from "../store/usage.ts";

export interface Prices {
  /** ISO 4217 */
  readonly currency: string;
  readonly millionActions: number;
  readonly activeGigabyteHour: number;
  readonly retainedGigabyteHour: number;
  /** By id, for a calendar month in UTC. */
  readonly namespacesPerMonth: Readonly<Record<string, number>>;
  readonly projectsPerMonth: Readonly<Record<string, number>>;
}

export interface Budgets {
  /** Of a month; null: there is none. */
  readonly account: number | null;
  readonly namespaces: Readonly<Record<string, number>>;
}

export type Meter = "actions" | "active-storage" | "retained-storage" | "fixed";

export interface Charge {
  readonly meter: Meter;
  /** In pricing units: millions of actions, GB-hours, months. */
  readonly quantity: number;
  /** Null: there is no price list. */
  readonly unitPrice: number | null;
}

const million = 1_000_000;
const gigabyteHour = 1_000_000_000 * (hourMs / 1_000);

/** What was used, in pricing units. What is not known of storage is no charge of 0, but none. */
export function chargesOf(use: Omit<UsageRow, "from" | "namespace" | "project">, prices: Prices | null): Charge[] {
  const charge = (meter: Meter, quantity: number, unitPrice: number | undefined): Charge => ({
    meter,
    quantity,
    unitPrice: unitPrice ?? null,
  });
  return [
    charge("actions", use.actions / million, prices?.millionActions),
    ...(use.storageSeconds === 0
      ? []
      : [
          charge("active-storage", use.activeByteSeconds / gigabyteHour, prices?.activeGigabyteHour),
          charge("retained-storage", use.retainedByteSeconds / gigabyteHour, prices?.retainedGigabyteHour),
        ]),
  ];
}

/** The part of a monthly price that falls into the time between; the parts of a month add up to the whole. */
export function fixedCharge(perMonth: number, from: Date, until: Date): Charge {
  const month = startOf("month", from);
  const whole = addPeriods("month", month, 1).getTime() - month.getTime();
  return { meter: "fixed", quantity: (until.getTime() - from.getTime()) / whole, unitPrice: perMonth };
}

export const costOf = ({ quantity, unitPrice }: Charge): number => quantity * (unitPrice ?? 0);
