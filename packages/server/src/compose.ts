// The only place where the parts meet. Every part is made here and nowhere else, and stopped in reverse order.
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { ConfiguredStream } from "./audit/delivery/configured-streams.ts";
import { measureDelivery } from "./audit/delivery/metrics.ts";
import { createProbe } from "./audit/delivery/open-sink.ts";
import { Shippers } from "./audit/delivery/shippers.ts";
import { defaultSinkOptions, type SinkOptions } from "./audit/delivery/sink-options.ts";
import { RefusalRecorder } from "./audit/refusals.ts";
import { Sequencer } from "./audit/sequencer.ts";
import { LastUsed } from "./authenticate/last-used.ts";
import { LimitRequests, type RequestRates } from "./authenticate/limit-requests.ts";
import { Snapshots } from "./authorize/snapshots.ts";
import { createCollector } from "./collector.ts";
import type { TemporalServer } from "./config/config.ts";
import { type GatewayInput, toGatewayOptions } from "./gateway/options.ts";
import { RunningGateways } from "./gateway/running-gateways.ts";
import { readJwks } from "./gateway/second-lock/jwks.ts";
import { type Gateway, startGateway } from "./gateway/start.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { loadConsoleFiles } from "./listen/console-files.ts";
import { createHandler } from "./listen/handler.ts";
import { hostEntries } from "./listen/host.ts";
import { type Endpoint, startListeners, type TlsEndpoint } from "./listen/ports.ts";
import { toReachable } from "./listen/reachable.ts";
import { createServeConsole } from "./listen/serve-console.ts";
import { createNotifier, type Notifier, type NotifyOptions } from "./notify/notifier.ts";
import type { ObjectStoresOptions } from "./object-stores/destination.ts";
import { createOpenObjectStore, noObjectStoreSettings } from "./object-stores/open.ts";
import type { ExportTimes } from "./operations/applier.ts";
import { toServersOptions } from "./operations/options.ts";
import { type Operations, startOperations } from "./operations/start.ts";
import type { WatchOptions } from "./operations/watch-servers.ts";
import { createPipeline } from "./pipeline.ts";
import { createRefuser } from "./refuse.ts";
import { type BillingOptions, createBilling, findReportFile } from "./resources/billing.ts";
import { bootstrap, type FirstStart } from "./resources/bootstrap.ts";
import type { Deps } from "./resources/call.ts";
import { type Contact, Contacts } from "./resources/contacts.ts";
import { exportEverything } from "./resources/export-histories.ts";
import { findGoLink } from "./resources/go-links.ts";
import { mintDevelopmentKey, mintSignInToken } from "./resources/host-commands.ts";
import { defaultLimits, documentedCapacityUnits, type Limits } from "./resources/limits.ts";
import { observe } from "./resources/observe.ts";
import { type Region, toRegion } from "./resources/regions.ts";
import { sampleStorage } from "./resources/sample-storage.ts";
import { createSecretBox } from "./resources/secret-box.ts";
import { createRoutes } from "./routes.ts";
import type { TransactionBounds } from "./store/bounded-transactions.ts";
import { type Database, migrate } from "./store/database.ts";
import { openPGlite } from "./store/pglite.ts";
import { openPostgres } from "./store/postgres.ts";
import { type CodecServersOptions, createCodecProbe } from "./temporal/codec-server.ts";

export type StoreOptions =
  | ({
      readonly kind: "postgres";
      readonly url: string;
      readonly poolSize?: number;
      readonly schema?: string;
    } & Partial<TransactionBounds>)
  /** `directory` null keeps everything in memory, beginning with `image`, an empty database, where one is at hand. */
  | { readonly kind: "pglite"; readonly directory: string | null; readonly image?: Blob };

export interface ControlPlaneOptions {
  readonly store: StoreOptions;
  /** What this process does. Apart, with N of each, only on Postgres. */
  readonly roles: ReadonlySet<"api" | "operations" | "gateway">;
  readonly listen: {
    readonly plaintext: Endpoint | null;
    readonly tls: TlsEndpoint | null;
    /** Host names beside the loopback's by which clients may call. */
    readonly hostNames: readonly string[];
  };
  /** Absent or null: this process has no gateway, whatever its roles. */
  readonly gateway?: Pick<GatewayInput, "settings" | "issuers" | "identity"> | null;
  readonly temporal: {
    readonly servers: Readonly<Record<string, TemporalServer>>;
    /** Null or absent: no Namespace is failed over by itself. */
    readonly managedFailover?: WatchOptions | null;
  };
  readonly regions: readonly { readonly id: string; readonly server: string; readonly location?: string }[];
  /** At least 32 bytes, from outside the database. */
  readonly secretsKey: Uint8Array;
  readonly limits: Partial<Limits>;
  readonly contact: Contact;
  readonly ownerEmail: string;
  /** Where this deployment is reached; what is empty is where this process listens. */
  readonly addresses: { readonly console: string; readonly grpc: string; readonly mtls?: string };
  /** The capacities that a Namespace may have provisioned; the documented ones where it is left out. */
  readonly capacityUnits?: readonly number[];
  /** The console's files; null or absent: it is not served. */
  readonly consoleDirectory?: string | null;
  /** Whether one-time sign-in links work: in development only. */
  readonly signInLinks?: boolean;
  /** What the control plane takes of whom, and how much work at once; absent: as much as comes. */
  readonly requests?: RequestRates & { readonly operationsAtOnce: number };
  /** When work on a Temporal server counts as stuck. */
  readonly operations?: { readonly stuckAfterMinutes: number };
  /** How long somebody stays signed in to the console: without a call, and in all. */
  readonly session?: {
    readonly idleMinutes: number;
    readonly hours: number;
    /** In all, while the account restricts the lifetimes of sessions. */
    readonly restrictedHours?: number;
    readonly perPerson?: number;
  };
  /** Ways to tell people about requests; none: nobody is told. */
  readonly notify?: NotifyOptions;
  /** The clock; the system's where it is left out. */
  readonly now?: () => Date;
  /** How often the platform is looked at; 0: only when `observe` is called. */
  readonly drift: { readonly everyMinutes: number };
  /** How often closed histories are exported, 0 being never; how late visibility may be; how object stores are reached. */
  readonly exports?: Partial<ObjectStoresOptions> & Partial<ExportTimes>;
  /** Where audit records are sent besides being kept, and how the services behind sinks are reached. */
  readonly audit?: AuditDelivery;
  /** Codec servers that may be asked whether they answer; none where it is left out. */
  readonly codecServers?: CodecServersOptions;
  /** What use costs, and what it is to stay below; absent: nothing is told of cost. */
  readonly billing?: BillingOptions;
  /** How often servers are asked what is stored; 0 or absent: never. */
  readonly usage?: { readonly storageEveryMinutes: number };
  readonly log: Logger;
  /** Told the first key when the start fails after the account was made: nobody else will ever have it. */
  readonly keepFirstKey?: (key: string) => void;
}

export interface AuditDelivery {
  readonly streams: readonly ConfiguredStream[];
  readonly sinks: SinkOptions;
  /** How long a process may be silent before another one sends; 30 where it is left out. */
  readonly leaseSeconds?: number;
}

const noDelivery: AuditDelivery = { streams: [], sinks: defaultSinkOptions };

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

type BaseDeps = Omit<Deps, "startOperation" | "searchAttributeRoom" | "onServer">;

function createBase(
  options: ControlPlaneOptions &
    Pick<Deps, "addresses"> & { readonly accountId: string; readonly ownUrl: () => string },
  database: Database,
  snapshots: Snapshots,
  sequencer: Sequencer,
  notify: Notifier,
  lastUsed: LastUsed,
): BaseDeps {
  return {
    database,
    snapshots,
    limits: { ...defaultLimits, ...options.limits },
    operations: {
      atOnce: options.requests?.operationsAtOnce ?? 0,
      stuckAfterMs: (options.operations?.stuckAfterMinutes ?? 5) * 60_000,
    },
    capacityUnits: options.capacityUnits ?? documentedCapacityUnits,
    sessions: toBounds(options.session),
    signInLinks: options.signInLinks ?? false,
    regions: options.regions.map((region) => toRegion(region, isConnected(options, region.server))) satisfies Region[],
    contacts: new Contacts({
      database,
      snapshots,
      log: options.log,
      fallback: options.contact,
      addresses: options.addresses,
    }),
    secrets: createSecretBox(options.secretsKey),
    notify,
    log: options.log,
    now: clockOf(options),
    addresses: options.addresses,
    audited: () => sequencer.nudge(),
    noteKeyUses: () => lastUsed.flush(),
    probeAuditSink: createProbe(options.accountId, (options.audit ?? noDelivery).sinks),
    askCodecServer: createCodecProbe(options.codecServers ?? { probe: [] }),
    billing: createBilling(options.billing, options.secretsKey, options.ownUrl),
    openObjectStore: createOpenObjectStore({ ...noObjectStoreSettings, ...options.exports }),
  };
}

const isConnected = ({ temporal }: ControlPlaneOptions, server: string): boolean =>
  temporal.servers[server]?.clusterAddress !== undefined;

const toBounds = (
  { idleMinutes, hours, restrictedHours = 4, perPerson = 10 }: NonNullable<ControlPlaneOptions["session"]> = {
    idleMinutes: 60,
    hours: 12,
  },
) => ({
  idleMs: idleMinutes * 60_000,
  longestMs: hours * 3_600_000,
  restrictedMs: Math.min(hours, restrictedHours) * 3_600_000,
  perPerson,
});

const clockOf = ({ now = () => new Date() }: ControlPlaneOptions): (() => Date) => now;

const toExportTimes = ({ exports }: ControlPlaneOptions): ExportTimes => ({
  everyMinutes: exports?.everyMinutes ?? 0,
  lateMinutes: exports?.lateMinutes ?? 60,
});

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

interface Ports {
  readonly plaintext: string | null;
  readonly tls: string | null;
  readonly console: string | null;
  /** Of the port that is asked first; null where there is none. */
  readonly url: string | null;
  close(graceMs: number): Promise<void>;
}

/** What the ways in share. */
interface Shared {
  readonly lastUsed: LastUsed;
  readonly recorder: RefusalRecorder;
}

async function startGatewayOf(
  { roles, gateway, temporal, regions }: ControlPlaneOptions,
  deps: Deps,
  shared: Shared,
  parts: AsyncDisposableStack,
): Promise<Gateway | null> {
  if (gateway == null || !roles.has("gateway")) return null;
  const { servers } = temporal;
  const input: GatewayInput = { ...gateway, servers, regions, capacity: deps.limits };
  const measure = (registry: Registry) => measureDelivery(registry, deps.database.db, deps.now);
  const started = await startGateway(toGatewayOptions(input), { ...deps, ...shared, measure });
  parts.defer(() => started.close(0));
  return started;
}

/** The gateway's ports stand in the order plaintext, TLS, private ones; "" where there is none. */
function publicAddressesOf(
  { addresses }: Gateway,
  options: ControlPlaneOptions["gateway"],
): { readonly any: string; readonly tls: string } {
  const hasPlaintext = options?.settings.plaintext != null;
  const hasTls = options?.settings.tls != null && options.identity !== null;
  const at = (index: number): string => toReachable(addressOf(addresses[index] ?? null)) ?? "";
  return { any: hasPlaintext || hasTls ? at(0) : "", tls: hasTls ? at(hasPlaintext ? 1 : 0) : "" };
}

async function startApi(
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
  const processes = parts.adopt(await RunningGateways.start(database.db, log, "api"), (made) => made.stop());
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

function addressOf(endpoint: Endpoint | null): string | null {
  if (endpoint === null) return null;
  const { host, port } = endpoint;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
