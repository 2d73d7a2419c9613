import { relative } from "node:path";
import type { Config } from "../config/index.ts";
import { toReachable } from "../listen/reachable.ts";
import { signInLinkMinutes } from "../resources/sign-in-links.ts";
import {
  type Connection,
  type OwnFile,
  removeConnection,
  takeConnectionFile,
  writeConnection,
} from "./connection-file.ts";
import type { CommandContext, ExitCode, OwnTemporal } from "./context.ts";
import {
  gatewayAddressesOf,
  runUntilStopped,
  type Started,
  sayOf,
  startControlPlane,
  tellOfFailedStart,
} from "./control-plane.ts";
import { connectionDirectoryOf, dataDirectoryOf, requireDirectories } from "./directories.ts";
import { requireFreePorts } from "./fixed-ports.ts";
import { requireHosts } from "./hosts.ts";

export async function dev(context: CommandContext): Promise<ExitCode> {
  await requireHosts(context.config);
  await requireFreePorts(context.config);
  requireDirectories(context.config, ownDirectories(context));
  const temporal = await startOwnTemporal(context);
  try {
    return await runWith(temporal, withConsole(withTemporal(context, temporal)));
  } finally {
    // After the control plane: its last steps still need the server.
    await temporal?.stop();
  }
}

function ownDirectories({ config, startTemporal }: CommandContext) {
  const connection = connectionDirectoryOf(config);
  return config.temporal.given || startTemporal === null ? [connection] : [dataDirectoryOf(config), connection];
}

/** Null when the settings name a server. */
async function startOwnTemporal({ config, startTemporal }: CommandContext): Promise<OwnTemporal | null> {
  return config.temporal.given || startTemporal === null ? null : startTemporal(config.dataDirectory);
}

function withConsole(context: CommandContext): CommandContext {
  const { config, builtConsole } = context;
  return { ...context, config: { ...config, consoleDirectory: config.consoleDirectory ?? builtConsole } };
}

function withTemporal(context: CommandContext, own: OwnTemporal | null): CommandContext {
  if (own === null) return context;
  const temporal = { ...context.config.temporal, given: true, servers: { default: { address: own.address } } };
  return { ...context, config: { ...context.config, temporal } };
}

async function runWith(temporal: OwnTemporal | null, context: CommandContext): Promise<ExitCode> {
  const own = takeConnectionFile(context.config);
  try {
    return await runConnected(temporal, own, context);
  } finally {
    own.release();
  }
}

async function runConnected(
  temporal: OwnTemporal | null,
  { file, instead }: OwnFile,
  context: CommandContext,
): Promise<ExitCode> {
  const { cwd, complain, stopping } = context;
  const started = await startControlPlane(context, "readable", { signInLinks: true });
  const lost = new AbortController();
  void temporal?.ended.then(() => lost.abort());
  const connection = await leaveConnection(started, file, context);
  try {
    const { consoleUrl } = started.plane;
    const signIn = consoleUrl === null ? null : toSignInLink(consoleUrl, await started.plane.mintSignInToken());
    const shorten = (path: string): string => (path.startsWith(`${cwd}/`) ? relative(cwd, path) : path);
    sayOf(context)(
      renderBlock(connection, { temporal, firstKey: started.plane.firstKey, signIn, file, instead, shorten }),
    );
    await runUntilStopped(started, AbortSignal.any([stopping, lost.signal]));
  } finally {
    removeConnection(file, connection);
  }
  if (stopping.aborted) return 0;
  complain("The Temporal server has ended by itself, and Remit with it.");
  return 1;
}

async function leaveConnection(
  started: Started,
  file: string,
  { config, complain }: CommandContext,
): Promise<Connection> {
  try {
    const connection = await describeConnection(started, config);
    writeConnection(file, connection);
    return connection;
  } catch (error) {
    const { firstKey } = started.plane;
    if (firstKey !== null) complain(tellOfFailedStart(firstKey));
    await started.plane.stop();
    throw error;
  }
}

async function describeConnection({ plane, caFile }: Started, config: Config): Promise<Connection> {
  return {
    apiAddress: toReachable(plane.plaintextAddress),
    tlsAddress: toReachable(plane.tlsAddress),
    caFile,
    apiKey: await plane.mintDevelopmentKey(),
    accountId: plane.accountId,
    temporalAddress: Object.values(config.temporal.servers)[0]?.address ?? null,
    gatewayAddress: toReachable(gatewayAddressesOf(plane)[0] ?? null),
    consoleUrl: plane.consoleUrl,
  };
}

interface Shown {
  readonly temporal: OwnTemporal | null;
  readonly firstKey: string | null;
  /** A link that signs in to the console once; never in the connection file, where it would outlive its use. */
  readonly signIn: string | null;
  readonly file: string;
  readonly instead: string | null;
  readonly shorten: (path: string) => string;
}

function renderBlock(connection: Connection, { temporal, firstKey, signIn, file, instead, shorten }: Shown): string {
  const rows: (readonly [string, string | null | undefined])[] = [
    ["Console", connection.consoleUrl],
    ["Sign in", signIn && `${signIn} (once, within ${signInLinkMinutes} minutes)`],
    ["", signIn && instead === null ? "`npx remit sign-in-link` makes another" : null],
    ["API", connection.apiAddress],
    ["API with TLS", connection.tlsAddress],
    ["CA file", connection.caFile && shorten(connection.caFile)],
    ["Gateway", connection.gatewayAddress && `${connection.gatewayAddress} (for Temporal's SDKs, CLI and UI)`],
    ["Temporal", connection.temporalAddress],
    ["Temporal UI", temporal?.uiUrl],
    ["Account", connection.accountId],
    ["Connection", `${shorten(file)} (with an owner's key for 24 hours)`],
    ["", instead && `because ${instead}`],
    ["Owner's key", firstKey && `${firstKey} (shown this once)`],
    ["Try", instead === null ? "npx remit whoami" : null],
    ["Stop", "Ctrl-C"],
  ];
  const lines = rows.flatMap(([name, value]) => (value ? [`  ${name.padEnd(14)}${value}`] : []));
  return ["", "Remit is running.", "", ...lines, ""].join("\n");
}

/** The token stands behind the "#": browsers send that part to nobody, so no log of a server or proxy has it. */
const toSignInLink = (consoleUrl: string, token: string): string =>
  `${new URL("/sign-in", consoleUrl).href}#token=${token}`;
