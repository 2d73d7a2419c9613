// The price list that costs are worked out with, and the budgets beside it.
import { Stack, Text } from "@mantine/core";
import type { PriceList } from "@remit/protocol/gen/remit/v1/usage_pb.ts";
import { Details, Facts } from "../../components/details.tsx";
import { writeMoney } from "./amounts.ts";

export function Prices({ prices }: { readonly prices: PriceList | null }) {
  if (prices === null)
    return (
      <Details title="Price list">
        <Text size="sm" c="dimmed">
          There is none, so quantities are shown and no cost. The platform team sets `billing.prices` in the
          configuration.
        </Text>
      </Details>
    );
  const { currency, accountBudget } = prices;
  const perMonth = (amounts: Readonly<Record<string, number>>, nameOf: (id: string) => string) =>
    Object.entries(amounts).map(([id, price]) => ({
      label: nameOf(id),
      value: `${writeMoney(price, currency)} a month`,
    }));
  return (
    <Details title="Price list">
      <Stack gap="md">
        <Facts
          facts={[
            { label: "A million actions", value: writeMoney(prices.millionActions, currency) },
            { label: "Active storage, a GB for an hour", value: writeMoney(prices.activeGigabyteHour, currency) },
            { label: "Retained storage, a GB for an hour", value: writeMoney(prices.retainedGigabyteHour, currency) },
            ...perMonth(prices.namespacesPerMonth, (id) => `Namespace ${id}`),
            ...perMonth(prices.projectsPerMonth, (id) => `Project ${id}`),
            {
              label: "Budget of the account",
              value: accountBudget === undefined ? "None" : `${writeMoney(accountBudget, currency)} a month`,
            },
            ...perMonth(prices.namespaceBudgets, (id) => `Budget of ${id}`),
          ]}
        />
        <Text size="xs" c="dimmed">
          A GB is 1,000,000,000 bytes. Months are calendar months in UTC.
        </Text>
      </Stack>
    </Details>
  );
}
