// Opens the plaintext and the TLS port, hands their connections to the HTTP servers, and closes them in order.
import { once } from "node:events";
import { type AddressInfo, createServer as createPlaintextServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Logger } from "pino";
import { sniffHttpVersion } from "../wire/sniff.ts";
import { defaultSocketLimits, type SocketLimits } from "./limits.ts";
import { createHttpServers, type HttpHandler, type HttpServers } from "./servers.ts";

/** For a peer to read what was sent last. */
const lingerMs = 1_000;

export interface Endpoint {
  readonly host: string;
  /** 0 asks for any free port. */
  readonly port: number;
}

export interface TlsEndpoint extends Endpoint {
  /** PEM, the leaf first. */
  readonly cert: string;
  readonly key: string;
}

export interface ListenOptions {
  readonly plaintext: Endpoint | null;
  readonly tls: TlsEndpoint | null;
  readonly handler: HttpHandler;
  readonly limits?: Partial<SocketLimits>;
  readonly log: Logger;
}

export interface Listeners {
  /** The configured host with the port that was really taken. */
  readonly plaintextAddress: Endpoint | null;
  readonly tlsAddress: Endpoint | null;
  /** Stops accepting, lets calls under way finish for `graceMs`, then cuts. Resolves when every socket is gone. */
  close(graceMs: number): Promise<void>;
}

/** Rejects with the system's error (EADDRINUSE …) or OpenSSL's for a bad certificate, and holds no port then. */
export async function startListeners(options: ListenOptions): Promise<Listeners> {
  const limits = { ...defaultSocketLimits, ...options.limits };
  const servers = createHttpServers(options.handler, limits);
  const sockets = new Set<Socket>();
  const plaintext = options.plaintext && createPlaintextPort(servers, limits);
  const tls = options.tls && createTlsPort(options.tls, servers, limits, sockets, options.log);
  const ports = [plaintext, tls].filter((port) => port !== null);
  for (const port of ports) {
    port.maxConnections = limits.maxConnections;
    port.on("connection", (socket: Socket) => track(socket, sockets));
    port.on("drop", () => options.log.warn("connection refused: too many connections"));
  }
  try {
    const plaintextAddress = await open(plaintext, options.plaintext);
    const tlsAddress = await open(tls, options.tls);
    for (const port of ports) port.on("error", (error) => options.log.error({ err: error }, "listening socket failed"));
    return { plaintextAddress, tlsAddress, close: createClose(ports, servers, sockets) };
  } catch (error) {
    for (const port of ports) port.close();
    throw error;
  }
}

function createPlaintextPort(servers: HttpServers, limits: SocketLimits): Server {
  // Half-open, as Node's own HTTP server has it: a client may end its side once its request is sent.
  const server = createPlaintextServer({ allowHalfOpen: true, noDelay: true });
  server.on("connection", (socket) => {
    sniffHttpVersion(socket, limits.prefaceTimeoutMs, (version) => {
      // An HTTP/2 peer that ends its side is gone: nothing may keep the socket then.
      if (version === "h2") socket.allowHalfOpen = false;
      servers.accept(socket, version);
    });
  });
  return server;
}

function createTlsPort(
  endpoint: TlsEndpoint,
  servers: HttpServers,
  limits: SocketLimits,
  sockets: Set<Socket>,
  log: Logger,
): Server {
  const server = createTlsServer({
    cert: endpoint.cert,
    key: endpoint.key,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["h2", "http/1.1"],
    handshakeTimeout: limits.handshakeTimeoutMs,
    noDelay: true,
  });
  server.on("secureConnection", (socket) => {
    track(socket, sockets);
    servers.accept(socket, socket.alpnProtocol === "h2" ? "h2" : "http/1.1");
  });
  server.on("tlsClientError", (error, socket) => {
    log.debug({ err: error, remoteAddress: socket.remoteAddress }, "TLS handshake failed");
    socket.destroy();
  });
  return server;
}

function track(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  let timer: NodeJS.Timeout | undefined;
  socket.once("close", () => {
    sockets.delete(socket);
    clearTimeout(timer);
  });
  // Once our side is ended nothing more is said; a peer that keeps its side open would keep the socket for ever.
  socket.once("finish", () => (timer = setTimeout(() => socket.destroy(), lingerMs)));
  // A peer may reset at any moment, also while no HTTP server has the socket: unheard, the error would end the process.
  socket.on("error", () => socket.destroy());
}

async function open(server: Server | null, endpoint: Endpoint | null): Promise<Endpoint | null> {
  if (server === null || endpoint === null) return null;
  const { host, port } = endpoint;
  server.listen({ host, port });
  await once(server, "listening");
  return { host, port: (server.address() as AddressInfo).port };
}

function createClose(ports: Server[], servers: HttpServers, sockets: Set<Socket>): Listeners["close"] {
  let closing: Promise<void> | undefined;
  const closeAll = async (graceMs: number): Promise<void> => {
    const closed = ports.map((port) => new Promise<void>((resolve) => port.close(() => resolve())));
    servers.drain();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, graceMs);
    await Promise.all(closed);
    clearTimeout(timer);
  };
  return (graceMs) => (closing ??= closeAll(graceMs));
}
