// The gateway's transport: takes calls of gRPC from clients, asks the gate about each, and carries those that may pass
// to the Temporal servers. Everything about HTTP/2 stays behind these two interfaces.
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Gate } from "../call.ts";
import { createConnections } from "./connections.ts";
import { createHeldBytes } from "./held-bytes.ts";
import { defaultTransportLimits, type TransportLimits } from "./limits.ts";
import { type Address, type GatewayListener, openListeners } from "./listeners.ts";
import type { Upstreams } from "./upstreams.ts";

export interface TransportOptions<Caller> {
  readonly listeners: readonly GatewayListener[];
  readonly gate: Gate<Caller>;
  /** Stay open when the transport closes: whoever made them closes them. */
  readonly upstreams: Upstreams;
  readonly log: Logger;
  readonly limits?: Partial<TransportLimits>;
}

export interface Transport {
  /** In the order of the listeners, with the ports that were really taken. */
  readonly addresses: readonly Address[];
  /** Asks the gate again about every call that is open; those that may not go on end at once. */
  recheck(): void;
  /** Calls that are open now. */
  readonly open: () => number;
  /** Connections of clients that are open now. */
  readonly connections: () => number;
  /** Bytes of request bodies that are held now. */
  readonly heldBytes: () => number;
  /**
   * Takes no more connections and tells every client to go elsewhere. Calls under way may finish for half of the time;
   * what is still open then, long polls mostly, ends as UNAVAILABLE, which SDKs try again by themselves, and what is
   * left after the other half is cut. Resolves when every socket is gone.
   */
  close(graceMs: number): Promise<void>;
}

const sweepIntervalMs = 1_000;

/** Rejects with the system's error (EADDRINUSE …) or OpenSSL's for a bad certificate, and holds no port then. */
export async function startTransport<Caller>(options: TransportOptions<Caller>): Promise<Transport> {
  const { gate, upstreams, log } = options;
  const limits = { ...defaultTransportLimits, ...options.limits };
  const held = createHeldBytes(limits.maxHeldBytes);
  const connections = createConnections({ gate, upstreams, limits, held, admitting: { count: 0 } });
  const listeners = await openListeners(options.listeners, limits, connections.accept, log);
  const sweeping = setInterval(() => connections.sweep(performance.now()), sweepIntervalMs);

  const closeAll = async (graceMs: number): Promise<void> => {
    listeners.stop();
    connections.goAway();
    const gone = listeners.closed();
    const timers = new AbortController();
    const waits = [
      sleep(graceMs / 2, undefined, { signal: timers.signal }).then(() => connections.endCalls(), ignore),
      sleep(graceMs, undefined, { signal: timers.signal }).then(() => listeners.cut(), ignore),
    ];
    await gone;
    timers.abort();
    await Promise.all(waits);
    clearInterval(sweeping);
  };
  let closing: Promise<void> | undefined;
  return {
    addresses: listeners.addresses,
    recheck: connections.recheck,
    open: connections.openCalls,
    connections: connections.count,
    heldBytes: held.held,
    close: (graceMs) => (closing ??= closeAll(graceMs)),
  };
}

const ignore = (): void => {};
