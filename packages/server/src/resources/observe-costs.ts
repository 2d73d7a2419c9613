// What the month has cost so far, for the matrix: of the account, and of each Namespace.
import type { Cost } from "@remit/responsibility";
import { addPeriods, startOf } from "../store/periods.ts";
import { readPriced } from "../store/priced.ts";
import { readUsage, readUsageGaps, type UsageRow } from "../store/usage.ts";
import type { Deps } from "./call.ts";
import { costsOf } from "./costs.ts";
import type { Prices } from "./prices.ts";

export interface SeenCost {
  readonly actions: number;
  /** Absent without a price list. */
  readonly cost?: Cost;
}

export interface CostsOfMonth {
  readonly account: SeenCost;
  /** By the Namespace's id; one that used nothing has used nothing. */
  readonly of: (namespace: string) => SeenCost;
}

/** So small a part of the month that nothing is known of makes no cost doubtful. */
const littleOfMonth = 0.01;

/** Null: nothing was counted this month, so that nobody knows whether anybody counts. */
export async function readCostsOfMonth(
  { database, billing }: Pick<Deps, "database" | "billing">,
  now: Date,
): Promise<CostsOfMonth | null> {
  const from = startOf("month", now);
  const until = addPeriods("month", from, 1);
  const rows = await readUsage(database.db, "month", from, until);
  if (rows.length === 0) return null;
  const costs = costsOf(billing, await readPriced(database.db), rows, { from, until }, now);
  const { prices, budgets } = billing;
  const gaps = await readUsageGaps(database.db, from, now, now);
  const partial = prices !== null && (lacksStorage(rows, prices) || shareOf(gaps, from, now) > littleOfMonth);
  const sumUp = (some: typeof costs, budget: number | null | undefined): SeenCost => ({
    actions: some.reduce((sum, { actions }) => sum + actions, 0),
    ...(prices !== null && {
      cost: {
        // To the cent: it is read by people.
        amount: Math.round(some.reduce((sum, { cost }) => sum + (cost ?? 0), 0) * 100) / 100,
        currency: prices.currency,
        ...(partial && { partial }),
        ...(budget != null && { budget }),
      },
    }),
  });
  return {
    account: sumUp(costs, budgets.account),
    of: (id) =>
      sumUp(
        costs.filter(({ namespace }) => namespace === id),
        budgets.namespaces[id],
      ),
  };
}

/** What is stored has a price, and nobody has looked at how much it is. */
const lacksStorage = (rows: readonly UsageRow[], { activeGigabyteHour, retainedGigabyteHour }: Prices): boolean =>
  activeGigabyteHour + retainedGigabyteHour > 0 && rows.every(({ storageSeconds }) => storageSeconds === 0);

/** Gaps may lie over each other: then it is less than this says, which errs on the side of doubt. */
function shareOf(gaps: readonly { readonly from: Date; readonly until: Date }[], from: Date, now: Date): number {
  const inside = gaps.map((gap) => Math.min(+gap.until, +now) - Math.max(+gap.from, +from));
  return inside.reduce((all, ms) => all + Math.max(0, ms), 0) / Math.max(1, +now - +from);
}
