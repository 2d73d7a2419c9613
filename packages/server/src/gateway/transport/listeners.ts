// Opens the gateway's ports and brings each connection to the point where HTTP/2 begins: address counted, PROXY header
// read where the port is a private one, TLS done.
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Logger } from "pino";
import { sniffHttpVersion } from "../../wire/sniff.ts";
import type { Peer, Way } from "../call.ts";
import { createAddressCounts, toPlainAddress } from "./addresses.ts";
import type { TransportLimits } from "./limits.ts";
import { answerHttp1 } from "./plain-answer.ts";
import { readProxyHeader } from "./read-proxy-header.ts";
import { createTlsFront, readCertificates, type TlsFront, type TlsIdentity } from "./tls.ts";

export interface GatewayListener {
  readonly host: string;
  /** 0 asks for any free port. */
  readonly port: number;
  /** null: plaintext. */
  readonly tls: TlsIdentity | null;
  /** On a private one every connection begins with a PROXY header, on a public one none does. */
  readonly way: Way["kind"];
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface OpenListeners {
  /** In the order of the listeners, with the ports that were really taken. */
  readonly addresses: readonly Address[];
  /** Takes no more connections, and drops those that have not said anything to the point yet. */
  stop(): void;
  /** Ends every connection that is left; resolves when all ports and sockets are closed. */
  cut(): Promise<void>;
  /** Resolves when all ports and sockets are closed. */
  readonly closed: () => Promise<void>;
}

/** For a peer to read what was sent last. */
const lingerMs = 1_000;

/** Rejects with the system's error (EADDRINUSE …) or OpenSSL's for a bad certificate, and holds no port then. */
export async function openListeners(
  listeners: readonly GatewayListener[],
  limits: TransportLimits,
  accept: (socket: Socket, peer: Peer) => void,
  log: Logger,
): Promise<OpenListeners> {
  const raw = new Set<Socket>();
  const early = new Set<Socket>();
  const counts = createAddressCounts(limits.maxConnectionsPerAddress);
  const ports = listeners.map((listener) => {
    const tls = listener.tls && createTlsFront(listener.tls, limits.handshakeTimeoutMs);
    const server = createServer({ noDelay: true }, (socket) => {
      if (raw.size >= limits.maxConnections) {
        log.warn("connection refused: too many connections");
        socket.destroy();
        return;
      }
      track(socket, raw, early);
      const greet = (peer: Peer, ready: Socket): void => {
        early.delete(socket);
        accept(ready, peer);
      };
      welcome(socket, listener, tls, { limits, counts, log, greet });
    });
    return { server, listener };
  });
  const servers = ports.map(({ server }) => server);
  try {
    const addresses: Address[] = [];
    for (const { server, listener } of ports) addresses.push(await listen(server, listener));
    for (const server of servers) server.on("error", (error) => log.error({ err: error }, "listening socket failed"));
    return { addresses, ...createClosing(servers, raw, early) };
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
}

async function listen(server: Server, { host, port }: GatewayListener): Promise<Address> {
  server.listen({ host, port });
  await once(server, "listening");
  return { host, port: (server.address() as AddressInfo).port };
}

function track(socket: Socket, raw: Set<Socket>, early: Set<Socket>): void {
  raw.add(socket);
  early.add(socket);
  let timer: NodeJS.Timeout | undefined;
  socket.once("close", () => {
    raw.delete(socket);
    early.delete(socket);
    clearTimeout(timer);
  });
  // Once our side is ended nothing more is said; a peer that keeps its side open would keep the socket for ever.
  socket.once("finish", () => (timer = setTimeout(() => socket.destroy(), lingerMs)));
  // A peer may reset at any moment, also while nobody else has the socket: unheard, the error would end the process.
  socket.on("error", () => socket.destroy());
}

interface Welcome {
  readonly limits: TransportLimits;
  readonly counts: ReturnType<typeof createAddressCounts>;
  readonly log: Logger;
  greet(peer: Peer, socket: Socket): void;
}

function welcome(socket: Socket, listener: GatewayListener, tls: TlsFront | null, deps: Welcome): void {
  const { limits, log } = deps;
  const own = toPlainAddress(socket.remoteAddress ?? "");
  if (listener.way === "public") {
    secure(socket, own, { kind: "public" }, tls, deps);
    return;
  }
  const refused = (reason: string): void => log.debug({ remoteAddress: own, reason }, "PROXY header refused");
  readProxyHeader(
    socket,
    limits.prefaceTimeoutMs,
    ({ address, endpointId }) =>
      secure(socket, toPlainAddress(address ?? own), { kind: "private", endpointId }, tls, deps),
    refused,
  );
}

function secure(socket: Socket, address: string, way: Way, tls: TlsFront | null, deps: Welcome): void {
  const { limits, counts, log } = deps;
  if (!counts.take(address)) {
    log.debug({ remoteAddress: address }, "connection refused: too many from this address");
    socket.destroy();
    return;
  }
  socket.once("close", () => counts.give(address));
  if (tls === null) {
    const peer: Peer = { address, way, certificates: null };
    sniffHttpVersion(socket, limits.prefaceTimeoutMs, (version) => {
      if (version === "h2") deps.greet(peer, socket);
      else answerHttp1(socket);
    });
    return;
  }
  tls.start(socket, (secured) => {
    if (secured.alpnProtocol === "h2") deps.greet({ address, way, certificates: readCertificates(secured) }, secured);
    else answerHttp1(secured);
  });
}

function createClosing(
  servers: readonly Server[],
  raw: Set<Socket>,
  early: Set<Socket>,
): Omit<OpenListeners, "addresses"> {
  let closed: Promise<unknown> | undefined;
  const stop = (): void => {
    closed ??= Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
    for (const socket of early) socket.destroy();
  };
  const wait = async (): Promise<void> => {
    stop();
    await closed;
  };
  return {
    stop,
    closed: wait,
    cut() {
      for (const socket of raw) socket.destroy();
      return wait();
    },
  };
}
