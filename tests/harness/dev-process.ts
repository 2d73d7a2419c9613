// The control plane as a process of its own, as `npm start` runs it: with a local CA, a development key, and its data
// in a directory that the audit command can read once the process has ended.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endWithUs, stopChild } from "../../tools/stop-child.ts";
import { type Finished, runProgram } from "./run-program.ts";

const main = join(import.meta.dirname, "../../packages/server/src/main.ts");

export interface DevConnection {
  readonly apiAddress: string;
  readonly tlsAddress: string;
  readonly caFile: string;
  readonly apiKey: string;
  readonly accountId: string;
}

export interface DevProcess extends AsyncDisposable {
  readonly connectionFile: string;
  readonly connection: DevConnection;
  /** Ends the process, then recomputes the audit log's chain with its own command. */
  stopAndVerifyAudit(): Promise<Finished>;
  /** Ends the process at once, as a crash does. */
  kill(): Promise<void>;
}

export interface DevProcessOptions {
  /** Further flags. */
  readonly flags?: readonly string[];
  /** Where its data stays when it has ended; without one they go with it. */
  readonly directory?: string;
}

export async function startDevProcess(
  temporalAddress: string,
  { flags = [], directory: kept }: DevProcessOptions = {},
): Promise<DevProcess> {
  const directory = kept ?? mkdtempSync(join(tmpdir(), "remit-dev-"));
  const cleanUp = () => kept ?? rmSync(directory, { recursive: true, force: true });
  const connectionFile = join(directory, "connection.json");
  const settings = [
    "--data-dir",
    join(directory, "data"),
    "--temporal-address",
    temporalAddress,
    "--log-level",
    "error",
    ...flags,
  ];
  // Of a process before this one.
  rmSync(connectionFile, { force: true });
  const ports = ["--port", "0", "--tls-port", "0", "--connection-file", connectionFile];
  const child = spawn(process.execPath, [main, "dev", ...settings, ...ports], { stdio: ["ignore", "ignore", "pipe"] });
  endWithUs(child, cleanUp);
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  while (!existsSync(connectionFile)) {
    if (child.exitCode !== null) throw new Error(`the control plane ended at start:\n${complaints}`);
    await wait(50);
  }
  const stop = () => stopChild(child, "SIGTERM", 15_000);
  return {
    connectionFile,
    connection: JSON.parse(readFileSync(connectionFile, "utf8")) as DevConnection,
    stopAndVerifyAudit: async () => {
      await stop();
      return runProgram(process.execPath, [main, "audit-verify", ...settings]);
    },
    kill: () => stopChild(child, "SIGKILL", 15_000),
    [Symbol.asyncDispose]: async () => {
      await stop();
      cleanUp();
    },
  };
}
