// `npm start`, once set-up is done: a Temporal development server, unless the settings name one, and the control plane.
// Flags go to the server's `dev` command: npm start -- --port 0 --data-dir elsewhere
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { OwnTemporal } from "../packages/server/src/commands/context.ts";
import { run } from "../packages/server/src/commands/run.ts";
import { stopOnSignals } from "../packages/server/src/commands/stop-on-signals.ts";
import { lockDirectory } from "../packages/server/src/store/directory-lock.ts";
import { findFreePort } from "../tools/free-port.ts";
import { startTemporalDevServer } from "../tools/temporal-dev-server.ts";

/** Where Temporal's own tools look first. */
const usualPort = 7233;
const usualUiPort = 8233;
const lockName = "temporal.lock";

async function startTemporal(directory: string): Promise<OwnTemporal> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(directory, lockName);
  try {
    const port = await findPort(usualPort);
    const uiPort = await findPort(usualUiPort);
    const dbFile = join(directory, "temporal.db");
    const { address, pid, ended, stop } = await startTemporalDevServer({
      port,
      uiPort,
      dbFile,
      logFile: join(directory, "temporal.log"),
    });
    // From here on the lock is Temporal's: should this process be killed, the next start finds who still has the file.
    unlock();
    const release = lockDirectory(directory, lockName, pid);
    return { address, uiUrl: `http://127.0.0.1:${uiPort}`, ended, stop: () => stop().then(release) };
  } catch (error) {
    unlock();
    throw error;
  }
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
});
process.exit(exitCode);
