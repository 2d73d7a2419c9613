// Builds a Go program of this repository, where Go and its modules can be had.
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

export type GoProgram = { readonly file: string } | { readonly missing: string };

/** `missing` says why it cannot be built here: no Go, or no modules. A program that does not compile throws. */
export async function buildGoProgram(folder: string, into: string): Promise<GoProgram> {
  const found = await runProgram("go", ["version"]).catch(() => null);
  if (found === null || found.code !== 0) return { missing: "needs Go, which is not installed" };
  const modules = await runProgram("go", ["mod", "download"], { cwd: folder });
  if (modules.code !== 0) return { missing: `needs Go modules that cannot be had: ${lastLine(modules.stderr)}` };
  const file = join(into, "program");
  const built = await runProgram("go", ["build", "-o", file, "."], { cwd: folder });
  if (built.code !== 0) throw new Error(`go build in ${folder} failed:\n${built.stderr}`);
  return { file };
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
