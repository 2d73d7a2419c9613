// The results as Markdown.
import { cpus, loadavg } from "node:os";
import type { Load } from "../load.ts";

export interface Row {
  readonly name: string;
  readonly one: Load[];
  readonly many: Load[];
  /** Of the measured process, per call at 32 at once. */
  readonly cpuUs: number[];
}

export interface Results {
  readonly rows: readonly Row[];
  /** The same page out of more and more. */
  readonly sizes: readonly Row[];
  readonly rounds: number;
  readonly openfgaVersion: string;
}

export function toReport({ rows, sizes, rounds, openfgaVersion }: Results): string {
  const load = loadavg().map((each) => each.toFixed(1));
  return [
    "# The Cloud Ops API, measured",
    "",
    `By \`npm run bench:api\`: Node ${process.version}, OpenFGA ${openfgaVersion}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}, load average ${load.join(" / ")} at the end.`,
    `Median of ${rounds} rounds (a second at 1 at once, three at 32) after one to warm up; the targets take turns within a round. Client,`,
    "servers and Postgres share the machine, so trust ratios within a table more than its numbers. Both Postgres databases",
    "are in one cluster, with its defaults but for the flush to disk, which is off for both. CPU is the server process's own,",
    "for PGlite with the database in it. The client is Node's own HTTP/2.",
    "",
    ...toTable(rows),
    "",
    "Health.Check asks neither for a key nor the store: it is what HTTP/2 and the protocol cost here. A custom role is made after",
    "the caller's key is looked up, the right is decided twice (the second time under the lock), names, limits and the cover rule",
    "are checked, and role, operation, audit record and new policy version are committed together; all of this one after another,",
    "because every change of access rules waits for the one before. OpenFGA writes a tuple and its change record, many at a time.",
    "",
    "## A page out of more and more",
    "",
    "GetCustomRoles, 50 of so many on Postgres: by key, never by offset.",
    "",
    ...toTable(sizes),
    "",
    "## Ratios",
    "",
    ...toRatios(rows),
    "",
  ].join("\n");
}

function toTable(rows: readonly Row[]): string[] {
  return [
    "| call | p50 at 1 (µs) | calls/s at 32 | p99 at 32 (µs) | CPU per call (µs) | errors |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => {
      const errors = [...row.one, ...row.many].reduce((sum, load) => sum + load.errors, 0);
      const p50 = median(row.one.map((load) => load.p50Us));
      const p99 = median(row.many.map((load) => load.p99Us));
      return `| ${[row.name, p50, perSecond(row).toFixed(0), p99, median(row.cpuUs).toFixed(0), errors].join(" | ")} |`;
    }),
  ];
}

function toRatios(rows: readonly Row[]): string[] {
  const pairs = [
    ["CreateCustomRole, Postgres", "OpenFGA Write, one tuple"],
    ["CreateCustomRole, PGlite", "OpenFGA Write, one tuple"],
    ["GetCustomRole, Postgres", "OpenFGA Read, one tuple"],
    ["GetCustomRoles, 50 of 10,000, Postgres", "OpenFGA Read, 50 tuples"],
  ] as const;
  const find = (name: string): Row | undefined => rows.find((row) => row.name === name);
  return pairs.flatMap(([ours, theirs]) => {
    const [a, b] = [find(ours), find(theirs)];
    return a && b ? [`- ${ours} to ${theirs}: ${(perSecond(a) / perSecond(b)).toFixed(2)} × the calls per second`] : [];
  });
}

const perSecond = (row: Row): number => median(row.many.map((load) => load.perSecond));

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >>> 1] ?? Number.NaN;
