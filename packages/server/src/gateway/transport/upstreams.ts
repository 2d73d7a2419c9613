// The configured Temporal servers, each behind a few connections that all callers share.
import type { OutgoingHttpHeaders } from "node:http2";
import type { Logger } from "pino";
import { askUpstream, type UnaryAnswer } from "./unary.ts";
import { createUpstreamSession, type UpstreamSession, type UpstreamStream } from "./upstream-session.ts";

export interface UpstreamServer {
  readonly name: string;
  /** host:port of a frontend */
  readonly address: string;
  /** Absent: plaintext. All PEM; without `ca` the system's authorities. */
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly serverName?: string;
  };
  /** Connections that are kept open; default 2. */
  readonly connections?: number;
}

export interface Upstreams {
  /** A call that the gateway makes itself; never throws and never rejects. `message` without gRPC's frame. */
  unary(
    server: string,
    path: string,
    header: OutgoingHttpHeaders,
    message: Uint8Array,
    options?: { readonly timeoutMs?: number },
  ): Promise<UnaryAnswer>;
  /** False while the server is away, or is not configured. */
  isThere(server: string): boolean;
  /** null while the server is away, or is not configured. */
  request(server: string, headers: OutgoingHttpHeaders): UpstreamStream | null;
  /** Ends every connection, and with it every call. */
  close(): void;
}

const defaultConnections = 2;
/** Where a server allows few streams per connection, as balancers do, more connections are opened up to this. */
const maxConnections = 64;

export function createUpstreams(options: {
  readonly servers: readonly UpstreamServer[];
  readonly log: Logger;
}): Upstreams {
  const pools = new Map(options.servers.map((server) => [server.name, createPool(server, options.log)]));
  const upstreams: Upstreams = {
    unary: (server, path, header, message, { timeoutMs = 10_000 } = {}) =>
      askUpstream((headers) => upstreams.request(server, headers), path, header, message, timeoutMs),
    request: (server, headers) => pools.get(server)?.pick()?.request(headers) ?? null,
    isThere: (server) => pools.get(server)?.isThere() ?? false,
    close() {
      for (const pool of pools.values()) pool.close();
    },
  };
  return upstreams;
}

function createPool(server: UpstreamServer, log: Logger) {
  const add = (): UpstreamSession => createUpstreamSession(server, log);
  const sessions = Array.from({ length: server.connections ?? defaultConnections }, add);
  let closed = false;
  return {
    isThere: (): boolean => !closed && sessions.some((session) => session.state() !== "away"),
    pick(): UpstreamSession | undefined {
      if (closed) return undefined;
      const best = leastBusy(sessions, "ready");
      if (best === undefined) return leastBusy(sessions, "connecting");
      if (best.room() <= 0 && sessions.length < maxConnections && leastBusy(sessions, "connecting") === undefined) {
        sessions.push(add());
      }
      return best;
    },
    close() {
      closed = true;
      for (const session of sessions) session.close();
    },
  };
}

function leastBusy(
  sessions: readonly UpstreamSession[],
  state: ReturnType<UpstreamSession["state"]>,
): UpstreamSession | undefined {
  let best: UpstreamSession | undefined;
  for (const session of sessions) {
    if (session.state() !== state) continue;
    const better =
      best === undefined || (best.room() <= 0 && session.room() > 0) || session.openStreams() < best.openStreams();
    if (better) best = session;
  }
  return best;
}
