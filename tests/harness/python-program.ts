// Temporal's Python SDK for tests, where Python can have it: the packages of a requirements.txt, in a folder of their own
// under .remit. No virtual environment: Debian's Python makes none without another package.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

export type PythonPackages = { readonly python: string; readonly path: string } | { readonly missing: string };

const kept = join(import.meta.dirname, "../../.remit/python");

/** Where the packages are (for PYTHONPATH), or why they cannot be had here. @param folder holds requirements.txt */
export async function findPythonPackages(folder: string): Promise<PythonPackages> {
  const requirements = join(folder, "requirements.txt");
  const python = "python3";
  const version = await runProgram(python, ["-c", "import sys, pip; print(sys.version)"]).catch(() => null);
  if (version === null || version.code !== 0) return { missing: "needs Python with pip, which is not installed" };
  // Wheels depend on the Python that they were chosen for.
  const name = createHash("sha256").update(version.stdout).update(readFileSync(requirements)).digest("hex");
  const path = join(kept, name.slice(0, 16));
  if (existsSync(path)) return { python, path };
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  const draft = mkdtempSync(join(kept, "draft-"));
  try {
    const install = ["-m", "pip", "install", "--quiet", "--retries=1", "--no-deps", "--only-binary=:all:"];
    const { code, stderr } = await runProgram(python, [...install, "--target", draft, "-r", requirements]);
    if (code !== 0) return { missing: `needs Python packages that cannot be had: ${stderr.trim().split("\n").at(-1)}` };
    // Another test may have been faster; what it put there is the same.
    if (!existsSync(path)) renameSync(draft, path);
    return { python, path };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
