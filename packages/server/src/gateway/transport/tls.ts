// TLS on a connection, with the client's certificate asked for and not judged: that is the gate's part.
import { constants } from "node:crypto";
import type { Socket } from "node:net";
import { createServer, type DetailedPeerCertificate, type TLSSocket } from "node:tls";

export interface TlsIdentity {
  /** PEM, the leaf first. */
  readonly cert: string;
  readonly key: string;
}

export interface TlsFront {
  /** Calls `secured` once after the handshake; a failed or slow one ends the connection without a call. */
  start(raw: Socket, secured: (socket: TLSSocket) => void): void;
}

/** Throws OpenSSL's error for a bad certificate or key. */
export function createTlsFront({ cert, key }: TlsIdentity, handshakeTimeoutMs: number): TlsFront {
  const waiting = new Map<string, (socket: TLSSocket) => void>();
  // It never listens: connections come to it when their address, and their PROXY header, are known.
  const server = createServer({
    cert,
    key,
    minVersion: "TLSv1.2",
    // A resumed session would show the certificate of an earlier connection, without its chain and without a new proof
    // that the client has the key. Connections live long, so a whole handshake each costs little.
    secureOptions: constants.SSL_OP_NO_TICKET,
    requestCert: true,
    rejectUnauthorized: false,
    // HTTP/1.1 only so that its peers get an answer instead of an alert.
    ALPNProtocols: ["h2", "http/1.1"],
    handshakeTimeout: handshakeTimeoutMs,
  });
  server.on("secureConnection", (socket) => {
    // Handshakes again would let a client change its certificate under an open connection.
    socket.disableRenegotiation();
    socket.on("error", () => socket.destroy());
    const secured = waiting.get(toKey(socket));
    if (secured === undefined) socket.destroy();
    else secured(socket);
  });
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  return {
    start(raw, secured) {
      const name = toKey(raw);
      waiting.set(name, secured);
      raw.once("close", () => {
        if (waiting.get(name) === secured) waiting.delete(name);
      });
      server.emit("connection", raw);
    },
  };
}

/** What tells an open connection from all others; the socket that TLS makes says the same as the one below it. */
const toKey = (socket: Socket): string =>
  [socket.remoteAddress, socket.remotePort, socket.localAddress, socket.localPort].join(" ");

const maxChain = 10;

/** DER, the leaf first; null without a certificate. TLS has checked that the client has the leaf's key. */
export function readCertificates(socket: TLSSocket): Uint8Array[] | null {
  const chain: Uint8Array[] = [];
  let each: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // Without a certificate Node hands out an empty object.
  while (each?.raw !== undefined && chain.length < maxChain) {
    chain.push(each.raw);
    if (each.issuerCertificate === each) break;
    each = each.issuerCertificate;
  }
  return chain.length === 0 ? null : chain;
}
