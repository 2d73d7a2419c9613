// `npm test`: runs every *.test.ts against real servers and ends with the line `N passed, N failed, N skipped`.
//   node tools/test.ts [--unit] [--full] [part of a path …]
// --unit leaves out tests/, tools/ and what takes long, and starts no servers: what needs one is skipped.
// Under CI=true a skipped test fails the run unless tools/allowed-skips.json names it.
import { hash } from "node:crypto";
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type FileOutcome, runTestFile } from "./run-test-file.ts";
import { closingLine, countTests, describeFile, describeSkips } from "./test-report.ts";
import { leaveOutServers, startTestServers } from "./test-servers.ts";

const root = join(import.meta.dirname, "..");
const fileLimitMs = 300_000;
/** Files under packages/ that take about 10 s and more: they start PGlite many times, wait for timeouts, or try thousands of cases. */
const slowFiles = [
  "audit/chain.test.ts",
  "audit/refusals.test.ts",
  "authorize/snapshots.test.ts",
  "commands/run.test.ts",
  "drift/exactness.test.ts",
  "listen/hostile.test.ts",
  "operations/make-worker.test.ts",
  "operations/replay.test.ts",
  "resources/publish-policy.test.ts",
  "resources/transition.test.ts",
  "src/mutants.test.ts",
  "store/access-cleaning.test.ts",
  "store/contract.test.ts",
  "store/directory-lock.test.ts",
];
const leftOut = "needs a server, which npm test starts";

interface AllowedSkip {
  /** The start of the line that reports the skipped test. */
  readonly line: string;
  readonly reason: string;
}

function findTestFiles(filters: readonly string[], unit: boolean): string[] {
  const folders = unit ? "packages" : "{packages,tests,tools,dev,bench}";
  return globSync(`${folders}/**/*.test.{ts,tsx}`, { cwd: root, exclude: (name) => name.includes("node_modules") })
    .filter((file) => !unit || !slowFiles.some((slow) => file.endsWith(slow)))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    .map((file) => join(root, file));
}

/**
 * The same order in every run, with files of one kind apart: several browsers at once would wait for the processors, and
 * the processors for files that wait.
 */
const placeOf = (file: string): string => hash("sha1", file);

/** One file more than there are processors: many wait, for servers, browsers and the time after which something ends. */
const atOnce = Math.min(4, availableParallelism() + 1);

/** Some files at a time, each reported when it is done. */
async function runFiles(files: readonly string[], signal: AbortSignal): Promise<FileOutcome[]> {
  const waiting = [...files];
  const outcomes: FileOutcome[] = [];
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined && !signal.aborted; file = waiting.shift()) {
      const outcome = await runTestFile(file, fileLimitMs, signal);
      outcomes.push(outcome);
      console.log(describeFile(outcome));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

/** What the run's files put into the system's temporary folder goes with the run, whichever of them ended how. */
function makeTemporaryFolder(): Disposable {
  const folder = mkdtempSync(join(tmpdir(), "remit-run-"));
  // Postgres does not run as root, and has its own folder in this one.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  // Hundreds of processes load the same sources: what the first ones compiled, the others need not.
  process.env.NODE_COMPILE_CACHE = join(folder, "compile-cache");
  return { [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Lists what was skipped and why; returns how much of it the run must not skip. */
function reportSkips(outcomes: readonly FileOutcome[], strict: boolean): number {
  const lines = describeSkips(outcomes, leftOut);
  if (lines.length > 0) console.log(`\nskipped:\n${lines.join("\n")}`);
  if (!strict) return 0;
  const file = readFileSync(join(import.meta.dirname, "allowed-skips.json"), "utf8");
  const allowed = JSON.parse(file) as readonly AllowedSkip[];
  const refused = lines.filter((line) => !allowed.some((skip) => line.startsWith(`○ ${skip.line}`)));
  if (refused.length > 0) console.log(`\nnot allowed to be skipped here:\n${refused.join("\n")}`);
  return refused.length;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { unit: { type: "boolean" }, full: { type: "boolean" } },
    allowPositionals: true,
  });
  const files = findTestFiles(positionals, values.unit === true);
  if (files.length === 0) throw new Error(`no test file matches ${positionals.join(" ")}`);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupted.abort());
  process.chdir(root);
  if (values.full) process.env.REMIT_TEST_FULL = "1";
  using _temporary = makeTemporaryFolder();

  const servers = values.unit ? leaveOutServers(leftOut) : await startTestServers();
  Object.assign(process.env, servers.environment);
  let outcomes: FileOutcome[];
  try {
    outcomes = await runFiles(files, interrupted.signal);
  } finally {
    await servers.stop();
  }
  const refused = reportSkips(outcomes, process.env.CI === "true" && !values.unit);
  if (interrupted.signal.aborted) console.log("\ninterrupted");
  const counts = countTests(outcomes.flatMap((outcome) => outcome.tests));
  console.log(`\n${closingLine(counts)}`);
  return counts.failed > 0 || refused > 0 || interrupted.signal.aborted ? 1 : 0;
}

process.exit(await main());
