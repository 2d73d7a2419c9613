// `npm run generate:check`: generates into a copy and tells which committed files differ from the result. A copy,
// because the generator empties its folder first, and tests that run meanwhile load what is in it.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const home = "packages/protocol";
const generator = "tools/generate.ts";
const generated = ["src/gen", "descriptors/remit.binpb", "descriptors/temporal.binpb"];

/** Paths that regenerating adds, removes or changes; `prepare` may alter the copy first. */
export function findStale(prepare: (copy: string) => void = () => undefined): string[] {
  const work = join(root, ".remit", "work");
  mkdirSync(work, { recursive: true });
  // Inside the repository, so that the copy finds the same node_modules.
  const copy = mkdtempSync(join(work, "generate-"));
  try {
    cpSync(join(root, home), copy, { recursive: true, filter: (path) => !path.includes("node_modules") });
    prepare(copy);
    const { status, stderr } = spawnSync(process.execPath, [join(copy, generator)], { cwd: copy, encoding: "utf8" });
    if (status !== 0) throw new Error(`${home}/${generator} failed:\n${stderr}`);
    return compare(join(root, home), copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function compare(committed: string, fresh: string): string[] {
  const paths = new Set([...listGenerated(committed), ...listGenerated(fresh)]);
  const read = (base: string, path: string) => {
    const file = join(base, path);
    return existsSync(file) ? readFileSync(file, "latin1") : null;
  };
  return [...paths].filter((path) => read(committed, path) !== read(fresh, path)).sort();
}

function listGenerated(base: string): string[] {
  const found = generated.flatMap((path) => [path, ...globSync(`${path}/**`, { cwd: base })]);
  return found.filter((path) => statSync(join(base, path), { throwIfNoEntry: false })?.isFile());
}

if (import.meta.main) {
  const stale = findStale();
  for (const path of stale) console.error(`${home}/${path} differs from what its generator makes (npm run generate)`);
  process.exitCode = stale.length > 0 ? 1 : 0;
}
