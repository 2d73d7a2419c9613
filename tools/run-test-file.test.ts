import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { FileOutcome } from "./run-test-file.ts";

const dir = mkdtempSync(join(tmpdir(), "remit-runner-"));
const head = `import { before, describe, it } from "node:test";\n`;

/** Runs the text as a test file. node:test refuses to run inside itself, hence the process without its mark. */
function runText(text: string, limitMs = 20_000): Pick<FileOutcome, "tests" | "notes" | "output"> {
  const file = join(dir, "some.test.mjs");
  writeFileSync(file, head + text);
  const script = `
    import { runTestFile } from ${JSON.stringify(join(import.meta.dirname, "run-test-file.ts"))};
    const outcome = await runTestFile(${JSON.stringify(file)}, ${limitMs}, new AbortController().signal);
    const tests = outcome.tests.map((test) => ({ ...test, error: test.error && String(test.error) }));
    console.log(JSON.stringify({ ...outcome, tests }));`;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  writeFileSync(join(dir, "driver.mjs"), script);
  const result = spawnSync(process.execPath, [join(dir, "driver.mjs")], { env, encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
  return JSON.parse(result.stdout) as FileOutcome;
}

const results = (text: string, limitMs?: number) =>
  runText(text, limitMs).tests.map(({ title, result }) => `${title.join(" › ")}: ${result}`);

describe("a test file", () => {
  after(() => rmSync(dir, { recursive: true }));

  it("is reported by its tests, with their suites, which are not counted", () => {
    const text = `describe("a", () => { it("one", () => {}); describe("b", () => it("two", () => { throw new Error("no"); })); });
      it("three", () => {});`;
    assert.deepEqual(results(text), ["a › one: passed", "a › b › two: failed", "three: passed"]);
  });

  it("tells why a test was skipped, also when it does not say", () => {
    const { tests } = runText(`it("one", (t) => t.skip("no server")); it("two", (t) => t.skip());`);
    assert.deepEqual(
      tests.map(({ result, reason }) => [result, reason]),
      [
        ["skipped", "no server"],
        ["skipped", "no reason given"],
      ],
    );
  });

  it("fails when it holds no test", () => {
    assert.equal(runText("").tests[0]?.result, "failed");
    assert.equal(runText("").tests.length, 1);
  });

  it("fails when it cannot be loaded", () => {
    assert.equal(runText(`throw new Error("broken");`).tests.at(-1)?.result, "failed");
    assert.equal(runText("nonsense(").tests.at(-1)?.result, "failed");
  });

  it("fails when a hook fails", () => {
    const text = `describe("a", () => { before(() => { throw new Error("no server"); }); it("one", () => {}); });`;
    assert.ok(results(text).includes("a: failed"));
  });

  it("fails when it ends its process before its tests have run", () => {
    const text = `it("one", () => process.exit(0)); it("two", () => {});`;
    assert.ok(results(text).some((line) => line.endsWith("failed")));
  });

  it("fails when it hangs longer than the limit", () => {
    const text = `setInterval(() => {}, 1000); it("one", () => new Promise(() => {}));`;
    assert.ok(results(text, 1_500).some((line) => line.endsWith("failed")));
  });

  it("keeps what it wrote for the report", () => {
    assert.match(runText(`it("one", () => console.log("seen"));`).output, /seen/);
  });

  it("keeps the figures that its tests tell, and none of the runner's", () => {
    const text = `describe("a", () => it("one", (t) => t.diagnostic("3 cases")));`;
    assert.deepEqual(runText(text).notes, ["3 cases"]);
  });
});
