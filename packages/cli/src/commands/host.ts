// Commands of the machine that the server runs on. They are the server package's own bin, run as a process of its
// own: this package never imports the server, so a client installs neither database nor worker.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { join } from "node:path";

export interface HostCommand {
  /** As `remit` has it. */
  readonly words: readonly string[];
  readonly summary: string;
  /** As the server's bin has it. */
  readonly command: string;
}

export const hostCommands: readonly HostCommand[] = [
  { words: ["serve"], summary: "run the control plane", command: "serve" },
  { words: ["dev"], summary: "run it for development, with a fresh 24-hour key", command: "dev" },
  {
    words: ["doctor"],
    summary: "check settings, database, Temporal, certificates, files and clock",
    command: "doctor",
  },
  { words: ["recover-owner"], summary: "make an owner when the last owner's key is lost", command: "recover-owner" },
  { words: ["audit", "verify"], summary: "recompute the audit log's hash chain", command: "audit-verify" },
];

/** The server's bin with its arguments, or null when the arguments are not a host command. */
export function findHostCommand(args: readonly string[]): string[] | null {
  const found = hostCommands.find(({ words }) => words.every((word, index) => args[index] === word));
  return found === undefined ? null : [found.command, ...args.slice(found.words.length)];
}

/** Runs in the foreground: its output, its signals, its exit code. */
export async function runOnHost(args: readonly string[]): Promise<number> {
  const bin = findServerBin();
  if (bin === null) {
    process.stderr.write(
      "Error: this command needs the server on this machine: install @remit/server beside @remit/cli.\n",
    );
    return 2;
  }
  const child = spawn(process.execPath, [...process.execArgv, bin, ...args], { stdio: "inherit" });
  return waitFor(child);
}

function findServerBin(): string | null {
  const file = findPackage("@remit/server");
  if (file === undefined) return null;
  const { bin } = JSON.parse(readFileSync(file, "utf8")) as { bin?: Record<string, string> };
  const path = bin?.["remit-server"];
  return path === undefined ? null : join(file, "..", path);
}

function findPackage(name: string): string | undefined {
  try {
    return findPackageJSON(name, import.meta.url);
  } catch {
    return undefined;
  }
}

function waitFor(child: ChildProcess): Promise<number> {
  // Ctrl-C in a terminal reaches the child by itself; we only must not end before it has.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
