// A Temporal development server whose starter was killed: known by its command line, and ended.
import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { dbFileFlag } from "./temporal-dev-server.ts";

const graceMs = 5_000;
const pauseMs = 50;

/**
 * Ends the process if it is a development server on this file.
 * - "another": it is something else, which has got the pid meanwhile, or it has ended.
 * - "unknown": the system does not tell, or does not let us; or it is a server whose file is not certain.
 */
export async function endServerOn(dbFile: string, pid: number): Promise<"ended" | "another" | "unknown"> {
  const found = findServer(dbFile, pid);
  if (found !== "ours") return found;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EPERM") return "unknown";
    }
    for (let waited = 0; waited < graceMs; waited += pauseMs) {
      if (findServer(dbFile, pid) !== "ours") return "ended";
      await wait(pauseMs);
    }
  }
  return "unknown";
}

function findServer(dbFile: string, pid: number): "ours" | "another" | "unknown" {
  const words = commandLineOf(pid);
  if (words === null) return "unknown";
  if (!words.includes("start-dev")) return "another";
  const file = words[words.indexOf(dbFileFlag) + 1];
  return file !== undefined && isSameFile(file, dbFile) ? "ours" : "unknown";
}

/** Null where the system does not tell; no words for a process that has ended. */
function commandLineOf(pid: number): string[] | null {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    // One text: a file with a space in its name is not recognised, and the start then says who has the data.
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" })
      .trim()
      .split(" ");
  } catch (error) {
    const { code, status } = error as { code?: string; status?: number };
    return code === "ENOENT" || status === 1 ? [] : null;
  }
}

/** A directory may have several names. */
function isSameFile(one: string, other: string): boolean {
  return toReal(one) === toReal(other);
}

function toReal(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
