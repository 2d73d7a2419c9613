// How amounts are written: money with its currency, counts in full, GB-hours with as many places as say something.
import type { Measure } from "../../data/costs.ts";

export const measures: readonly { readonly value: Measure; readonly label: string }[] = [
  { value: "cost", label: "Cost" },
  { value: "actions", label: "Actions" },
  { value: "active", label: "Active storage" },
  { value: "retained", label: "Retained storage" },
];

/** @param currency "" where there is no price list */
export function writeAmount(amount: number, measure: Measure, currency: string): string {
  if (measure === "cost") return writeMoney(amount, currency);
  if (measure === "actions") return Math.round(amount).toLocaleString("en");
  return `${amount.toLocaleString("en", { maximumSignificantDigits: 3 })} GB-h`;
}

export function writeMoney(amount: number, currency: string): string {
  // Of a fraction of a cent two places would say that it is nothing.
  const places = amount !== 0 && Math.abs(amount) < 1 ? 6 : 2;
  const options = { minimumFractionDigits: 2, maximumFractionDigits: places };
  return `${amount.toLocaleString("en", options)} ${currency}`.trim();
}
