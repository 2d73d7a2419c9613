// A throw-away Postgres cluster on a free loopback port, for tests. Nothing of it survives `stop`.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { accepts } from "./accepts.ts";
import { findFreePort } from "./free-port.ts";
import { endWithUs, stopChild } from "./stop-child.ts";

/** The oldest release that Remit supports. */
const oldestPostgres = 15;

export interface TestPostgres {
  /** postgres://… of a superuser; make databases of your own in it. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A cluster that runs now and then, on one port and with one set of data. */
export interface TestCluster {
  readonly url: string;
  /** Resolves when it accepts connections; false: it did not within half a minute. */
  start(): Promise<boolean>;
  /** kill -9 of the postmaster; its children see it and end. */
  kill(): Promise<void>;
  /** Nothing of it survives. */
  stop(): Promise<void>;
}

/** Or the reason why none can be had here. */
export async function startPostgres(): Promise<TestPostgres | string> {
  const cluster = await makeCluster();
  if (typeof cluster === "string") return cluster;
  if (await cluster.start()) return cluster;
  await cluster.stop();
  return "Postgres did not start within 30 s";
}

/** A cluster that is not started yet, or the reason why none can be had here. */
export async function makeCluster(): Promise<TestCluster | string> {
  const bin = findBinaries();
  if (!bin) return `no Postgres ${oldestPostgres} or newer in PATH or /usr/lib/postgresql`;
  const owner = findOwner();
  if (owner === null) return "Postgres refuses to run as root, and there is no user postgres or nobody";
  const home = mkdtempSync(join(tmpdir(), "remit-postgres-"));
  if (owner) chownSync(home, owner.uid, owner.gid);
  const remove = () => rmSync(home, { recursive: true, force: true });
  const data = join(home, "data");
  const options = { cwd: home, ...owner };
  const init = ["-D", data, "-U", "remit", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  const made = spawnSync(join(bin, "initdb"), init, { ...options, encoding: "utf8" });
  if (made.status !== 0) {
    remove();
    return `initdb failed: ${made.stderr.trim().split("\n").at(-1)}`;
  }
  const port = await findFreePort();
  // The data is thrown away, so nothing needs to reach the disk. Killing processes loses nothing of what they wrote.
  const settings = ["fsync=off", "max_connections=300", `port=${port}`, "listen_addresses=127.0.0.1"];
  const args = ["-D", data, "-k", home, ...settings.flatMap((setting) => ["-c", setting])];
  let child: ChildProcess | undefined;
  return {
    url: `postgres://remit@127.0.0.1:${port}/postgres`,
    start: async () => {
      // Backends outlive a postmaster that was killed by a moment, and a new one does not start beside them.
      for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
        const started = spawn(join(bin, "postgres"), args, { ...options, stdio: "ignore" });
        child = started;
        endWithUs(started, remove);
        if (await listensSoon(port, () => started.exitCode === null && started.signalCode === null)) return true;
      }
      return false;
    },
    kill: async () => {
      if (child !== undefined) await stopChild(child, "SIGKILL");
    },
    // An interrupt is Postgres's fast shutdown; on termination it would wait for its clients.
    stop: async () => {
      if (child !== undefined) await stopChild(child, "SIGINT");
      remove();
    },
  };
}

/** A Postgres for a test file: the run's shared one, or one of its own when the file is run alone. */
export async function postgresForTest(): Promise<TestPostgres | string> {
  const shared = process.env.REMIT_TEST_POSTGRES_URL;
  if (shared) return { url: shared, stop: async () => undefined };
  return process.env.REMIT_TEST_POSTGRES_MISSING ?? startPostgres();
}

/** The newest suitable directory with the server's programs. */
function findBinaries(): string | undefined {
  const inPath = (process.env.PATH ?? "").split(delimiter);
  const packaged = globSync("/usr/lib/postgresql/*/bin").sort().reverse();
  return [...inPath, ...packaged].find((dir) => {
    if (!existsSync(join(dir, "initdb")) || !existsSync(join(dir, "postgres"))) return false;
    const { stdout } = spawnSync(join(dir, "postgres"), ["--version"], { encoding: "utf8" });
    return Number(/ (\d+)/.exec(stdout ?? "")?.[1] ?? 0) >= oldestPostgres;
  });
}

/** Whom the cluster runs as: undefined is ourselves; null, when that is root and nobody else can be found. */
function findOwner(): { uid: number; gid: number } | undefined | null {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => Number(spawnSync("id", [flag, user], { encoding: "utf8" }).stdout));
    if (uid && gid) return { uid, gid };
  }
  return null;
}

async function listensSoon(port: number, lives: () => boolean): Promise<boolean> {
  for (const end = Date.now() + 30_000; Date.now() < end && lives(); await sleep(50)) {
    if (await accepts(port)) return true;
  }
  return false;
}
