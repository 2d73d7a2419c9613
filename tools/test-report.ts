// What the test runner prints.
import { relative } from "node:path";
import { inspect } from "node:util";
import type { FileOutcome, TestOutcome } from "./run-test-file.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countTests(tests: readonly TestOutcome[]): Counts {
  const count = (result: TestOutcome["result"]) => tests.filter((test) => test.result === result).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}

/** One line for the file and, where something failed, what and why. */
export function describeFile({ file, tests, durationMs, notes, output }: FileOutcome): string {
  const { passed, failed, skipped } = countTests(tests);
  const parts = [`${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`].filter(Boolean);
  const mark = failed ? "✖" : skipped ? "○" : "✔";
  const lines = [`${mark} ${relative(process.cwd(), file)}: ${parts.join(", ")} (${(durationMs / 1000).toFixed(1)} s)`];
  lines.push(...notes.map((note) => indent(note, 4)));
  if (failed === 0) return lines.join("\n");
  for (const test of tests.filter((one) => one.result === "failed")) {
    lines.push(indent(`✖ ${test.title.join(" › ")}`, 4), indent(describeError(test.error), 8));
  }
  if (output.trim() !== "") lines.push(indent("output of the file:", 4), indent(output.trimEnd(), 8));
  return lines.join("\n");
}

/** One line for each skipped test; those with the reason that the caller gave itself are only counted. */
export function describeSkips(files: readonly FileOutcome[], ownReason: string): string[] {
  const skipped = files.flatMap(({ file, tests }) =>
    tests.filter((test) => test.result === "skipped").map((test) => ({ file, ...test })),
  );
  const lines = skipped
    .filter((test) => test.reason !== ownReason)
    .map(({ file, title, reason }) => `○ ${relative(process.cwd(), file)}: ${title.join(" › ")}: ${reason}`);
  const own = skipped.length - lines.length;
  return own > 0 ? [...lines, `○ ${own} tests: ${ownReason}`] : lines;
}

/** The last line of every run; scripts read it. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** node:test wraps what the test threw; the runner's own stack frames say nothing about the failure. */
function describeError(error: unknown): string {
  const thrown = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : inspect(thrown);
  return text
    .split("\n")
    .filter((line) => !/^\s+at .*(node:internal|\(node:)/.test(line))
    .join("\n")
    .replaceAll(`file://${process.cwd()}/`, "");
}

function indent(text: string, width: number): string {
  return text.replaceAll(/^/gm, " ".repeat(width));
}
