// The five processes of a deployment, each of which can be killed with kill -9 and started again in the same place.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { accepts } from "../../tools/accepts.ts";
import { findFreePort } from "../../tools/free-port.ts";
import { makeCluster } from "../../tools/postgres.ts";
import { endWithUs } from "../../tools/stop-child.ts";
import { startTemporalDevServer, type TemporalDevServer, temporalIsMissing } from "../../tools/temporal-dev-server.ts";
import { withoutRequestLimits } from "../crash/server-process.ts";
import { makeDatabase, makeDirectory } from "../harness/databases.ts";

export const victimNames = ["api", "operations", "gateway", "postgres", "temporal"] as const;
export type VictimName = (typeof victimNames)[number];

export interface Victim {
  /** Resolves when it answers, or for the one without a port, when it runs. */
  start(): Promise<void>;
  kill(): Promise<void>;
}

export interface Deployment extends AsyncDisposable {
  readonly victims: Readonly<Record<VictimName, Victim>>;
  readonly apiUrl: string;
  readonly gatewayAddress: string;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  /** The owner's. */
  readonly key: string;
}

const main = join(import.meta.dirname, "../../packages/server/src/main.ts");
const planter = new URL("../crash/plant-bug.ts", import.meta.url).href;

/** @param bug one of `bugs` in plant-bug.ts, or null. @returns the reason why it cannot be had here, or all of it, running */
export async function startDeployment(bug: string | null): Promise<Deployment | string> {
  const missing = process.env.REMIT_TEST_TEMPORAL_MISSING ?? temporalIsMissing();
  if (missing) return missing;
  await using stack = new AsyncDisposableStack();
  const cluster = await makeCluster();
  if (typeof cluster === "string") return cluster;
  stack.defer(() => cluster.stop());
  if (!(await cluster.start())) return "Postgres did not start within 30 s";
  const directory = stack.use(await makeDirectory());
  const { url: databaseUrl } = await makeDatabase(cluster.url);
  const temporal = new TemporalVictim(await findFreePort(), join(directory.path, "temporal.db"));
  stack.defer(() => temporal.kill());
  await temporal.start();
  const [apiPort, gatewayPort] = [await findFreePort(), await findFreePort()];
  const environment = {
    PATH: process.env.PATH ?? "",
    ...(bug !== null && { REMIT_TEST_PLANT: bug }),
    ...withoutRequestLimits,
    REMIT_DATA_DIR: join(directory.path, "data"),
    REMIT_POSTGRES_URL: databaseUrl,
    REMIT_SECRETS_KEY: randomBytes(32).toString("base64"),
    REMIT_TLS_CERTIFICATE: "none",
    REMIT_LISTEN_PORT: `${apiPort}`,
    REMIT_GATEWAY_PORT: `${gatewayPort}`,
    REMIT_GATEWAY_JWKS_REFRESH_SECONDS: "0",
    REMIT_LOG_LEVEL: "fatal",
    REMIT_LIMITS: JSON.stringify({
      customRolesPerAccount: 0,
      usersPerAccount: 0,
      namespacesPerAccount: 0,
      nexusEndpointsPerAccount: 0,
    }),
    TEMPORAL_ADDRESS: temporal.address,
  };
  const role = (name: "api" | "operations" | "gateway", port: number | null) =>
    new RoleVictim(name, port, environment, bug);
  const [api, operations, gateway] = [role("api", apiPort), role("operations", null), role("gateway", gatewayPort)];
  for (const each of [api, operations, gateway]) stack.defer(() => each.kill());
  await api.start();
  const key = await api.firstKey;
  await Promise.all([operations.start(), gateway.start()]);
  const kept = stack.move();
  return {
    victims: { api, operations, gateway, temporal, postgres: { start: () => startAgain(cluster), kill: cluster.kill } },
    apiUrl: `http://127.0.0.1:${apiPort}`,
    gatewayAddress: `127.0.0.1:${gatewayPort}`,
    temporalAddress: temporal.address,
    databaseUrl,
    key,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function startAgain(cluster: { start(): Promise<boolean> }): Promise<void> {
  if (!(await cluster.start())) throw new Error("Postgres did not come back within 30 s");
}

class TemporalVictim implements Victim {
  readonly address: string;
  readonly #port: number;
  readonly #dbFile: string;
  #server: TemporalDevServer | null = null;

  constructor(port: number, dbFile: string) {
    this.#port = port;
    this.#dbFile = dbFile;
    this.address = `127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    this.#server = await startTemporalDevServer({ port: this.#port, dbFile: this.#dbFile });
  }

  async kill(): Promise<void> {
    if (this.#server === null) return;
    const { pid, ended } = this.#server;
    this.#server = null;
    process.kill(pid, "SIGKILL");
    await ended;
  }
}

/** `remit serve --only` one role. */
class RoleVictim implements Victim {
  readonly #name: string;
  readonly #port: number | null;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #bug: string | null;
  #child: ChildProcess | null = null;
  #tellKey: (key: string) => void = () => undefined;
  /** Shown by the process that makes the account, once. */
  readonly firstKey = new Promise<string>((resolve) => {
    this.#tellKey = resolve;
  });

  constructor(name: string, port: number | null, environment: Readonly<Record<string, string>>, bug: string | null) {
    this.#name = name;
    this.#port = port;
    this.#environment = environment;
    this.#bug = bug;
  }

  async start(): Promise<void> {
    // While its database is away a process does not start; whatever runs it in production starts it again.
    for (;;) {
      const child = this.#spawn();
      const ended = once(child, "exit").then(() => false);
      const up = this.#port === null ? untilItSpeaks(child) : untilItListens(this.#port, child);
      if (await Promise.race([up, ended])) return;
      await sleep(200);
    }
  }

  #spawn(): ChildProcess {
    const planting = this.#bug === null ? [] : ["--import", planter];
    const child = spawn(process.execPath, [...planting, main, "serve", "--only", this.#name], {
      cwd: "/",
      env: this.#environment,
      stdio: ["ignore", "pipe", process.env.REMIT_CHAOS_LOG ? "inherit" : "ignore"],
    });
    endWithUs(child);
    child.stdout?.on("data", (text: Buffer) => {
      const key = /shown this once: (\S+)/.exec(text.toString())?.[1];
      if (key !== undefined) this.#tellKey(key);
    });
    this.#child = child;
    return child;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}

const untilItSpeaks = (child: ChildProcess): Promise<boolean> =>
  new Promise((resolve) => child.stdout?.once("data", () => resolve(true)));

async function untilItListens(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    if (await accepts(port)) return true;
    await sleep(50);
  }
  return false;
}
