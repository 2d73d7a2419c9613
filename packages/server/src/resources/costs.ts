// What use costs, day by day, by Namespace and project.

import type { Page } from "../store/paging.ts";
import { readPriced } from "../store/priced.ts";
import type { UsageRow } from "../store/usage.ts";
import type { Call, Deps } from "./call.ts";
import { fixedCosts } from "./fixed-prices.ts";
import { chargesOf, costOf } from "./prices.ts";
import { listUsage, type UsageDay, type UsageRequest } from "./usage.ts";

/** One Namespace in one project; or a project by itself, with the name "". */
export interface Cost extends Omit<UsageRow, "from"> {
  /** Null: there is no price list. */
  readonly cost: number | null;
}

export interface CostDay extends Omit<UsageDay, "rows"> {
  readonly costs: readonly Cost[];
}

/** @throws RemitError INVALID_FIELD as `listUsage` */
export async function listCosts(deps: Deps, call: Call, request: UsageRequest): Promise<Page<CostDay>> {
  const { items, nextPageToken } = await listUsage(deps, call, request);
  const { prices } = deps.billing;
  const priced = prices === null ? [] : await readPriced(deps.database.db);
  return {
    items: items.map(({ rows, ...day }) => ({ ...day, costs: costsOf(deps.billing, priced, rows, day, call.now) })),
    nextPageToken,
  };
}

/** What was used between two moments of one month, and what is due for that time whatever is used. */
export function costsOf(
  { prices }: Pick<Deps["billing"], "prices">,
  priced: Awaited<ReturnType<typeof readPriced>>,
  rows: readonly UsageRow[],
  { from, until }: { readonly from: Date; readonly until: Date },
  now: Date,
): Cost[] {
  const used = rows.map(({ from: _, ...row }) => ({
    ...row,
    cost: prices === null ? null : chargesOf(row, prices).reduce((sum, charge) => sum + costOf(charge), 0),
  }));
  if (prices === null) return used;
  return fixedCosts(priced, prices, from, until, now).reduce<Cost[]>(addFixed, used);
}

const nothing = { actions: 0, activeByteSeconds: 0, retainedByteSeconds: 0, storageSeconds: 0 };

function addFixed(costs: Cost[], { resource, charge }: ReturnType<typeof fixedCosts>[number]): Cost[] {
  const namespace = resource.type === "Namespace" ? resource.id : "";
  const at = costs.findIndex((one) => one.namespace === namespace && one.project === resource.project);
  const found = costs[at];
  if (found === undefined)
    return [...costs, { ...nothing, namespace, project: resource.project, cost: costOf(charge) }];
  return costs.with(at, { ...found, cost: (found.cost ?? 0) + costOf(charge) });
}
