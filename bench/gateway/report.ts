// The results as Markdown.
import { cpus, loadavg } from "node:os";
import type { Load } from "../load.ts";
import type { DecisionRow } from "./decisions.ts";
import type { PollResult } from "./polls.ts";

export interface Row {
  readonly name: string;
  readonly one: Load[];
  readonly many: Load[];
  /** Of the measured process, per call at 32 at once. */
  readonly cpuUs: number[];
}

export function toReport(
  upstream: string,
  trivial: readonly Row[],
  real: readonly Row[],
  polls: PollResult | null,
  decisions: readonly DecisionRow[],
  rounds: number,
): string {
  return [
    "# The gateway, measured",
    "",
    `By \`npm run bench:gateway\`: Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, load average ${loadavg()
      .map((each) => each.toFixed(1))
      .join(" / ")} at the end.`,
    `Median of ${rounds} rounds of a second each, after one to warm up. The targets take turns within a round. Client, gateway and upstream`,
    "share the machine, and at 32 at once its cores are full: read added latency at 1, cost in CPU per call, and trust ratios within",
    "a table more than its numbers. The gateway knows the caller by API key, decides, and signs for the server (second lock); its",
    "transport alone lets everything pass. The client is Node's own HTTP/2.",
    "",
    `## A trivial upstream (${upstream})`,
    "",
    ...toTable(trivial),
    "",
    "## Temporal's development server (DescribeNamespace)",
    "",
    ...toTable(real),
    "",
    ...(polls === null ? [] : toPolls(polls)),
    ...toDecisions(decisions),
  ].join("\n");
}

function toTable(rows: readonly Row[]): string[] {
  const direct = rows[0];
  const base = direct ? median(direct.one.map((load) => load.p50Us)) : Number.NaN;
  return [
    "| target | p50 at 1 (µs) | added (µs) | calls/s at 32 | p99 at 32 (µs) | CPU per call (µs) | errors |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => {
      const p50 = median(row.one.map((load) => load.p50Us));
      const cpu = row.cpuUs.length === 0 ? "" : median(row.cpuUs).toFixed(0);
      const errors = [...row.one, ...row.many].reduce((sum, load) => sum + load.errors, 0);
      const perSecond = median(row.many.map((load) => load.perSecond)).toFixed(0);
      const p99 = median(row.many.map((load) => load.p99Us));
      return `| ${row.name} | ${p50} | ${row === direct ? "" : p50 - base} | ${perSecond} | ${p99} | ${cpu} | ${errors} |`;
    }),
  ];
}

function toPolls(polls: PollResult): string[] {
  return [
    "## Long polls that wait",
    "",
    `${polls.polls} polls from ${polls.clientConnections} connections over 2 connections to the server: ${polls.held} were held at once,`,
    `${polls.kbPerPoll.toFixed(1)} kB of the gateway's memory each. After the clients had gone, ${polls.leftOpen} calls and`,
    `${polls.leftConnections} connections were left.`,
    "",
  ];
}

const toDecisions = (decisions: readonly DecisionRow[]): string[] => [
  "## A decision by itself",
  "",
  "From the frame to the Namespace and the level that the server is shown: reading the request included, in one thread.",
  "",
  "| request | bytes | µs |",
  "| --- | --- | --- |",
  ...decisions.map(({ what, bytes, us }) => `| ${what} | ${bytes} | ${us.toFixed(1)} |`),
  "",
];

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >>> 1] ?? Number.NaN;
