// What a command takes as a file: read from a path or from stdin.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Terminal, UsageError } from "./terminal.ts";

/** @param file a path, or "-" for stdin. @throws UsageError */
export function readInput(file: string, { cwd, readStdin }: Pick<Terminal, "cwd" | "readStdin">): string {
  // The argument parser takes a lone dash for an empty flag and gives an empty text.
  if (file === "-" || file === "") return readStdin();
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
