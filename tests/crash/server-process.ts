// The product's own program as a child process that can be killed.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endWithUs } from "../../tools/stop-child.ts";
import type { Place } from "./place.ts";

const main = join(import.meta.dirname, "../../packages/server/src/main.ts");
const planter = new URL("./plant-bug.ts", import.meta.url).href;

/** A programme that writes as fast as it can is refused nothing for that. */
export const withoutRequestLimits = {
  REMIT_REQUESTS_ACCOUNT_PER_SECOND: "0",
  REMIT_REQUESTS_USER_PER_SECOND: "0",
  REMIT_REQUESTS_SERVICE_ACCOUNT_PER_SECOND: "0",
  REMIT_REQUESTS_OPERATIONS_AT_ONCE: "0",
};

/** The key of one-time secrets outlives every process, as in a real deployment. */
const secretsKey = randomBytes(32).toString("base64");

export interface Listening {
  readonly url: string;
  /** The owner's, at the first start. */
  readonly firstKey: string | null;
}

export interface ServerProcess {
  /** Resolves when it listens; rejects when it ended before. */
  readonly ready: Promise<Listening>;
  /** Resolves when it ended, by whosever doing. */
  readonly ended: Promise<unknown>;
  /** kill -9, and waits until nothing of it is left. */
  kill(): Promise<void>;
  /** As Ctrl-C. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly place: Place;
  /** One of `bugs` or `crashPoints` in plant-bug.ts, or null for the product as it is. */
  readonly bug: string | null;
  /** Wait for the owner's key too. */
  readonly isFirst: boolean;
}

export function startServer({ place, bug, isFirst }: StartOptions): ServerProcess {
  const planting = bug === null ? [] : ["--import", planter];
  const child = spawn(process.execPath, [...planting, main, "serve"], {
    cwd: "/",
    env: {
      PATH: process.env.PATH ?? "",
      ...place.environment,
      REMIT_SECRETS_KEY: secretsKey,
      REMIT_LISTEN_PORT: "0",
      REMIT_TLS_CERTIFICATE: "none",
      REMIT_LOG_LEVEL: "error",
      REMIT_LIMITS: '{"customRolesPerAccount":0,"usersPerAccount":0}',
      ...withoutRequestLimits,
      ...(bug !== null && { REMIT_TEST_PLANT: bug }),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  endWithUs(child);
  const ended = once(child, "exit");
  return {
    ended,
    ready: readStart(child, isFirst),
    kill: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGINT"),
  };
}

async function readStart(child: ChildProcess, isFirst: boolean): Promise<Listening> {
  let complaints = "";
  child.stderr?.on("data", (text: Buffer) => (complaints += text.toString()));
  if (child.stdout === null) throw new Error("no output to read");
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the server ended with ${code} before it listened: ${complaints}`);
  });
  let url = "";
  const started = new Promise<Listening>((resolve) => {
    lines.on("line", (line) => {
      const address = /listening on (\S+) \(plaintext\)/.exec(line)?.[1];
      if (address !== undefined) url = `http://${address}`;
      if (address !== undefined && !isFirst) resolve({ url, firstKey: null });
      const firstKey = /shown this once: (\S+)/.exec(line)?.[1];
      if (firstKey !== undefined) resolve({ url, firstKey });
    });
  });
  return Promise.race([started, ended]);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}
