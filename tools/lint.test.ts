// Proves that the lint rules are on: each planted violation must be found, by the name of its rule.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

const root = join(import.meta.dirname, "..");
const planted: Readonly<Record<string, string>> = {
  "no-floating-promises": "async function work() {}\nexport function start() { work(); }",
  "no-misused-promises": "export function each(all: string[]) { all.forEach(async () => {}); }",
  "switch-exhaustiveness-check":
    'export function toNumber(side: "left" | "right") { switch (side) { case "left": return 1; } return 0; }',
  "no-explicit-any": "export const anything: any = 1;",
  "ban-ts-comment": "// @ts-ignore\nexport const wrong: string = 1;",
  "no-cycle": 'import { other } from "./no-cycle-other.ts";\nexport const one = () => other;',
};
const allowed = 'import { describe, it } from "node:test";\ndescribe("a", () => { it("b", async () => {}); });\n';

describe("the lint rules", () => {
  const dir = mkdtempSync(join(tmpdir(), "remit-lint-"));
  after(() => rmSync(dir, { recursive: true }));
  let report = "";
  const run = (program: string, ...args: string[]) => {
    const { stdout, stderr } = spawnSync(join(root, "node_modules", ".bin", program), args, {
      cwd: dir,
      encoding: "utf8",
    });
    return stdout + stderr;
  };

  before(() => {
    for (const name of [".oxlintrc.json", "biome.json"]) copyFileSync(join(root, name), join(dir, name));
    symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
    const options = {
      strict: true,
      module: "nodenext",
      target: "es2024",
      allowImportingTsExtensions: true,
      noEmit: true,
    };
    writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...options, types: ["node"] } }));
    for (const [rule, text] of Object.entries(planted)) writeFileSync(join(dir, `${rule}.ts`), text);
    writeFileSync(join(dir, "no-cycle-other.ts"), 'import { one } from "./no-cycle.ts";\nexport const other = one;');
    writeFileSync(join(dir, "allowed.test.ts"), allowed);
    report = run("oxlint", "--type-aware", "--format=unix");
  });

  for (const rule of Object.keys(planted)) {
    it(`find a planted violation of ${rule}`, () => {
      const lines = report.split("\n").filter((line) => line.includes(`${rule}.ts`));
      assert.ok(
        lines.some((line) => line.includes(`(${rule})`)),
        report,
      );
    });
  }

  it("leave the promises of node:test's own functions alone", () => {
    assert.doesNotMatch(report, /allowed\.test\.ts/);
  });

  it("find a focused test, a default export and a file name that is not kebab-case", () => {
    writeFileSync(join(dir, "wrongName.test.ts"), `${allowed}describe.only("c", () => {});\nexport default 1;\n`);
    const found = run("biome", "check", "wrongName.test.ts");
    for (const rule of ["noFocusedTests", "noDefaultExport", "useFilenamingConvention"]) {
      assert.match(found, new RegExp(rule));
    }
  });

  it("find nothing that was suppressed without a reason", () => {
    const folders = "{packages,tests,tools,dev,bench}/**/*.{ts,tsx,mjs}";
    const files = globSync(folders, { cwd: root, exclude: (name) => name === "node_modules" || name === "gen" });
    const bare = files.flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .filter((line) => /\/[/*]\s*(oxlint|eslint)-disable/.test(line) && !/ -- \S+/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.deepEqual(bare, []);
  });
});
