// Looks at the Temporal servers every few seconds and notes what it finds; what follows from what all who watch have found
// is the rule of managed-failover.ts.

import {
  beginManagedFailovers,
  judgeServers,
  type ManagedFailoverDeps,
  type ManagedFailoverRule,
} from "../resources/managed-failover.ts";
import { newId } from "../store/ids.ts";
import { readServerHealth, removeWatcher, saveServerHealth } from "../store/server-health.ts";
import { isHealthy } from "../temporal/health.ts";
import type { Server, TemporalServers } from "./servers.ts";

export interface WatchOptions extends ManagedFailoverRule {
  readonly everySeconds: number;
}

/** Looks that a process may miss before nobody counts on it: one takes a few seconds where servers do not answer. */
const livesLooks = 4;
const lookSeconds = 6;

/** Returns the way to stop, after the look under way. */
export function watchServers(
  deps: ManagedFailoverDeps,
  servers: Pick<TemporalServers, "named">,
  options: WatchOptions,
): () => Promise<void> {
  const { db } = deps.database;
  const watcher = newId();
  const lifeSeconds = livesLooks * options.everySeconds + lookSeconds;
  const connected = servers.named.filter(({ clusterAddress }) => clusterAddress !== null);
  const note = async ({ name: server, connection }: Server): Promise<void> =>
    saveServerHealth(db, { server, watcher, healthy: await isHealthy(connection) }, lifeSeconds);
  const look = async (): Promise<void> => {
    await Promise.all(connected.map(note));
    const verdict = judgeServers(await readServerHealth(db, lifeSeconds), options);
    await beginManagedFailovers(deps, verdict, options);
  };
  let looking: Promise<void> | null = null;
  const begin = (): void => {
    looking ??= look()
      .catch((error: unknown) => deps.log.warn({ err: error }, "Temporal servers could not be looked at"))
      .finally(() => {
        looking = null;
      });
  };
  begin();
  const timer = setInterval(begin, options.everySeconds * 1_000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
    await removeWatcher(db, watcher).catch(() => {});
  };
}
