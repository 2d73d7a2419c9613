// The only place where the parts meet. Every part is made here and in compose/, and stopped in reverse order.
import { Shippers } from "./audit/delivery/shippers.ts";
import { RefusalRecorder } from "./audit/refusals.ts";
import { Sequencer } from "./audit/sequencer.ts";
import { LastUsed } from "./authenticate/last-used.ts";
import { Snapshots } from "./authorize/snapshots.ts";
import { startApi } from "./compose/api.ts";
import { type BaseDeps, createBase, toBounds } from "./compose/deps.ts";
import { publicAddressesOf, startGatewayOf } from "./compose/gateway.ts";
import { type ControlPlaneOptions, clockOf, noDelivery, toExportTimes } from "./compose/options.ts";
import type { Gateway } from "./gateway/start.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { createNotifier } from "./notify/notifier.ts";
import { toServersOptions } from "./operations/options.ts";
import { type Operations, startOperations } from "./operations/start.ts";
import { bootstrap, type FirstStart } from "./resources/bootstrap.ts";
import type { Deps } from "./resources/call.ts";
import { exportEverything } from "./resources/export-histories.ts";
import { mintDevelopmentKey, mintSignInToken } from "./resources/host-commands.ts";
import { observe } from "./resources/observe.ts";
import { sampleStorage } from "./resources/sample-storage.ts";
import { type Database, migrate } from "./store/database.ts";
import { openPGlite } from "./store/pglite.ts";
import { openPostgres } from "./store/postgres.ts";

export interface ControlPlane {
  readonly accountId: string;
  /** host:port; null where the process has no such port. */
  readonly plaintextAddress: string | null;
  readonly tlsAddress: string | null;
  /** Where Temporal's clients connect; null where this process has no gateway. */
  readonly gateway: Pick<Gateway, "addresses" | "metricsPort" | "openCalls"> | null;
  /** On the very first start only: the owner's API key, to be shown once. */
  readonly firstKey: string | null;
  /** An owner's key for 24 hours; ends the development key before it. */
  mintDevelopmentKey(): Promise<string>;
  /** Where the console is served; null where it is not. */
  readonly consoleUrl: string | null;
  /** The token of a one-time link that signs the first owner in to the console. */
  mintSignInToken(): Promise<string>;
  /** Looks at the platform once, as the schedule does; judged as of `now`. */
  observe(now?: Date): Promise<void>;
  /** Asks once how much every Namespace stores, as the schedule does. */
  sampleStorage(): Promise<void>;
  /** Exports what has closed to every sink, as the schedule does. */
  exportNow(): Promise<void>;
  stop(graceMs?: number): Promise<void>;
}

/** Rejects when the store cannot be opened or a port is taken; nothing is left running then. */
export async function createControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  await using parts = new AsyncDisposableStack();
  const database = parts.adopt(await openStore(options), (opened) => opened.close());
  await migrate(database.db);
  const made = await bootstrap(database.db, options.ownerEmail, clockOf(options)());
  try {
    return await startParts(options, made, database, parts);
  } catch (error) {
    if (made.firstKey !== null) options.keepFirstKey?.(made.firstKey);
    throw error;
  }
}

async function startParts(
  options: ControlPlaneOptions,
  { accountId, firstKey }: FirstStart,
  database: Database,
  parts: AsyncDisposableStack,
): Promise<ControlPlane> {
  const { log } = options;
  const sequencer = parts.adopt(new Sequencer(database.db, log), (started) => started.stop());
  const snapshots = parts.adopt(await Snapshots.start(database, log), (started) => started.stop());
  const sessions = toBounds(options.session);
  const now = clockOf(options);
  parts.defer(startHousekeeping({ db: database.db, log, sessionIdleMs: sessions.idleMs, now }));
  const notify = parts.adopt(createNotifier(options.notify ?? {}), (made) => made.close());
  const lastUsed = parts.adopt(new LastUsed(database.db, log), (started) => started.stop());
  // Without a public address the console's is where it listens, which is known once it does.
  const addresses = { mtls: "", ...options.addresses };
  const own = { url: "" };
  const base = createBase(
    { ...options, addresses, accountId, ownUrl: () => addresses.console || own.url },
    database,
    snapshots,
    sequencer,
    notify,
    lastUsed,
  );
  if (options.roles.has("operations")) {
    const { audit = noDelivery } = options;
    const alone = database.engine === "pglite";
    const delivery = { db: database.db, log, now, accountId, alone, ...audit };
    parts.adopt(new Shippers(delivery), (started) => started.stop());
  }
  const operations = parts.adopt(startOperationsOf(options, base, accountId), (started) => started.stop());
  const deps: Deps = {
    ...base,
    startOperation: operations.startOperation,
    searchAttributeRoom: operations.searchAttributeRoom,
    onServer: operations.onServer,
  };
  const recorder = parts.adopt(new RefusalRecorder(database.db, log, deps.audited), (started) => started.stop());
  const ports = options.roles.has("api") ? await startApi(options, deps, { lastUsed, recorder }, parts) : null;
  const gateway = await startGatewayOf(options, deps, { lastUsed, recorder }, parts);
  addresses.console ||= ports?.console ?? "";
  const clientsConnectTo = gateway === null ? null : publicAddressesOf(gateway, options.gateway);
  addresses.grpc ||= clientsConnectTo?.any ?? "";
  addresses.mtls ||= clientsConnectTo?.tls ?? "";
  own.url = ports?.url ?? "";
  const running = parts.move();
  return {
    accountId,
    firstKey,
    consoleUrl: ports?.console == null ? null : addresses.console,
    plaintextAddress: ports?.plaintext ?? null,
    tlsAddress: ports?.tls ?? null,
    gateway,
    mintDevelopmentKey: () => mintDevelopmentKey(deps),
    mintSignInToken: async () => {
      const token = await mintSignInToken(database, deps.now());
      deps.audited();
      return token;
    },
    observe: (now = deps.now()) => observe({ ...base, lookAtNamespace: operations.lookAtNamespace }, now),
    sampleStorage: () => sampleStorage({ ...base, lookAtStorage: operations.lookAtStorage }),
    exportNow: () => exportEverything({ ...base, ...toExportTimes(options), openWorkflows: operations.openWorkflows }),
    stop: async (graceMs = 10_000) => {
      await Promise.all([ports?.close(graceMs), gateway?.close(graceMs)]);
      await running.disposeAsync();
    },
  };
}

/** Opens the store of these options. */
export function openStore({ store, log }: Pick<ControlPlaneOptions, "store" | "log">): Promise<Database> {
  if (store.kind === "pglite") return openPGlite(store.directory, store.image);
  return openPostgres({ ...store, onError: (error) => log.warn({ err: error }, "a connection to Postgres was lost") });
}

function startOperationsOf(options: ControlPlaneOptions, deps: BaseDeps, accountId: string): Operations {
  const { temporal, roles, drift, usage } = options;
  return startOperations({
    deps,
    accountId,
    ...toServersOptions(temporal.servers),
    regions: deps.regions,
    carriesOut: roles.has("operations"),
    observeEveryMinutes: drift.everyMinutes,
    storageEveryMinutes: usage?.storageEveryMinutes ?? 0,
    exports: toExportTimes(options),
    managedFailover: temporal.managedFailover ?? null,
  });
}
