// Runs one test file in a process of its own and gathers what happened, by node:test's events.
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { run } from "node:test";
import type { TestEvent } from "node:test/reporters";

export interface TestOutcome {
  /** Suites and test, outermost first. */
  readonly title: readonly string[];
  readonly result: "passed" | "failed" | "skipped";
  /** Why it was skipped. */
  readonly reason?: string;
  readonly error?: unknown;
}

export interface FileOutcome {
  readonly file: string;
  readonly tests: readonly TestOutcome[];
  readonly durationMs: number;
  /** What tests tell with `t.diagnostic`: figures, mostly. */
  readonly notes: readonly string[];
  /** What the file wrote to its standard output and error. */
  readonly output: string;
}

type DataOf<Type extends TestEvent["type"]> = Extract<TestEvent, { type: Type }>["data"];

/** Components get JSX and a document, and of each library what it gives to browsers. */
const forComponents = ["--conditions=browser", "--import", join(import.meta.dirname, "jsx-hooks.mjs")];

/** Never throws: a file that crashes, hangs past the limit or holds no test is one failed test. */
export async function runTestFile(file: string, timeoutMs: number, signal: AbortSignal): Promise<FileOutcome> {
  const started = Date.now();
  const tests: TestOutcome[] = [];
  const title: string[] = [];
  const notes: string[] = [];
  let output = "";
  const collect = (outcome: TestOutcome | undefined) => {
    if (outcome) tests.push(outcome);
  };
  // The runner's own `timeout` ends tests, not a process that something else keeps alive; aborting kills the process.
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const execArgv = file.endsWith(".tsx") ? forComponents : [];
  const stream = run({ files: [file], concurrency: 1, signal: limited, execArgv });
  stream.on("test:start", ({ name, nesting }) => title.splice(nesting, title.length, name));
  stream.on("test:pass", (data) => collect(readPass(file, pathOf(title, data), data)));
  stream.on("test:fail", (data) => collect(readFail(pathOf(title, data), data)));
  // The runner's own, about the run as a whole, belong to no test.
  stream.on("test:diagnostic", ({ nesting, message }) => void (nesting > 0 && notes.push(message)));
  const write = ({ message }: { message: string }) => {
    output += message;
  };
  stream.on("test:stdout", write);
  stream.on("test:stderr", write);
  await finished(stream.resume());
  return { file, tests, durationMs: Date.now() - started, notes, output };
}

function pathOf(title: readonly string[], { nesting, name }: { nesting: number; name: string }): string[] {
  return [...title.slice(0, nesting), name];
}

function readPass(file: string, title: string[], data: DataOf<"test:pass">): TestOutcome | undefined {
  // node:test reports a file without tests as a test of that name that passed.
  if (data.nesting === 0 && data.name === file) {
    return { title, result: "failed", error: new Error("the file holds no test") };
  }
  if (data.details.type === "suite") return undefined;
  const omitted = data.skip ?? data.todo;
  if (omitted === undefined || omitted === false) return { title, result: "passed" };
  return { title, result: "skipped", reason: omitted === true ? "no reason given" : omitted };
}

/** A suite that failed only because a test in it did says nothing new; one whose hook failed does. */
function readFail(title: string[], data: DataOf<"test:fail">): TestOutcome | undefined {
  const { error } = data.details;
  const own = !("failureType" in error) || error.failureType !== "subtestsFailed";
  return data.details.type !== "suite" || own ? { title, result: "failed", error } : undefined;
}
