// The whole drift report of a large account beside the naive reference: `node bench/drift.ts [--write]`.
// Prints a Markdown report; --write also puts it into docs/benchmarks/drift.md. Exits with 1 when the report takes
// longer than it may, or when the two do not agree where both can be asked.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { findDrift } from "../packages/responsibility/src/drift/find-drift.ts";
import { isAccessFinding } from "../packages/responsibility/src/drift/finding.ts";
import { planAccess } from "../packages/responsibility/src/plan.ts";
import { findDriftNaively } from "../packages/responsibility/test-kit/naive-drift.ts";
import { makeWorkload, type Size, type Workload } from "./drift/workload.ts";

const { values } = parseArgs({ options: { write: { type: "boolean" } } });
const targetSeconds = 5;
const large: Size = { teams: 200, namespaces: 2000, users: 10_000 };
const small: Size = { teams: 4, namespaces: 20, users: 100 };

interface Measured<Result> {
  readonly result: Result;
  /** Seconds: the first call of the process, nothing warmed up; what it took of all processors; the best of three later. */
  readonly first: number;
  readonly cpu: number;
  readonly best: number;
}

function measure<Result>(call: () => Result): Measured<Result> {
  const once = () => {
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    const result = call();
    const { user, system } = process.cpuUsage(cpu);
    return { result, seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
  };
  const { result, seconds: first, cpu } = once();
  const others = [once(), once(), once()].map(({ seconds }) => seconds);
  return { result, first, cpu, best: Math.min(...others) };
}

const drift = ({ model, facts, limits }: Workload) => findDrift(model, facts, { limits });
const naive = ({ model, facts, limits }: Workload) => findDriftNaively(model, facts, limits);

const load = loadavg()[0]?.toFixed(1);
const largeWork = makeWorkload(large);
const agreedWork = makeWorkload(large, Number.POSITIVE_INFINITY);
const smallWork = makeWorkload(small, 5);
const whole = measure(() => drift(largeWork));
const agreed = measure(() => drift(agreedWork));
const planned = measure(() => planAccess(largeWork.model, largeWork.facts, largeWork.limits));
const ours = measure(() => drift(smallWork));
const peer = measure(() => naive(smallWork));

const oursWrong = new Set(ours.result.filter(isAccessFinding).flatMap(({ principals }) => principals));
const peerWrong = new Set([...peer.result.tooMuch.keys(), ...peer.result.tooLittle.keys()]);
const agree = oursWrong.size > 0 && oursWrong.symmetricDifference(peerWrong).size === 0;
// The same questions at the size of the large account: principals × (operations × resources).
const scale = (large.users / small.users) * (large.namespaces / small.namespaces);

const seconds = (value: number): string => (value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`);
const size = ({ namespaces, teams, users }: Size): string => `${namespaces} Namespaces, ${teams} teams, ${users} users`;
const report = `# Drift: measured

\`npm run bench:drift\` on ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}, load ${load} before the run.
One thread and the collector's; "first" is the first call of its kind in the process, "CPU" what that took of all
processors, "best" the best of three after it.

| What | Size | Findings | First | CPU | Best |
| --- | --- | --- | --- | --- | --- |
| whole report | ${size(large)} | ${whole.result.length} | ${seconds(whole.first)} | ${seconds(whole.cpu)} | ${seconds(whole.best)} |
| whole report, access as planned | ${size(large)} | ${agreed.result.length} | ${seconds(agreed.first)} | ${seconds(agreed.cpu)} | ${seconds(agreed.best)} |
| plan with its effects | ${size(large)} | – | ${seconds(planned.first)} | ${seconds(planned.cpu)} | ${seconds(planned.best)} |
| whole report | ${size(small)} | ${ours.result.length} | ${seconds(ours.first)} | ${seconds(ours.cpu)} | ${seconds(ours.best)} |
| naive reference, access only | ${size(small)} | ${peerWrong.size} principals | ${seconds(peer.first)} | ${seconds(peer.cpu)} | ${seconds(peer.best)} |

Target: the whole report of the large account in ${targetSeconds} s: ${whole.first <= targetSeconds ? "reached" : "missed"}.
On the small account the reference asks ${peer.result.questions.toLocaleString("en")} questions and takes
${(peer.best / ours.best).toFixed(0)} times as long; the large one has ${scale.toLocaleString("en")} times as many questions, about
${((peer.best * scale) / 60).toFixed(0)} minutes at its pace. Both name the same principals on the small one: ${agree ? "yes" : "NO"}.
`;
console.log(report);
if (values.write) writeFileSync(new URL("../docs/benchmarks/drift.md", import.meta.url), report);
if (!agree || whole.first > targetSeconds) process.exitCode = 1;
