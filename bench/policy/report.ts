// The results as Markdown, and against the targets.
import { cpus } from "node:os";
import type { Row, SizeResult } from "./run-size.ts";
import type { Size } from "./workload.ts";

interface Target {
  readonly what: string;
  readonly reached: (result: SizeResult) => number | null;
  readonly unit: string;
  /** By size; "least" targets are to be exceeded. */
  readonly target: Readonly<Record<Size, number | null>>;
  readonly kind: "least" | "most";
}

const targets: readonly Target[] = [
  {
    what: "decisions against the bare core",
    unit: "×",
    kind: "least",
    target: { S: 0.7, M: 0.7, L: 0.7 },
    reached: (result) => result.againstBare,
  },
  {
    what: "decisions against warm CASL",
    unit: "×",
    kind: "least",
    target: { S: 20, M: 20, L: 5 },
    reached: ratioTo("CASL, warm"),
  },
  {
    what: "decisions against node-casbin",
    unit: "×",
    kind: "least",
    target: { S: null, M: null, L: null },
    reached: ratioTo("node-casbin"),
  },
  { what: "decision, p99", unit: "µs", kind: "most", target: { S: 1, M: 1, L: 3 }, reached: ours((row) => row.p99Us) },
  {
    what: "list what a principal may read",
    unit: "µs",
    kind: "most",
    target: { S: 5, M: 10, L: 40 },
    reached: ours((row) => row.listUs),
  },
  {
    what: "list who can",
    unit: "µs",
    kind: "most",
    target: { S: 80, M: 120, L: 600 },
    reached: ours((row) => row.whoCanUs),
  },
  {
    what: "role edit seen by its holders",
    unit: "µs",
    kind: "most",
    target: { S: 200, M: 200, L: 200 },
    reached: ours((row) => row.editUs),
  },
  {
    what: "memory per principal",
    unit: "B",
    kind: "most",
    target: { S: 1024, M: 1024, L: 1024 },
    reached: ours((row) => row.bytesPerPrincipal),
  },
  {
    what: "compile the whole snapshot",
    unit: "ms",
    kind: "most",
    target: { S: null, M: null, L: 1000 },
    reached: (result) => result.compileMs,
  },
];

function ours(read: (row: Row) => number | null): Target["reached"] {
  return ({ rows }) => (rows[0] ? read(rows[0]) : null);
}

function ratioTo(engine: string): Target["reached"] {
  return ({ rows }) => {
    const other = rows.find((row) => row.engine === engine);
    return other && rows[0] ? other.decisionNs / rows[0].decisionNs : null;
  };
}

/** The whole report. */
export function renderReport(results: readonly SizeResult[], load: number): string {
  const [cpu] = cpus();
  return `${[
    "# Policy core",
    "",
    "`npm run bench:policy` measures the policy core beside other ways to do the same work, in one run on one machine.",
    "",
    `Machine: ${cpus().length} shared cores (${cpu?.model.trim() ?? "unknown"}), Node ${process.version}, load average ${load.toFixed(1)} at the start.`,
    "Rates are per second of CPU time of the thread, the best of several rounds in which the engines take turns;",
    "lists, edits and p99 are wall clock. On a shared machine the ratios are what counts: the p99 of the bare core, in the",
    "tables below, is what this machine allows.",
    "",
    ...renderTargets(results),
    ...results.flatMap(renderSize),
    ...workloadText,
  ].join("\n")}\n`;
}

function renderTargets(results: readonly SizeResult[]): string[] {
  const heads = results.map(({ size }) => size).join(" | ");
  return [
    "## Against the targets",
    "",
    `| | ${heads} |`,
    `|---|${results.map(() => "---|").join("")}`,
    ...targets.map(
      (target) => `| ${target.what} | ${results.map((result) => renderTarget(target, result)).join(" | ")} |`,
    ),
    "",
  ];
}

function renderTarget({ reached, target, unit, kind }: Target, result: SizeResult): string {
  const value = reached(result);
  const wanted = target[result.size];
  if (value === null) return "–";
  const text = `${number(value)} ${unit}`;
  if (wanted === null) return text;
  const met = kind === "least" ? value >= wanted : value <= wanted;
  return `${text} (${kind === "least" ? "≥" : "≤"} ${wanted}: ${met ? "met" : "**missed**"})`;
}

function renderSize(result: SizeResult): string[] {
  return [
    `## ${result.size}`,
    "",
    "| engine | decisions/s | p99 µs | list µs | who-can µs | edit µs | bytes per principal |",
    "|---|---|---|---|---|---|---|",
    ...result.rows.map(renderRow),
    "",
    `Checked against the naive reference: ${result.checked} answers, ${result.mismatches} mismatches. ` +
      `Compiled in ${number(result.compileMs)} ms (${number(result.compileCpuMs)} ms of CPU).`,
    ...result.notes.map((note) => `${note}.`),
    "",
  ];
}

function renderRow(row: Row): string {
  const cells = [1e9 / row.decisionNs, row.p99Us, row.listUs, row.whoCanUs, row.editUs, row.bytesPerPrincipal];
  return `| ${row.engine} | ${cells.map((cell) => (cell === null ? "–" : number(cell))).join(" | ")} |`;
}

function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const workloadText = [
  "## Workload",
  "",
  "S: 1,000 principals, 100 Namespaces, 25 custom roles. M: 10,000, 1,000, 100. L: 100,000, 10,000, 1,000. Groups are a",
  "twentieth of the principals, each principal in three; 40 actions; roles of 1–20 entries of 1–10 actions on everything",
  "(2 %), a project (25 %) or 1–50 Namespaces; 100,000 questions by string ids, half of them allowed. An entry on a project",
  "is given to the policy core as the ids of its Namespaces, as a custom role has to have it. The bare core is the same",
  "workload as typed arrays without resource types, existence, time, reasons or snapshots: it bounds what is possible.",
];
