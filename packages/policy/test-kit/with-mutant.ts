// Broken copies of the core. Each is the source with one small mistake, of the kind that has been made elsewhere; the
// tests are good only if they notice every one of them.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Core } from "./differential.ts";

/** One mistake: `find` occurs exactly once in the file, under src/, and becomes `replace`. */
export interface Mutant {
  readonly mistake: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const source = fileURLToPath(new URL("../src/", import.meta.url));

/** Loads a broken copy of the core, hands it to `use` and removes it. Throws when the mistake no longer applies. */
export async function withMutant<T>({ mistake, file, find, replace }: Mutant, use: (core: Core) => T): Promise<T> {
  const text = readFileSync(join(source, file), "utf8");
  if (text.split(find).length !== 2) throw new Error(`"${mistake}": its place in ${file} is not found exactly once`);
  const folder = mkdtempSync(join(tmpdir(), "policy-mutant-"));
  try {
    cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(folder, file),
      text.replace(find, () => replace),
    );
    return use((await import(pathToFileURL(join(folder, "index.ts")).href)) as Core);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
