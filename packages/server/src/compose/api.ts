// The ports of the control plane, and what answers there.
import type { RefusalRecorder } from "../audit/refusals.ts";
import type { LastUsed } from "../authenticate/last-used.ts";
import { LimitRequests, type RequestRates } from "../authenticate/limit-requests.ts";
import { createCollector } from "../collector.ts";
import { RunningProcesses } from "../gateway/running-processes.ts";
import { readJwks } from "../gateway/second-lock/jwks.ts";
import { loadConsoleFiles } from "../listen/console-files.ts";
import { createHandler } from "../listen/handler.ts";
import { hostEntries } from "../listen/host.ts";
import { startListeners } from "../listen/ports.ts";
import { toReachable } from "../listen/reachable.ts";
import { createServeConsole } from "../listen/serve-console.ts";
import { createPipeline } from "../pipeline.ts";
import { createRefuser } from "../refuse.ts";
import { findReportFile } from "../resources/billing.ts";
import type { Deps } from "../resources/call.ts";
import { findGoLink } from "../resources/go-links.ts";
import { createRoutes } from "../routes.ts";
import { addressOf } from "./address.ts";
import type { ControlPlaneOptions } from "./options.ts";

export interface Ports {
  readonly plaintext: string | null;
  readonly tls: string | null;
  readonly console: string | null;
  /** Of the port that is asked first; null where there is none. */
  readonly url: string | null;
  close(graceMs: number): Promise<void>;
}

/** What the ways in share. */
export interface Shared {
  readonly lastUsed: LastUsed;
  readonly recorder: RefusalRecorder;
}

export async function startApi(
  options: ControlPlaneOptions,
  deps: Deps,
  { lastUsed, recorder }: Shared,
  parts: AsyncDisposableStack,
): Promise<Ports> {
  const { listen, log } = options;
  const requests = await startLimits(options.requests, deps, parts);
  const refuser = createRefuser(deps, recorder);
  const pipeline = createPipeline({ deps, lastUsed, refuser, requests });
  const draining = new AbortController();
  const directory = options.consoleDirectory ?? null;
  const serveConsole = directory === null ? null : createServeConsole(await loadConsoleFiles(directory));
  const handler = createHandler({
    routes: createRoutes(deps),
    gate: pipeline.gate,
    interceptors: [pipeline.interceptor],
    readiness: () => isReady(deps),
    readJwks: async () => JSON.stringify(await readJwks(deps.database.db, deps.now())),
    findGoLink: (name) => findGoLink(deps.database, name),
    openMetrics: createCollector(deps, lastUsed, refuser),
    findDownload: (id, query) => findReportFile(deps, id, query),
    hostAllowList: [
      ...listen.hostNames,
      ...[listen.plaintext, listen.tls].flatMap((endpoint) => (endpoint === null ? [] : hostEntries(endpoint.host))),
    ],
    ...(serveConsole && { serveConsole }),
    log,
    draining: draining.signal,
  });
  const listeners = await startListeners({ plaintext: listen.plaintext, tls: listen.tls, handler, log });
  parts.defer(() => listeners.close(0));
  const [plaintext, tls] = [addressOf(listeners.plaintextAddress), addressOf(listeners.tlsAddress)];
  return {
    plaintext,
    tls,
    console: serveConsole && toUrl(plaintext, tls),
    url: toUrl(plaintext, tls),
    close: (graceMs) => {
      draining.abort();
      return listeners.close(graceMs);
    },
  };
}

/** Null where nothing is limited: then nobody has to be counted. */
async function startLimits(
  rates: RequestRates | undefined,
  { database, log }: Deps,
  parts: AsyncDisposableStack,
): Promise<LimitRequests | null> {
  if (rates === undefined) return null;
  const { accountPerSecond, userPerSecond, serviceAccountPerSecond } = rates;
  if (accountPerSecond + userPerSecond + serviceAccountPerSecond === 0) return null;
  const processes = parts.adopt(await RunningProcesses.start(database.db, log, "api"), (made) => made.stop());
  return new LimitRequests(rates, () => processes.count, performance.now());
}

/** Ready while access rules are confirmed: without them every call would be refused. */
function isReady({ snapshots }: Deps): boolean {
  snapshots.current();
  return true;
}

/** The plaintext port first: where both are open, a browser knows nothing of the certificate's authority. */
const toUrl = (plaintext: string | null, tls: string | null): string | null =>
  plaintext === null ? tls && `https://${toReachable(tls)}` : `http://${toReachable(plaintext)}`;
