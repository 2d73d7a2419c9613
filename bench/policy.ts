// The policy core beside its peers: `node bench/policy.ts [--sizes S,M,L] [--seed 7] [--write]`.
// Prints a Markdown report; --write also puts it into docs/benchmarks/policy.md. Exits with 1 on any wrong answer.
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { renderReport } from "./policy/report.ts";
import { runSize, type SizeResult } from "./policy/run-size.ts";
import type { Size } from "./policy/workload.ts";

const { values } = parseArgs({
  options: { sizes: { type: "string" }, seed: { type: "string" }, write: { type: "boolean" } },
});
const sizes = (values.sizes ?? "S,M,L").split(",") as Size[];
const load = loadavg()[0] ?? Number.NaN;

const results: SizeResult[] = [];
for (const size of sizes) {
  console.error(`measuring ${size} …`);
  results.push(await runSize(size, Number(values.seed ?? 7)));
}
const report = renderReport(results, load);
console.log(report);
if (values.write) {
  mkdirSync(new URL("../docs/benchmarks/", import.meta.url), { recursive: true });
  writeFileSync(new URL("../docs/benchmarks/policy.md", import.meta.url), report);
}
if (results.some(({ mismatches }) => mismatches > 0)) process.exitCode = 1;
