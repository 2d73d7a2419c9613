import { spawn } from "node:child_process";
import { endWithUs } from "../../tools/stop-child.ts";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  /** Over the environment of this process; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end. Never rejects for its exit code. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env };
    const child = spawn(file, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env,
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    endWithUs(child);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
