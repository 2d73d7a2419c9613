// The chart by day, in a chunk of its own: it is larger than all the rest of the page. What it shows stands in the table
// beside it, so for screen readers it is one picture with a name.
import { BarChart } from "@mantine/charts";
import "@mantine/charts/styles.css";
import { Box } from "@mantine/core";
import type { DaySums, Measure, Total } from "../../data/costs.ts";
import { writeAmount } from "./amounts.ts";

/** Told apart in both themes; what does not fit is one grey series. */
const colors = ["indigo.5", "teal.6", "orange.5", "grape.5", "cyan.6", "lime.7"];
const rest = "Others";
/** On the axis, where the unit stands above it already. */
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

export interface ChartProps {
  readonly days: readonly DaySums[];
  /** The most first. */
  readonly totals: readonly Total[];
  readonly nameOf: (key: string) => string;
  readonly measure: Measure;
  readonly currency: string;
  readonly label: string;
}

export function Chart({ days, totals, nameOf, measure, currency, label }: ChartProps) {
  const shown = totals.slice(0, colors.length).filter(({ amount }) => amount > 0);
  const hasRest = totals.length > shown.length;
  const keys = new Set(shown.map(({ key }) => key));
  const data = days.map(({ day, of }) => ({
    day: day.slice(5),
    // By place, not by name: a name may hold dots, which the chart would take for a path.
    ...Object.fromEntries(shown.map(({ key }, index) => [`s${index}`, of.get(key) ?? 0])),
    ...(hasRest && { s9: [...of].reduce((sum, [key, amount]) => (keys.has(key) ? sum : sum + amount), 0) }),
  }));
  return (
    <Box role="img" aria-label={label} style={{ overflow: "hidden" }}>
      <BarChart
        h={280}
        data={data}
        dataKey="day"
        type="stacked"
        withLegend
        legendProps={{ verticalAlign: "bottom" }}
        valueFormatter={(value) => writeAmount(value, measure, currency)}
        yAxisProps={{ width: 56, tickFormatter: (value: number) => short.format(value) }}
        barChartProps={{ accessibilityLayer: false }}
        series={[
          ...shown.map(({ key }, index) => ({
            name: `s${index}`,
            label: nameOf(key),
            color: colors[index] ?? "gray.6",
          })),
          ...(hasRest ? [{ name: "s9", label: rest, color: "gray.5" }] : []),
        ]}
      />
    </Box>
  );
}
