// The long form of the exactness test: `node packages/responsibility/nightly.ts --accounts 100000 [--seed N]`.
// Prints progress and the totals; exits with 1 at the first account on which drift and the naive reference differ.
import { parseArgs } from "node:util";
import { createRandom } from "../policy/test-kit/random.ts";
import { compareDrift } from "./test-kit/compare-drift.ts";
import { randomAccount } from "./test-kit/random-account.ts";

const { values } = parseArgs({ options: { accounts: { type: "string" }, seed: { type: "string" } } });
const accounts = Number(values.accounts ?? 100_000);
const first = Number(values.seed ?? Date.now() % 1_000_000_000);
const total = { accounts: 0, findings: 0, withoutFindings: 0 };
const started = performance.now();
const report = (): void => {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${seconds} s: ${JSON.stringify(total)}, 0 differences`);
};
while (total.accounts < accounts) {
  const seed = first + total.accounts;
  const { findings, wrong } = compareDrift(randomAccount(createRandom(seed)));
  total.accounts++;
  total.findings += findings;
  if (findings === 0) total.withoutFindings++;
  if (wrong !== null) {
    console.error(`seed ${seed}: ${wrong}`);
    process.exit(1);
  }
  if (total.accounts % 10_000 === 0) report();
}
report();
