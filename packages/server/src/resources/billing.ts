// What billing works with, and the way to the files of its reports.
import { readBillingReport, readBillingReportFile } from "../store/billing-reports.ts";
import { dayOf } from "../store/periods.ts";
import type { Deps } from "./call.ts";
import { createDownloadLinks, type DownloadLinks } from "./download-links.ts";
import type { Budgets, Prices } from "./prices.ts";

export interface Billing {
  /** Null: there is no price list. */
  readonly prices: Prices | null;
  readonly budgets: Budgets;
  readonly links: DownloadLinks;
  /** Where this deployment's own ports are reached, without a slash at the end; "" where it has none. */
  readonly baseUrl: () => string;
}

/** What the configuration says of billing. */
export type BillingOptions = Pick<Billing, "prices" | "budgets">;

const nothingConfigured: BillingOptions = { prices: null, budgets: { account: null, namespaces: {} } };

/** @param secretsKey what links are signed with comes from it @param ownUrl asked at each link: ports open later */
export const createBilling = (
  options: BillingOptions = nothingConfigured,
  secretsKey: Uint8Array,
  ownUrl: () => string,
): Billing => ({
  ...options,
  links: createDownloadLinks(secretsKey),
  baseUrl: () => ownUrl().replace(/\/+$/, ""),
});

/** The file behind a signed link; nothing is looked up for a link that is not good. */
export async function findReportFile(
  { database, billing, now }: Pick<Deps, "database" | "billing" | "now">,
  id: string,
  query: URLSearchParams,
): Promise<{ readonly gzip: Uint8Array; readonly bytes: number; readonly name: string } | "denied" | "gone"> {
  if (!billing.links.isGood(id, query, now())) return "denied";
  const row = await readBillingReport(database.db, id);
  const gzip = await readBillingReportFile(database.db, id);
  if (row === undefined || gzip === undefined) return "gone";
  return { gzip, bytes: row.csv_bytes, name: `billing-report-${dayOf(row.requested_at)}.csv` };
}
