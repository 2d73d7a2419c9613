// The gateway of a process: its parts, made once and stopped in reverse order.
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { RefusalRecorder } from "../audit/refusals.ts";
import { AccessTokens } from "../authenticate/access-token.ts";
import type { Issuer } from "../authenticate/issuer-keys.ts";
import { KeyRing } from "../authenticate/key-ring.ts";
import type { LastUsed } from "../authenticate/last-used.ts";
import { UsersByEmail } from "../authenticate/users-by-email.ts";
import type { Snapshots } from "../authorize/snapshots.ts";
import type { Contacts } from "../resources/contacts.ts";
import type { Database } from "../store/database.ts";
import { listNamespacesPath } from "./cluster-reads.ts";
import { EndpointCallers } from "./endpoint-callers.ts";
import { createGate } from "./gate.ts";
import { KeptCounts } from "./kept-counts.ts";
import { type CallLimits, LimitCalls } from "./limit-calls.ts";
import { GatewayMetrics } from "./metrics.ts";
import { NamespaceIds } from "./namespace-ids.ts";
import { NamespacesSettings } from "./namespace-settings.ts";
import { CallRecorder } from "./record-call.ts";
import { RunningProcesses } from "./running-processes.ts";
import { SecondLock, type SecondLockOptions } from "./second-lock/second-lock.ts";
import { serveMetrics } from "./serve-metrics.ts";
import type { GatewayListener } from "./transport/listeners.ts";
import { startTransport, type Transport } from "./transport/transport.ts";
import { createUpstreams, type UpstreamServer } from "./transport/upstreams.ts";
import { Who } from "./who.ts";

export interface GatewayOptions {
  readonly listeners: readonly GatewayListener[];
  /** The default one first. */
  readonly servers: readonly UpstreamServer[];
  readonly regions: readonly { readonly id: string; readonly server: string }[];
  readonly limits: CallLimits;
  /** Operations that leave a record in the audit log. */
  readonly audit: readonly string[];
  readonly issuers: readonly Issuer[];
  /** Null: Temporal's servers ask for no token, and the gateway alone decides. */
  readonly secondLock: Pick<SecondLockOptions, "refreshMs" | "rotateMs" | "audience"> | null;
  readonly metrics: { readonly host: string; readonly port: number } | null;
}

/** What the gateway shares with the rest of its process. */
export interface GatewayDeps {
  readonly database: Database;
  readonly snapshots: Snapshots;
  readonly contacts: Contacts;
  readonly recorder: RefusalRecorder;
  readonly lastUsed: LastUsed;
  readonly audited: () => void;
  /** Adds what other parts of the process measure to what is served with the gateway's metrics. */
  readonly measure?: (registry: Registry) => void;
  readonly now: () => Date;
  readonly log: Logger;
}

export interface Gateway {
  /** In the order of the listeners, with the ports that were really taken. */
  readonly addresses: Transport["addresses"];
  /** Null where metrics are not served. */
  readonly metricsPort: number | null;
  /** Calls that are open now. */
  openCalls(): number;
  /** As `Transport.close`. */
  close(graceMs: number): Promise<void>;
}

/** Credentials and grants end by the clock, too, and access rules become too old: open calls are looked at so often. */
const recheckMs = 1_000;
const describeNamespacePath = "/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace";

/** Rejects when a port is taken or the store cannot be read; nothing is left running then. */
export async function startGateway(options: GatewayOptions, deps: GatewayDeps): Promise<Gateway> {
  await using parts = new AsyncDisposableStack();
  const { database, snapshots, contacts, recorder, audited, now, log } = deps;
  const { db } = database;
  const upstreams = parts.adopt(createUpstreams({ servers: options.servers, log }), (made) => made.close());
  const secondLock =
    options.secondLock &&
    parts.adopt(await SecondLock.start({ db, log, now, ...options.secondLock }), (lock) => lock.stop());
  const asGateway = (server: string, path: string, request: Uint8Array) =>
    upstreams.unary(
      server,
      path,
      secondLock === null ? {} : { authorization: secondLock.tokenOfGateway(now()) },
      request,
    );
  const settings = await NamespacesSettings.start(snapshots);
  const callers = await EndpointCallers.start(snapshots);
  const servers = options.servers.map(({ name }) => name);
  const ids = new NamespaceIds({
    servers,
    describe: (server, request) => asGateway(server, describeNamespacePath, request),
  });
  const calls = parts.adopt(new CallRecorder(db, log, audited), (made) => made.stop());
  const gateways = parts.adopt(await RunningProcesses.start(db, log), (made) => made.stop());
  const { namespaceRequests: requests, namespaceActions: actions, unitRequests, unitActions } = options.limits;
  const counts = parts.adopt(
    await KeptCounts.start({ db, log, now, limits: { requests, actions, unitRequests, unitActions } }),
    (made) => made.stop(),
  );
  let open = (): number => 0;
  const metrics = new GatewayMetrics(() => open());
  deps.measure?.(metrics.registry);
  const serverOf = new Map(options.regions.map(({ id, server }) => [id, server]));
  const gate = createGate({
    snapshots,
    settings,
    who: await makeWho(options, deps),
    directory: { namespaceOfId: (id) => ids.nameOf(id), callersOf: (endpoint) => callers.of(endpoint) },
    serverOf: (region) => serverOf.get(region),
    nameOf: (principalId) => snapshots.nameOf(principalId),
    ids,
    limits: new LimitCalls(options.limits, () => gateways.count, performance.now()),
    secondLock,
    list: {
      servers,
      ask: (server, request) => asGateway(server, listNamespacesPath, request),
      isThere: (server) => upstreams.isThere(server),
    },
    audited: new Set(options.audit),
    recorder: calls,
    refusals: { contacts, recorder, metrics, log, now },
    metrics,
    counts,
    now,
  });
  const served =
    options.metrics && parts.adopt(await serveMetrics(metrics.registry, options.metrics), (server) => server.close());
  const transport = await startTransport({ listeners: options.listeners, gate, upstreams, log });
  open = transport.open;
  parts.defer(() => transport.close(0));
  parts.defer(recheckOpenCalls(snapshots, transport));
  const running = parts.move();
  return {
    addresses: transport.addresses,
    metricsPort: served?.port ?? null,
    openCalls: transport.open,
    close: async (graceMs) => {
      await transport.close(graceMs);
      await running.disposeAsync();
    },
  };
}

async function makeWho({ issuers }: GatewayOptions, { database, snapshots, lastUsed, log }: GatewayDeps): Promise<Who> {
  const keys = await KeyRing.start({ db: database.db, snapshots, lastUsed });
  const tokens =
    issuers.length === 0 ? null : new AccessTokens({ issuers, users: await UsersByEmail.start(snapshots), log });
  return new Who({ keys, tokens, snapshots });
}

/** Returns the way to stop. */
function recheckOpenCalls(snapshots: Snapshots, transport: Transport): () => void {
  const stopListening = snapshots.onChange(() => transport.recheck());
  const timer = setInterval(() => transport.recheck(), recheckMs);
  return () => {
    stopListening();
    clearInterval(timer);
  };
}
