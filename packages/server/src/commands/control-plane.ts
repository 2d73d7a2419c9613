// Settings → a running control plane, for `serve` and `dev`.
import { type ControlPlane, createControlPlane } from "../compose.ts";
import { type Prepared, prepareFiles } from "../config/index.ts";
import type { CommandContext } from "./context.ts";
import { createLog, type LogForm } from "./log.ts";

export interface Started {
  readonly plane: ControlPlane;
  /** The local CA's certificate, or null. */
  readonly caFile: string | null;
  readonly prepared: Prepared;
}

/** How long calls under way may go on once a signal came. */
const graceMs = 10_000;

export async function startControlPlane(
  { config, complain }: CommandContext,
  form: LogForm,
  options: { readonly signInLinks?: boolean } = {},
): Promise<Started> {
  const prepared = await prepareFiles(config);
  const log = createLog(config.logLevel, form);
  for (const warning of config.warnings) log.warn(warning);
  const { store, roles, temporal, regions, limits, contact, ownerEmail, addresses, notify, drift, codecServers } =
    config;
  const { consoleDirectory, session, requests, operations, capacityUnits, billing, usage, exports, audit } = config;
  const plane = await createControlPlane({
    store,
    roles,
    temporal,
    regions,
    limits,
    contact,
    ownerEmail,
    addresses,
    notify,
    drift,
    audit,
    codecServers,
    consoleDirectory,
    session,
    requests,
    operations,
    capacityUnits,
    billing,
    usage,
    exports,
    ...options,
    gateway: {
      settings: config.gateway,
      issuers: config.oidcIssuers,
      identity: prepared.tls && { cert: prepared.tls.cert, key: prepared.tls.key },
    },
    listen: { plaintext: config.listen.plaintext, tls: prepared.tls, hostNames: config.listen.hostNames },
    secretsKey: prepared.secretsKey,
    log,
    keepFirstKey: (key) => complain(tellOfFailedStart(key)),
  });
  return { plane, caFile: prepared.caFile, prepared };
}

/** Where what a start says goes: a reader of the audit log's lines on stdout would take nothing else for one. */
export const sayOf = ({ config, print, complain }: CommandContext): CommandContext["print"] =>
  config.audit.streams.some(({ kind }) => kind === "stdout") ? complain : print;

/** Nobody else will ever have the key, and the next start makes no other. */
export const tellOfFailedStart = (firstKey: string): string =>
  `The start failed after the account was made. Its owner's API key, shown this once: ${firstKey}`;

/** Waits for the signal, then lets calls under way finish. */
export async function runUntilStopped({ plane }: Started, stopping: AbortSignal): Promise<void> {
  if (!stopping.aborted) {
    // The listening ports keep the process up; with --only operations there is none, so this timer does.
    const keepAlive = setInterval(() => undefined, 60_000);
    await new Promise<void>((resolve) => stopping.addEventListener("abort", () => resolve(), { once: true }));
    clearInterval(keepAlive);
  }
  await plane.stop(graceMs);
}

/** host:port of the gateway's ports, the plaintext one first, as far as there are any. */
export const gatewayAddressesOf = ({ gateway }: ControlPlane): string[] =>
  (gateway?.addresses ?? []).map(({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`));
