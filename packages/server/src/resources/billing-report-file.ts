// What a billing report says: read month by month, or day by day, and compressed as it is made, so that a large account
// needs no more memory than a small one.
import { createGzip } from "node:zlib";
import { failedPrecondition } from "../errors.ts";
import { readAccount } from "../store/account.ts";
import type { Reader } from "../store/database.ts";
import { addPeriods, startOf } from "../store/periods.ts";
import { type Priced, readPriced } from "../store/priced.ts";
import { type Period, readUsage, type UsageRow } from "../store/usage.ts";
import { type Account, csvHeader, type Line, toCsv } from "./billing-csv.ts";
import { fixedCosts } from "./fixed-prices.ts";
import { chargesOf, type Prices } from "./prices.ts";

export interface ReportFile {
  readonly gzip: Uint8Array;
  /** Uncompressed. */
  readonly bytes: number;
}

export interface ReportRange {
  readonly period: Period;
  readonly from: Date;
  readonly until: Date;
}

/** What one row of the database may reasonably hold. */
const mostGzipBytes = 32 * 1024 * 1024;

/** @throws RemitError FAILED_PRECONDITION for one that is too large */
export async function makeReportFile(
  reader: Reader,
  { period, from, until }: ReportRange,
  prices: Prices | null,
  now: Date,
): Promise<ReportFile> {
  const account = await describeAccount(reader, prices, from, until);
  const priced = await readPriced(reader);
  const named = new Map(priced.map((one) => [`${one.type} ${one.id}`, one]));
  const end = new Date(Math.min(until.getTime(), addPeriods(period, startOf(period, now), 1).getTime()));
  const file = new GzipFile();
  await file.write(csvHeader());
  const step = period === "month" ? "month" : "day";
  for (let part = from; part < end; part = addPeriods(step, startOf(step, part), 1)) {
    const next = addPeriods(step, startOf(step, part), 1);
    const partEnd = next < end ? next : end;
    const used = (await readUsage(reader, period, part, partEnd)).flatMap((row) => toLines(row, period, named, prices));
    const fixed = prices === null ? [] : fixedLines(priced, prices, { period, from: part, until: partEnd }, now);
    await file.write(toCsv([...used, ...fixed], account));
  }
  return file.end();
}

async function describeAccount(reader: Reader, prices: Prices | null, from: Date, until: Date): Promise<Account> {
  const { id } = await readAccount(reader);
  const billingUntil = startOf("month", until);
  return {
    id,
    currency: prices?.currency ?? "",
    billingFrom: startOf("month", from),
    billingUntil: billingUntil < until ? addPeriods("month", billingUntil, 1) : billingUntil,
  };
}

/** What was not used has no line. */
function toLines(row: UsageRow, period: Period, named: ReadonlyMap<string, Priced>, prices: Prices | null): Line[] {
  const tags = named.get(`Namespace ${row.namespace}`)?.tags ?? {};
  const resource = {
    type: "Namespace" as const,
    id: row.namespace,
    name: row.namespace,
    tags: toTags(row.project, tags),
  };
  const until = addPeriods(period, row.from, 1);
  return chargesOf(row, prices)
    .filter(({ quantity }) => quantity > 0)
    .map((charge) => ({ from: row.from, until, resource, charge }));
}

function fixedLines(
  priced: readonly Priced[],
  prices: Prices,
  { period, from, until }: ReportRange,
  now: Date,
): Line[] {
  const lines: Line[] = [];
  for (let start = from; start < until; start = addPeriods(period, start, 1)) {
    const end = addPeriods(period, start, 1);
    for (const { resource, charge } of fixedCosts(priced, prices, start, end, now)) {
      const { type, id, name, project, tags } = resource;
      lines.push({ from: start, until: end, resource: { type, id, name, tags: toTags(project, tags) }, charge });
    }
  }
  return lines;
}

const toTags = (project: string, tags: Readonly<Record<string, string>>): Record<string, readonly string[]> => ({
  ...(project !== "" && { $tmprl_project: [project] }),
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value]])),
});

class GzipFile {
  readonly #gzip = createGzip();
  readonly #chunks: Buffer[] = [];
  #compressed = 0;
  #bytes = 0;

  constructor() {
    this.#gzip.on("data", (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#compressed += chunk.length;
    });
  }

  async write(text: string): Promise<void> {
    this.#bytes += Buffer.byteLength(text);
    await new Promise<void>((resolve, reject) =>
      this.#gzip.write(text, (error) => (error ? reject(error) : resolve())),
    );
    if (this.#compressed > mostGzipBytes)
      throw failedPrecondition("the report is too large: ask for a shorter time, or by the day or month");
  }

  async end(): Promise<ReportFile> {
    await new Promise<void>((resolve, reject) => {
      this.#gzip.once("end", resolve).once("error", reject);
      this.#gzip.end();
    });
    return { gzip: Buffer.concat(this.#chunks), bytes: this.#bytes };
  }
}
