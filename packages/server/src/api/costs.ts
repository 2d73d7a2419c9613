import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { ServiceImpl } from "@connectrpc/connect";
import type { UsageService } from "@remit/protocol";
import {
  type CostDaySchema,
  type CostEntrySchema,
  type GetCostsRequest,
  type PriceList,
  PriceListSchema,
} from "@remit/protocol/gen/remit/v1/usage_pb.ts";
import type { Billing } from "../resources/billing.ts";
import type { Deps } from "../resources/call.ts";
import { type Cost, type CostDay, listCosts } from "../resources/costs.ts";
import { read } from "./handlers.ts";

export const costs = (deps: Deps): ServiceImpl<typeof UsageService> => ({
  getCosts: read(deps, async (_, call, request: GetCostsRequest) => {
    const { items, nextPageToken } = await listCosts(deps, call, request);
    const prices = toPriceList(deps.billing);
    return { days: items.map(toCostDay), nextPageToken, ...(prices && { prices }) };
  }),
});

const toCostDay = ({ from, until, costs, incomplete }: CostDay): MessageInitShape<typeof CostDaySchema> => ({
  startTime: timestampFromDate(from),
  endTime: timestampFromDate(until),
  entries: costs.map(toCostEntry),
  incomplete,
});

const toCostEntry = (one: Cost): MessageInitShape<typeof CostEntrySchema> => ({
  namespace: one.namespace,
  projectId: one.project,
  actions: one.actions,
  ...(one.storageSeconds > 0 && {
    activeStorage: one.activeByteSeconds,
    retainedStorage: one.retainedByteSeconds,
  }),
  ...(one.cost !== null && { cost: one.cost }),
});

function toPriceList({ prices, budgets }: Billing): PriceList | null {
  if (prices === null) return null;
  return create(PriceListSchema, {
    ...prices,
    ...(budgets.account !== null && { accountBudget: budgets.account }),
    namespaceBudgets: { ...budgets.namespaces },
  });
}
