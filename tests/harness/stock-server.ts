// A stock Temporal server on SQLite, with the configuration of deploy/temporal but for its store and ports.
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { findFreePort } from "../../tools/free-port.ts";
import { findStockServer } from "../../tools/stock-server.ts";
import { endWithUs, stopChild } from "../../tools/stop-child.ts";
import { makeDirectory } from "./databases.ts";

const deploy = join(import.meta.dirname, "../../deploy/temporal");
const services = ["frontend", "internal-frontend", "history", "matching", "worker"];

export interface StockServer extends AsyncDisposable {
  /** Where tokens are checked. */
  readonly frontend: string;
  /** Where nobody is. */
  readonly internal: string;
}

interface Rpc {
  grpcPort: number;
  membershipPort: number;
  bindOnIP?: string;
  bindOnLocalHost?: boolean;
}

interface Settings {
  global: { authorization: { jwtKeyProvider: { keySourceURIs: string[]; refreshInterval: string } } };
  services: Record<string, { rpc: Rpc }>;
}

/** Settings of the server that may be changed while it runs, by name; they replace those of deploy/temporal. */
export type DynamicConfig = Readonly<Record<string, unknown>>;

/** One of several servers that are connected: each has its own. */
export interface Cluster {
  readonly name: string;
  /** Tells by a version which cluster wrote it. */
  readonly initialFailoverVersion: number;
}

/** Or why there is none. @param jwksUris where the keys are. @param cluster absent: it is alone */
export async function startStockServer(
  jwksUris: readonly string[],
  dynamicConfig: DynamicConfig = {},
  cluster?: Cluster,
): Promise<StockServer | string> {
  const found = findStockServer();
  if (typeof found === "string") return found;
  await using stack = new AsyncDisposableStack();
  const { path: directory } = stack.use(await makeDirectory());
  const settings = parse(await readFile(join(deploy, "authorization.yaml"), "utf8")) as Settings;
  settings.global.authorization.jwtKeyProvider.keySourceURIs = [...jwksUris];
  settings.global.authorization.jwtKeyProvider.refreshInterval = "1s";
  for (const { rpc } of Object.values(settings.services)) {
    delete rpc.bindOnIP;
    Object.assign(rpc, { bindOnLocalHost: true, grpcPort: await findFreePort(), membershipPort: await findFreePort() });
  }
  const frontend = `127.0.0.1:${settings.services.frontend?.rpc.grpcPort}`;
  const internal = `127.0.0.1:${settings.services["internal-frontend"]?.rpc.grpcPort}`;
  await writeFile(join(directory, "dynamic-config.yaml"), stringify(await readDynamicConfig(dynamicConfig)));
  const file = join(directory, "server.yaml");
  await writeFile(file, stringify(complete(settings, directory, frontend, cluster)));
  const args = ["--config-file", file, "start", ...services.flatMap((name) => ["--service", name])];
  const child = spawn(found.path, args, { stdio: ["ignore", "ignore", "ignore"], cwd: directory });
  endWithUs(child);
  stack.defer(() => stopChild(child));
  await untilItAnswers(internal, () => child.exitCode);
  const running = stack.move();
  return { frontend, internal, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

async function readDynamicConfig(changes: DynamicConfig) {
  const deployed = parse(await readFile(join(deploy, "dynamic-config.yaml"), "utf8")) as Record<string, unknown>;
  const changed = Object.entries(changes).map(([name, value]) => [name, [{ value }]]);
  return { ...deployed, ...Object.fromEntries(changed) };
}

function complete(settings: Settings, directory: string, frontend: string, cluster: Cluster | undefined) {
  const connectAttributes = { mode: "rwc", cache: "private", setup: true, journal_mode: "wal", synchronous: 2 };
  const sql = {
    pluginName: "sqlite",
    databaseName: join(directory, "temporal.db"),
    connectAddr: "localhost",
    connectProtocol: "tcp",
    connectAttributes,
    maxConns: 1,
    maxIdleConns: 1,
  };
  const { name, initialFailoverVersion } = cluster ?? { name: "active", initialFailoverVersion: 1 };
  const itself = { enabled: true, initialFailoverVersion, rpcName: "frontend", rpcAddress: frontend };
  return {
    ...settings,
    log: { stdout: true, level: "error" },
    persistence: {
      defaultStore: "store",
      visibilityStore: "store",
      numHistoryShards: 1,
      datastores: { store: { sql } },
    },
    global: { ...settings.global, membership: { maxJoinDuration: "30s", broadcastAddress: "127.0.0.1" } },
    clusterMetadata: {
      enableGlobalNamespace: cluster !== undefined,
      failoverVersionIncrement: 10,
      masterClusterName: name,
      currentClusterName: name,
      clusterInformation: { [name]: itself },
    },
    dcRedirectionPolicy: { policy: "noop" },
    dynamicConfigClient: { filepath: join(directory, "dynamic-config.yaml"), pollInterval: "10s" },
  };
}

async function untilItAnswers(address: string, exitCode: () => number | null): Promise<void> {
  const connection = connectTemporal({ address });
  try {
    for (;;) {
      if (exitCode() !== null) throw new Error(`the stock server ended with ${exitCode()}`);
      const answered = await connection.workflowService.listNamespaces({}).then(
        () => true,
        () => false,
      );
      if (answered) return;
      await sleep(200);
    }
  } finally {
    await connection.close();
  }
}
