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
}

export async function startDevProcess(temporalAddress: string): Promise<DevProcess> {
  const directory = mkdtempSync(join(tmpdir(), "remit-dev-"));
  const connectionFile = join(directory, "connection.json");
  const settings = [
    "--data-dir",
    join(directory, "data"),
    "--temporal-address",
    temporalAddress,
    "--log-level",
    "error",
  ];
  const ports = ["--port", "0", "--tls-port", "0", "--connection-file", connectionFile];
  const child = spawn(process.execPath, [main, "dev", ...settings, ...ports], { stdio: ["ignore", "ignore", "pipe"] });
  endWithUs(child, () => rmSync(directory, { recursive: true, force: true }));
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
    [Symbol.asyncDispose]: async () => {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
