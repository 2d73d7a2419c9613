// What is used and what it costs, day by day, and the sums that the page shows of it. The sums are pure functions.
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@connectrpc/connect-query";
import {
  type CostDay,
  type CostEntry,
  type GetCostsResponse,
  UsageService,
} from "@remit/protocol/gen/remit/v1/usage_pb.ts";
import { useWholeList } from "./all-pages.ts";

const pickDays = ({ days }: GetCostsResponse): readonly CostDay[] => days;
const { getCosts } = UsageService.method;

/** @param from a midnight in UTC */
export const useCostDays = (from: Timestamp) => useWholeList(getCosts, { startTimeInclusive: from }, pickDays);

/** The price list; undefined while it is not known, null where there is none. */
export function usePrices(from: Timestamp) {
  const { data } = useQuery(getCosts, { startTimeInclusive: from, pageSize: 1 }, { staleTime: 300_000 });
  return data === undefined ? undefined : (data.prices ?? null);
}

export type Measure = "cost" | "actions" | "active" | "retained";
export type Grouping = "namespace" | "project";

const gigabyteHour = 3.6e12;

/** In what people read: money, actions, GB-hours. Null: not known. */
const amountOf = (entry: CostEntry, measure: Measure): number | null => {
  if (measure === "cost") return entry.cost ?? null;
  if (measure === "actions") return entry.actions;
  const stored = measure === "active" ? entry.activeStorage : entry.retainedStorage;
  return stored === undefined ? null : stored / gigabyteHour;
};

export interface DaySums {
  /** "2027-01-15" */
  readonly day: string;
  readonly incomplete: boolean;
  readonly of: ReadonlyMap<string, number>;
}

/** Each day's amounts by Namespace or project; "" is what belongs to none that is known. */
export function sumUpDays(days: readonly CostDay[], measure: Measure, grouping: Grouping): DaySums[] {
  return days.map(({ startTime, entries, incomplete }) => {
    const of = new Map<string, number>();
    for (const entry of entries) {
      const key = grouping === "namespace" ? entry.namespace : entry.projectId;
      const amount = amountOf(entry, measure);
      if (amount !== null) of.set(key, (of.get(key) ?? 0) + amount);
    }
    return { day: dayOf(startTime), incomplete, of };
  });
}

const dayOf = (time: Timestamp | undefined): string =>
  time === undefined ? "" : timestampDate(time).toISOString().slice(0, 10);

export interface Total {
  readonly key: string;
  readonly amount: number;
}

/** Of all days, the most first; those of the same amount by name. */
export function totalsOf(days: readonly DaySums[]): Total[] {
  const totals = new Map<string, number>();
  for (const { of } of days) for (const [key, amount] of of) totals.set(key, (totals.get(key) ?? 0) + amount);
  return [...totals]
    .map(([key, amount]) => ({ key, amount }))
    .sort((a, b) => b.amount - a.amount || (a.key < b.key ? -1 : 1));
}

export const sumOf = (totals: readonly Total[]): number => totals.reduce((sum, { amount }) => sum + amount, 0);

/** Of the calendar month of the last day. */
export function sumOfMonth(days: readonly CostDay[], measure: Measure): number {
  const month = dayOf(days.at(-1)?.startTime).slice(0, 7);
  return days
    .filter(({ startTime }) => dayOf(startTime).startsWith(month))
    .flatMap(({ entries }) => entries)
    .reduce((sum, entry) => sum + (amountOf(entry, measure) ?? 0), 0);
}
