// The long form of the differential test: `node packages/policy/nightly.ts --cases 1000000 [--seed N]`.
// Prints progress and the totals; exits with 1 at the first mismatch, after printing how to run it again.
import { parseArgs } from "node:util";
import * as policy from "./src/index.ts";
import { compareWithReference } from "./test-kit/differential.ts";

const { values } = parseArgs({ options: { cases: { type: "string" }, seed: { type: "string" } } });
const cases = Number(values.cases ?? 1_000_000);
const first = Number(values.seed ?? Date.now() % 1_000_000_000);
const BATCH = 50_000;

const total = { decisions: 0, allowed: 0, lists: 0, covers: 0 };
const started = performance.now();
for (let at = 0; total.decisions < cases; at++) {
  const seed = first + at * BATCH;
  const { mismatch, ...count } = compareWithReference(policy, Math.min(BATCH, cases - total.decisions), seed);
  for (const key of ["decisions", "allowed", "lists", "covers"] as const) total[key] += count[key];
  if (mismatch) {
    console.error(JSON.stringify(mismatch, null, 2));
    console.error(`mismatch: POLICY_SEED=${mismatch.seed} npm test repeats it; add it to the corpus once understood`);
    process.exit(1);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${seconds} s: ${JSON.stringify(total)}, 0 mismatches`);
}
