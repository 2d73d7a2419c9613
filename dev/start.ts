// `npm start`, once set-up is done: a Temporal development server, unless the settings name one, and the control plane.
// Flags go to the server's `dev` command: npm start -- --port 0 --data-dir elsewhere
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { OwnTemporal } from "../packages/server/src/commands/context.ts";
import { run } from "../packages/server/src/commands/run.ts";
import { stopOnSignals } from "../packages/server/src/commands/stop-on-signals.ts";
import { findHolder, type Lock, lockDirectory } from "../packages/server/src/store/directory-lock.ts";
import { buildConsole } from "../tools/build-console.ts";
import { findFreePort } from "../tools/free-port.ts";
import { startTemporalDevServer } from "../tools/temporal-dev-server.ts";
import { endServerOn } from "../tools/temporal-orphan.ts";

/** Where Temporal's own tools look first. */
const usualPort = 7233;
const usualUiPort = 8233;
/** Held by this process: whoever has it is the only one to start, or to end, the server on the directory's data. */
const startLock: Lock = { file: "start.lock", thing: "the development server's data", flag: "--data-dir" };
/** Held in the name of Temporal's own process, so that the next start finds it should this one be killed. */
const temporalLock: Lock = { file: "temporal.lock", thing: "Temporal's data", flag: "--data-dir" };

async function startTemporal(directory: string): Promise<OwnTemporal> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const locks = [lockDirectory(directory, startLock)];
  const unlock = () => {
    for (const release of locks.splice(0).reverse()) release();
  };
  try {
    const dbFile = join(directory, "temporal.db");
    await endOrphan(directory, dbFile);
    const port = await findPort(usualPort);
    const uiPort = await findPort(usualUiPort);
    const { address, ended, stop } = await startTemporalDevServer({
      port,
      uiPort,
      dbFile,
      logFile: join(directory, "temporal.log"),
      onSpawn: (pid) => locks.push(lockDirectory(directory, temporalLock, pid)),
    });
    return { address, uiUrl: `http://127.0.0.1:${uiPort}`, ended, stop: () => stop().then(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A start that was killed leaves its server behind, which has the data open. */
async function endOrphan(directory: string, dbFile: string): Promise<void> {
  const pid = findHolder(directory, temporalLock);
  if (pid === null) return;
  const found = await endServerOn(dbFile, pid);
  if (found === "ended") {
    process.stdout.write(`Ended the Temporal server (process ${pid}) that a killed start had left behind.\n`);
  }
  // Whoever has the pid now, the data is not theirs.
  if (found === "another") rmSync(join(directory, temporalLock.file), { force: true });
}

/** The usual port, or any free one when somebody has it. */
async function findPort(usual: number): Promise<number> {
  const isFree = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(usual, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  return isFree ? usual : findFreePort();
}

const exitCode = await run(["dev", ...process.argv.slice(2)], {
  env: process.env,
  cwd: process.cwd(),
  nodeVersion: process.versions.node,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  stopping: stopOnSignals(),
  startTemporal,
  builtConsole: await buildConsole((line) => void process.stdout.write(`set-up: ${line}\n`)),
});
process.exit(exitCode);
