// What is used and what it costs: by day as a chart, and by Namespace or project in full.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Alert, Group, Paper, SegmentedControl, Select, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconChartBar, IconDownload, IconInfoCircle } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { Page } from "../../components/page.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { useMay } from "../../data/access-questions.ts";
import { type Grouping, sumOf, sumOfMonth, sumUpDays, totalsOf, useCostDays, usePrices } from "../../data/costs.ts";
import { useProjectNames } from "../../data/projects.ts";
import { measures, writeAmount } from "./amounts.ts";
import { DownloadReport } from "./download-report.tsx";
import { Prices } from "./prices.tsx";
import { TotalsTable } from "./totals-table.tsx";

const Chart = lazy(() => import("./chart.tsx").then((module) => ({ default: module.Chart })));

const spans = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
];
const groupings: readonly { readonly value: Grouping; readonly label: string }[] = [
  { value: "namespace", label: "Namespace" },
  { value: "project", label: "Project" },
];
const dayMs = 86_400_000;

/** Midnight in UTC, so many days ago, today counted. */
const startOf = (days: number) =>
  timestampFromDate(new Date(Math.floor(Date.now() / dayMs) * dayMs - (days - 1) * dayMs));

function Usage() {
  const search = route.useSearch();
  const span = spans.find(({ value }) => value === search.days)?.value ?? "30";
  const from = useMemo(() => startOf(Number(span)), [span]);
  const list = useCostDays(from);
  const prices = usePrices(from);
  const mayDownload = useMay("cloud.billingreport.create", "accounts");
  const [downloads, setDownloads] = useState(false);
  const isEmpty = list.complete && list.items.every(({ entries }) => entries.length === 0);
  return (
    <Page
      title="Usage and cost"
      description="What every Namespace used, as far as the gateway and the servers show it, and what it costs by the price list."
      actions={
        <MayButton
          may={mayDownload}
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => setDownloads(true)}
        >
          Download CSV
        </MayButton>
      }
    >
      {list.error !== null && <ErrorState error={list.error} retry={list.retry} />}
      {list.error === null && (list.loading || prices === undefined) && <PageSkeleton />}
      {isEmpty && prices !== undefined && (
        <EmptyState title="Nothing was used yet" icon={<IconChartBar aria-hidden />}>
          Actions are counted from the first call that passes the gateway. Storage is known from the second look at a
          Namespace, within the hour.
        </EmptyState>
      )}
      {!isEmpty && list.items.length > 0 && prices !== undefined && <Shown list={list} prices={prices} span={span} />}
      {prices !== undefined && list.error === null && <Prices prices={prices} />}
      {downloads && <DownloadReport onClose={() => setDownloads(false)} />}
    </Page>
  );
}

interface ShownProps {
  readonly list: ReturnType<typeof useCostDays>;
  readonly prices: NonNullable<ReturnType<typeof usePrices>> | null;
  readonly span: string;
}

function Shown({ list: { items }, prices, span }: ShownProps) {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/usage" });
  const nameOfProject = useProjectNames();
  const currency = prices?.currency ?? "";
  const possible = measures.filter(({ value }) => value !== "cost" || prices !== null);
  const measure = possible.find(({ value }) => value === search.measure)?.value ?? possible[0]?.value ?? "actions";
  const grouping = groupings.find(({ value }) => value === search.by)?.value ?? "namespace";
  const days = useMemo(() => sumUpDays(items, measure, grouping), [items, measure, grouping]);
  const totals = useMemo(() => totalsOf(days), [days]);
  const missing = days.slice(0, -1).filter(({ incomplete }) => incomplete).length;
  const set = (part: { measure?: string; by?: string; days?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const nameOf = (key: string): string => {
    if (grouping === "project") return key === "" ? "Project not known any more" : nameOfProject(key);
    return key === "" ? "Projects by themselves" : key;
  };
  const title = possible.find(({ value }) => value === measure)?.label ?? "";
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, xs: 2, md: prices === null ? 3 : 4 }}>
        {prices !== null && (
          <Figure label="Cost this month">
            {writeAmount(sumOfMonth(items, "cost"), "cost", currency)}
            {prices.accountBudget !== undefined && (
              <Text size="sm" c="dimmed">
                of {writeAmount(prices.accountBudget, "cost", currency)}
              </Text>
            )}
          </Figure>
        )}
        {measures.slice(1).map(({ value, label }) => (
          <Figure key={value} label={`${label}, ${span} days`}>
            {writeAmount(sumOf(totalsOf(sumUpDays(items, value, "namespace"))), value, currency)}
          </Figure>
        ))}
      </SimpleGrid>
      <Paper withBorder p={{ base: "md", sm: "lg" }} component="section" aria-label={`${title} by day`}>
        <Stack gap="md">
          <Group justify="space-between" gap="sm">
            <Title order={2} size="h4">
              {title} by day
            </Title>
            <Group gap="sm">
              <Select
                aria-label="What"
                size="xs"
                w={160}
                data={[...possible]}
                value={measure}
                allowDeselect={false}
                onChange={(value) => value !== null && set({ measure: value })}
              />
              <Choice label="By" data={groupings} value={grouping} onChange={(by) => set({ by })} />
              <Choice label="How long" data={spans} value={span} onChange={(value) => set({ days: value })} />
            </Group>
          </Group>
          <Suspense fallback={<Skeleton h={280} />}>
            <Chart
              days={days}
              totals={totals}
              nameOf={nameOf}
              measure={measure}
              currency={currency}
              label={`Bars: ${title.toLowerCase()} of each day; the table below has the sums`}
            />
          </Suspense>
          {missing > 0 && (
            <Alert variant="light" color="yellow" icon={<IconInfoCircle aria-hidden />}>
              Of {missing} {missing === 1 ? "day" : "days"} something is known to be missing, so the sums are too low.
            </Alert>
          )}
          <TotalsTable
            totals={totals}
            titleOfKey={grouping === "namespace" ? "Namespace" : "Project"}
            cellOf={(key) => toCell(key, grouping, nameOf(key))}
            measure={measure}
            currency={currency}
          />
        </Stack>
      </Paper>
    </Stack>
  );
}

/** A link where there is something behind it; what was deleted leads to the page that says so. */
function toCell(key: string, grouping: Grouping, name: string): ReactNode {
  if (key === "") return name;
  return grouping === "namespace" ? (
    <TextLink to="/namespaces/$namespace" params={{ namespace: key }}>
      {name}
    </TextLink>
  ) : (
    <TextLink to="/projects/$projectId" params={{ projectId: key }}>
      {name}
    </TextLink>
  );
}

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="div" size="xl" fw={600}>
        {children}
      </Text>
    </Paper>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly data: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, data, value, onChange }: ChoiceProps<Value>) {
  return (
    <SegmentedControl
      aria-label={label}
      size="xs"
      data={[...data]}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
    />
  );
}

export const route = createLazyRoute("/signed-in/usage")({ component: Usage });
