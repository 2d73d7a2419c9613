// A billing report as CSV, with the columns of Temporal Cloud's own (which follow FOCUS), so that what reads those reads
// these. Cells that a spreadsheet would take for formulas are made plain text.
import { stringify } from "csv-stringify/sync";
import { type Charge, costOf, type Meter } from "./prices.ts";

/** One line: what one Namespace, or project, was charged for one thing in one period. */
export interface Line {
  readonly from: Date;
  readonly until: Date;
  readonly resource: {
    readonly type: "Namespace" | "Project";
    readonly id: string;
    readonly name: string;
    readonly tags: Readonly<Record<string, readonly string[]>>;
  };
  readonly charge: Charge;
}

/** What all lines have. */
export interface Account {
  readonly id: string;
  /** "" without a price list. */
  readonly currency: string;
  readonly billingFrom: Date;
  readonly billingUntil: Date;
}

const meters: Readonly<Record<Meter, { readonly name: string; readonly unit: string }>> = {
  actions: { name: "Actions", unit: "1 Million Actions" },
  "active-storage": { name: "Active Storage", unit: "1 GB-Hour" },
  "retained-storage": { name: "Retained Storage", unit: "1 GB-Hour" },
  fixed: { name: "Fixed", unit: "1 Month" },
};

const provider = "Remit";
const service = "Temporal";

const columns: readonly (readonly [string, (line: Line, account: Account) => string])[] = [
  ["BillingAccountID", (_, { id }) => id],
  ["BillingAccountName", (_, { id }) => id],
  ["BillingCurrency", (_, { currency }) => currency],
  ["BillingPeriodEnd", (_, { billingUntil }) => billingUntil.toISOString()],
  ["BillingPeriodStart", (_, { billingFrom }) => billingFrom.toISOString()],
  ["ChargeCategory", ({ charge }) => (charge.meter === "fixed" ? "Purchase" : "Usage")],
  ["ChargeDescription", ({ charge }) => meters[charge.meter].name],
  ["ChargeFrequency", ({ charge }) => (charge.meter === "fixed" ? "Recurring" : "Usage-Based")],
  ["ChargePeriodEnd", ({ until }) => until.toISOString()],
  ["ChargePeriodStart", ({ from }) => from.toISOString()],
  ["ContractedCost", ({ charge }) => (charge.unitPrice === null ? "" : toDecimal(costOf(charge)))],
  ["ContractedUnitPrice", ({ charge: { unitPrice } }) => (unitPrice === null ? "" : toDecimal(unitPrice))],
  ["InvoiceID", () => ""],
  ["InvoiceIssuer", () => ""],
  ["PricingQuantity", ({ charge }) => toDecimal(charge.quantity)],
  ["PricingUnit", ({ charge }) => meters[charge.meter].unit],
  ["Provider", () => provider],
  ["Publisher", () => provider],
  ["ResourceID", ({ resource }) => resource.id],
  ["ResourceName", ({ resource }) => resource.name],
  ["ResourceType", ({ resource }) => resource.type],
  ["ServiceCategory", () => service],
  ["ServiceName", () => service],
  ["ServiceSubcategory", ({ charge }) => meters[charge.meter].name],
  ["SKUID", ({ charge }) => charge.meter],
  ["SKUMeter", ({ charge }) => meters[charge.meter].name],
  ["Tags", ({ resource }) => JSON.stringify(resource.tags)],
];

export const csvHeader = (): string => stringify([columns.map(([name]) => name)], { record_delimiter: "\r\n" });

export const toCsv = (lines: readonly Line[], account: Account): string =>
  stringify(
    lines.map((line) => columns.map(([, read]) => read(line, account))),
    { escape_formulas: true, record_delimiter: "\r\n" },
  );

/** Never with an exponent, which some readers take for text. */
const toDecimal = (value: number): string => value.toFixed(12).replace(/\.?0+$/, "");
