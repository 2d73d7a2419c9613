// The README's quick start, run as it stands in a shell. A comment after a command is what the command must print;
// "…" in it stands for anything.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { startDevProcess } from "../harness/dev-process.ts";
import { runProgram } from "../harness/run-program.ts";

const root = join(import.meta.dirname, "../..");

interface Step {
  readonly command: string;
  readonly expected: readonly string[];
}

/** Commands with the comments that follow them, over all `sh` blocks in order. */
function readSteps(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? "");
  const steps: { command: string[]; expected: string[] }[] = [];
  for (const line of blocks.join("").split("\n")) {
    const last = steps.at(-1);
    if (line.startsWith("#")) last?.expected.push(line.slice(1).trim());
    else if (last !== undefined && last.expected.length === 0) last.command.push(line);
    else if (line !== "") steps.push({ command: [line], expected: [] });
  }
  return steps.map(({ command, expected }) => ({ command: command.join("\n"), expected }));
}

const marker = (index: number): string => `--- step ${index} done ---`;

/** "…" is anything on the line, a run of spaces any other. */
function toPattern(expected: string): RegExp {
  const escaped = expected.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replaceAll("…", ".*").replace(/ +/g, " +"));
}

describe("the README", () => {
  const markdown = readFileSync(join(root, "README.md"), "utf8");

  it("has a quick start that works as it stands", async (t) => {
    if (process.platform === "win32") return t.skip("the quick start is written for a POSIX shell");
    const temporal = await temporalForTest();
    if (typeof temporal === "string") return t.skip(temporal);
    t.after(() => temporal.stop());
    await using plane = await startDevProcess(temporal.address);

    const steps = readSteps(markdown);
    const script = steps.map(({ command }, index) => `${command}\necho '${marker(index)}'\n`).join("");
    const { stdout } = await runProgram("sh", ["-c", `exec 2>&1\n${script}`], {
      cwd: root,
      env: { REMIT_ADDRESS: `http://${plane.connection.apiAddress}`, REMIT_API_KEY: plane.connection.apiKey },
    });
    let rest = stdout;
    for (const [index, { command, expected }] of steps.entries()) {
      const [output = "", after] = rest.split(`${marker(index)}\n`);
      assert.ok(after !== undefined, `the shell ended in: ${command}\n${rest}`);
      for (const line of expected) assert.match(output, toPattern(line), command);
      rest = after;
    }
    assert.ok(steps.flatMap(({ expected }) => expected).length >= 8);
  });

  it("and its neighbours link to files, and name npm scripts, that exist", () => {
    const scriptsOf = (folder: string): object =>
      (JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as { scripts: object }).scripts;
    for (const page of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]) {
      const text = readFileSync(join(root, page), "utf8");
      for (const [, path = ""] of text.matchAll(/\]\(([^)#]+)\)/g)) {
        assert.ok(path.includes("://") || existsSync(join(root, path)), `${page} links to ${path}`);
      }
      for (const [command, script = "", name] of text.matchAll(/npm run ([a-z:-]+)(?: -w @remit\/([a-z]+))?/g)) {
        assert.ok(script in scriptsOf(name === undefined ? "." : join("packages", name)), `${page} names ${command}`);
      }
    }
  });
});
