// One HTTP/2 connection to a Temporal server, made again whenever it ends.
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from "node:http2";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Logger } from "pino";
import type { UpstreamServer } from "./upstreams.ts";

const connectTimeoutMs = 10_000;
/** Shorter than the pauses of most balancers, longer than the least that Temporal's frontend allows (10 s). */
const pingIntervalMs = 30_000;
const pingTimeoutMs = 15_000;
const firstBackoffMs = 100;
const maxBackoffMs = 5_000;
/** A connection that ends sooner was no use: the next one waits, or the two sides would run in circles. */
const usefulMs = 1_000;
/** What one call may send ahead of a slow reader. */
const streamWindowBytes = 512 * 1024;
const sessionWindowBytes = 16 * 1024 * 1024;

/** A call on its way: the stream, and whether the server can have seen it once the stream is closed. */
export interface UpstreamStream {
  readonly stream: ClientHttp2Stream;
  /** Known when `stream` has closed: the server said, or never was told, so the call may be sent again. */
  readonly surelyUnprocessed: () => boolean;
}

export interface UpstreamSession {
  /** `away`: the last attempt failed. */
  readonly state: () => "ready" | "connecting" | "away";
  readonly openStreams: () => number;
  /** How many more the server allows at once. */
  readonly room: () => number;
  request(headers: OutgoingHttpHeaders): UpstreamStream;
  close(): void;
}

export function createUpstreamSession(server: UpstreamServer, log: Logger): UpstreamSession {
  let session: ClientHttp2Session | null = null;
  let lastStreamId: { value: number | null } = { value: null };
  let readyAt: number | null = null;
  /** With those that the server sent away and that still have calls. */
  const alive = new Map<ClientHttp2Session, Socket>();
  let failures = 0;
  let open = 0;
  let ended = false;
  let retry: NodeJS.Timeout | undefined;

  const start = (): void => {
    if (ended) return;
    const socket = openSocket(server);
    const made = connectOver(socket, server);
    const last: { value: number | null } = { value: null };
    alive.set(made, socket);
    session = made;
    lastStreamId = last;
    open = 0;
    const timer = setTimeout(() => made.destroy(), connectTimeoutMs);
    const pinging = setInterval(() => ping(made), pingIntervalMs);
    made.once("connect", () => {
      clearTimeout(timer);
      made.setLocalWindowSize(sessionWindowBytes);
      if (session !== made) return;
      readyAt = performance.now();
      if (failures > 0) log.info({ server: server.name }, "Temporal server answers again");
      failures = 0;
    });
    made.on("error", (error) => log.debug({ err: error, server: server.name }, "connection to Temporal server failed"));
    made.on("goaway", (_code, id) => {
      last.value = last.value === null ? id : Math.min(last.value, id);
      // What is under way on it goes on; new calls get a new connection at once.
      if (session === made) leave();
    });
    made.once("close", () => {
      alive.delete(made);
      clearTimeout(timer);
      clearInterval(pinging);
      if (session === made) leave();
    });
  };

  const leave = (): void => {
    const wasUseful = readyAt !== null && performance.now() - readyAt > usefulMs;
    session = null;
    readyAt = null;
    if (ended) return;
    if (wasUseful) start();
    else retry = setTimeout(start, nextBackoff());
  };

  const nextBackoff = (): number => {
    if (failures === 0) log.warn({ server: server.name, address: server.address }, "Temporal server cannot be reached");
    failures += 1;
    const full = Math.min(maxBackoffMs, firstBackoffMs * 2 ** Math.min(failures - 1, 10));
    return full / 2 + (Math.random() * full) / 2;
  };

  start();
  return {
    state: () => (readyAt !== null ? "ready" : failures > 0 || session === null ? "away" : "connecting"),
    openStreams: () => open,
    room: () =>
      readyAt !== null ? (session?.remoteSettings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY) - open : 0,
    request(headers) {
      if (session === null) throw new Error("asked of a connection that is away");
      const of = session;
      const last = lastStreamId;
      const stream = of.request(headers, { endStream: false });
      open += 1;
      stream.once("close", () => {
        if (session === of) open -= 1;
      });
      return { stream, surelyUnprocessed: () => isUnprocessed(stream, last.value) };
    },
    close() {
      ended = true;
      clearTimeout(retry);
      for (const [made, socket] of alive) {
        made.destroy();
        socket.destroy();
      }
    },
  };
}

const refusedStream = 7;

/** RFC 9113, 6.8 and 8.7: never sent, refused by name, or above the last stream that the server says it took. */
function isUnprocessed(stream: ClientHttp2Stream, lastStreamId: number | null): boolean {
  if (stream.id === undefined || stream.rstCode === refusedStream) return true;
  return lastStreamId !== null && stream.id > lastStreamId;
}

function connectOver(socket: Socket, server: UpstreamServer): ClientHttp2Session {
  const session = connect(`${server.tls ? "https" : "http"}://${server.address}`, {
    createConnection: () => socket,
    // Many callers share it: Node's own bounds are those of one browser.
    maxSessionMemory: 1_000,
    peerMaxConcurrentStreams: 100_000,
    maxHeaderListPairs: 500,
    settings: { initialWindowSize: streamWindowBytes, enablePush: false },
  });
  // Node leaves the socket waiting for the server's own end, which may never come.
  session.once("close", () => socket.destroy());
  return session;
}

function openSocket({ address, tls }: UpstreamServer): Socket {
  const { hostname, port } = new URL(`http://${address}`);
  const host = hostname.replaceAll(/[[\]]/g, "");
  const where = { host, port: Number(port || 80) };
  if (tls === undefined) return connectTcp({ ...where, noDelay: true });
  const { ca, cert, key, serverName } = tls;
  return connectTls({
    ...where,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["h2"],
    ...(isIP(host) === 0 && { servername: host }),
    ...(serverName !== undefined && { servername: serverName }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  });
}

/** A server that vanished without a word holds every call on its connection until somebody notices. */
function ping(session: ClientHttp2Session): void {
  if (session.connecting || session.closed || session.destroyed) return;
  const timer = setTimeout(() => session.destroy(), pingTimeoutMs);
  session.ping(() => clearTimeout(timer));
}
