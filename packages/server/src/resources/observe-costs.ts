// What the month has cost so far, for the matrix: of the account, and of each Namespace.
import type { Cost } from "@remit/responsibility";
import { readPriced } from "../store/priced.ts";
import { readUsage } from "../store/usage.ts";
import type { Deps } from "./call.ts";
import { costsOf } from "./costs.ts";
import { addPeriods, startOf } from "./days.ts";

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
  const sumUp = (some: typeof costs, budget: number | null | undefined): SeenCost => ({
    actions: some.reduce((sum, { actions }) => sum + actions, 0),
    ...(prices !== null && {
      cost: {
        // To the cent: it is read by people.
        amount: Math.round(some.reduce((sum, { cost }) => sum + (cost ?? 0), 0) * 100) / 100,
        currency: prices.currency,
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
