// Starts and stops a Temporal development server: for `npm start`, for the test runner, and for single test files.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { connectTemporal, waitUntilReady } from "../packages/server/src/temporal/connect.ts";
import { findFreePort } from "./free-port.ts";
import { endWithUs, stopChild } from "./stop-child.ts";
import { readTools } from "./tools-record.ts";

/**
 * What Remit needs from the development server beyond its defaults.
 * - The cache interval decides how long the name of a deleted and re-created Namespace still leads to the old one, and
 *   with it how long deletion and creation take (see packages/server/src/temporal/namespaces.ts); the default is 2 s.
 * - The request limits (2400 per second by default) would answer RESOURCE_EXHAUSTED to a load test of the gateway.
 */
export const temporalDynamicConfig: Readonly<Record<string, string | number>> = {
  "system.namespaceCacheRefreshInterval": "250ms",
  "frontend.rps": 20_000,
  "frontend.namespaceRPS": 20_000,
  "frontend.namespaceCount": 20_000,
};

/** The flag before the file by which a server's process is known again. */
export const dbFileFlag = "--db-filename";

export interface TemporalDevServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Where Temporal's Web UI listens; absent: no UI. */
  readonly uiPort?: number;
  /** SQLite file that keeps the data over restarts; absent: in memory. */
  readonly dbFile?: string;
  /** File that takes the server's log; absent: the log is dropped. */
  readonly logFile?: string;
  /** Told the process as soon as there is one, long before it answers. */
  readonly onSpawn?: (pid: number) => void;
}

export interface TemporalDevServer {
  /** host:port of the frontend */
  readonly address: string;
  readonly pid: number;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Why no development server can be started here, or null when one can. */
export function temporalIsMissing(): string | null {
  const tools = readTools();
  if (!tools) return "set-up has not run (node tools/setup.mjs)";
  return tools.temporal.path === null ? tools.temporal.reason : null;
}

/** Resolves when the server answers and its `default` Namespace exists. */
export async function startTemporalDevServer(options: TemporalDevServerOptions = {}): Promise<TemporalDevServer> {
  const tools = readTools();
  if (!tools?.temporal.path) throw new Error(`cannot start Temporal: ${temporalIsMissing()}`);
  const port = options.port || (await findFreePort());
  const log = options.logFile === undefined ? "ignore" : openSync(options.logFile, "a", 0o600);
  const child = spawn(tools.temporal.path, toArguments(port, options), { stdio: ["ignore", log, log] });
  endWithUs(child);
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  if (typeof log === "number") closeSync(log);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = `127.0.0.1:${port}`;
  try {
    await Promise.race([waitForAnswer(address), rejectOnExit(child, options.logFile)]);
  } catch (error) {
    await stopChild(child);
    throw error;
  }
  return { address, pid: child.pid ?? 0, ended, stop: () => stopChild(child) };
}

function toArguments(port: number, { uiPort, dbFile }: TemporalDevServerOptions): string[] {
  const args = ["server", "start-dev", "--ip", "127.0.0.1", "--port", `${port}`, "--log-level", "warn"];
  args.push(...(uiPort === undefined ? ["--headless"] : ["--ui-port", `${uiPort}`]));
  if (dbFile !== undefined) args.push(dbFileFlag, dbFile);
  for (const [key, value] of Object.entries(temporalDynamicConfig)) {
    args.push("--dynamic-config-value", `${key}=${JSON.stringify(value)}`);
  }
  return args;
}

async function waitForAnswer(address: string): Promise<void> {
  const connection = connectTemporal({ address });
  try {
    await waitUntilReady(connection, { namespace: "default", timeoutMs: 60_000 });
  } finally {
    await connection.close();
  }
}

function rejectOnExit(child: ChildProcess, logFile: string | undefined): Promise<never> {
  return new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      const hint = logFile === undefined ? "is the port taken?" : `see ${logFile}`;
      reject(new Error(`the Temporal development server ended at start with code ${code}; ${hint}`));
    });
  });
}
