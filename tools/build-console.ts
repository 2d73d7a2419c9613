// Packs the console's pages, unless what lies in its folder is already made of the same sources.
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "..");
const home = join(root, "packages", "console");

/** Where the packed pages lie. */
export const consoleDirectory: string = join(home, "dist");

/** Resolves with the directory. Rejects with the packer's error, which names file and line. */
export async function buildConsole(log: (line: string) => void = () => undefined): Promise<string> {
  const record = join(consoleDirectory, ".sources");
  const sources = digestSources();
  if (existsSync(record) && readFileSync(record, "utf8") === sources) return consoleDirectory;
  log("packing the console's pages");
  // The packer marks its own process as production, and every test that is started from it would be run as that.
  const mode = process.env.NODE_ENV;
  try {
    await build({ root: home, logLevel: "error" });
  } finally {
    if (mode === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = mode;
  }
  // Last: a build that was broken off is made again.
  writeFileSync(record, sources);
  return consoleDirectory;
}

/** Of every file that can change what is packed, and of the versions of all dependencies. */
function digestSources(): string {
  const patterns = ["packages/console/{src,public}/**/*", "packages/console/*.{ts,html,json}", "package-lock.json"];
  const shared = ["client", "policy", "protocol", "responsibility"].map((name) => `packages/${name}/src/**/*.ts`);
  const files = globSync([...patterns, ...shared], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

if (import.meta.main) console.log(await buildConsole(console.log));
